"""Products, lots and the effective-dated rules of a campaign."""

from collections.abc import Iterable
from datetime import date

import msgspec

from station.domain.verdict import Level


class Product(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A vaccine product; `gtins` are the trade item numbers printed on its packages (14 digits)."""

    id: str
    name: str
    doses_per_vial: int = 1
    gtins: tuple[str, ...] = ()


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """A lot that the site has received."""

    id: str
    product: str
    number: str
    expiry: date


class OtherProduct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A product that may follow another one, from `effective_from` on."""

    product: str
    minimum_days: int
    effective_from: date | None = None
    only_if_unavoidable: bool = False


class ProductRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a product is given, from `effective_from` on; `province` narrows it to one province.

    `minimum_days` is the interval before the same product again. `source` names the dispatch.
    """

    product: str
    effective_from: date
    doses: int
    minimum_age: int
    maximum_age: int | None = None
    minimum_days: int | None = None
    followed_by: tuple[OtherProduct, ...] = ()
    province: str | None = None
    source: str
    confidence: str


class Tolerances(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far from the plan a resident may come before the nurse is asked."""

    early_minutes: int
    late_minutes: int
    roster_stale_hours: int


class Campaign(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a campaign decides: another campaign is another file, not other code.

    `levels` overrides how grave a finding is, by its reason code.
    """

    id: str
    name: str
    tolerances: Tolerances
    products: tuple[Product, ...]
    rules: tuple[ProductRule, ...]
    levels: dict[str, Level] = msgspec.field(default_factory=dict)

    def rule_for(self, product: str, day: date, province: str | None) -> ProductRule | None:
        """The rule in force on `day`: the province's own, else the national, the latest first."""
        return _in_force(self.rules, product, day, province) or _in_force(
            self.rules, product, day, None
        )


def _in_force(
    rules: Iterable[ProductRule], product: str, day: date, province: str | None
) -> ProductRule | None:
    candidates = [
        rule
        for rule in rules
        if rule.product == product and rule.province == province and rule.effective_from <= day
    ]
    return max(candidates, key=lambda rule: rule.effective_from, default=None)
