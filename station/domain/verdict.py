"""What the table is told about a resident: go, check or stop, with every finding that led there.

A finding's tag is its reason code, as it stands in events, on the wire and in `ui/messages.py`.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import get_args

import msgspec


class Level(StrEnum):
    """How grave a finding is: told, decided by a person, or refused unless overridden."""

    NOTE = "note"
    CHECK = "check"
    STOP = "stop"


class Decision(StrEnum):
    GO = "go"
    CHECK = "check"
    STOP = "stop"


class Finding(msgspec.Struct, frozen=True, kw_only=True, tag_field="reason"):
    """One thing that the rules noticed."""

    level: Level

    @property
    def reason(self) -> str:
        return str(self.__struct_config__.tag)


class PassForged(Finding, frozen=True, kw_only=True, tag="pass_forged"):
    """The signature does not fit, or the pass is not built as the issuer builds them."""


class PassUnknownIssuer(Finding, frozen=True, kw_only=True, tag="pass_unknown_issuer"):
    """Signed with a key that this station does not hold."""


class PassRevoked(Finding, frozen=True, kw_only=True, tag="pass_revoked"):
    """The issuer has withdrawn the pass."""


class PassExpired(Finding, frozen=True, kw_only=True, tag="pass_expired"):
    expired_at: datetime


class CodeUnknown(Finding, frozen=True, kw_only=True, tag="code_unknown"):
    """A code that is none of the kinds a resident carries."""


class NotOnList(Finding, frozen=True, kw_only=True, tag="not_on_list"):
    """Nobody on this station's list answers to the code."""


class AlreadyDosedToday(Finding, frozen=True, kw_only=True, tag="already_dosed_today"):
    """`table` is 0 where the dose was not given at a table of this site."""

    at: datetime
    table: int = 0


class AlreadyArrived(Finding, frozen=True, kw_only=True, tag="already_arrived"):
    table: int
    at: datetime


class OtherSite(Finding, frozen=True, kw_only=True, tag="other_site"):
    """The resident is expected elsewhere: `site` is its id, `name` what people call it."""

    site: str
    name: str


class OtherDay(Finding, frozen=True, kw_only=True, tag="other_day"):
    day: date


class NoAppointment(Finding, frozen=True, kw_only=True, tag="no_appointment"):
    """On the list, but without any slot."""


class CourseComplete(Finding, frozen=True, kw_only=True, tag="course_complete"):
    """All doses of the course were given before today."""

    doses: int


class EarlierDoseUnknown(Finding, frozen=True, kw_only=True, tag="earlier_dose_unknown"):
    """Expected for dose `planned`, with only `known` earlier ones on record: ask for the paper."""

    planned: int
    known: int


class TooSoon(Finding, frozen=True, kw_only=True, tag="too_soon"):
    """`earliest` is the first day on which the next dose may be given."""

    earliest: date
    last_dose: date
    minimum_days: int


class ProductNotAllowed(Finding, frozen=True, kw_only=True, tag="product_not_allowed"):
    """`product` may not follow `previous`; with `unavoidable` it may where nothing else is left."""

    product: str
    previous: str
    unavoidable: bool = False


class Age(Finding, frozen=True, kw_only=True, tag="age"):
    """`years` lies outside the product's range; `maximum` is None where it has none."""

    years: int
    minimum: int
    maximum: int | None


class ProductUnknown(Finding, frozen=True, kw_only=True, tag="product_unknown"):
    """No rule of the campaign covers the product on this day."""

    product: str


class LotExpired(Finding, frozen=True, kw_only=True, tag="lot_expired"):
    """`expiry` was the last day on which the lot could be given."""

    expiry: date


class Early(Finding, frozen=True, kw_only=True, tag="early"):
    starts_at: datetime


class Late(Finding, frozen=True, kw_only=True, tag="late"):
    ended_at: datetime


class IdentityMismatch(Finding, frozen=True, kw_only=True, tag="identity_mismatch"):
    """What the code says of `field` differs from the list: "birth", "sex" or "name"."""

    field: str


class ClockNotTrusted(Finding, frozen=True, kw_only=True, tag="clock_not_trusted"):
    """The station does not know the date for certain: intervals are unsure."""


class RosterStale(Finding, frozen=True, kw_only=True, tag="roster_stale"):
    """`as_of` is None where no list was ever received."""

    as_of: datetime | None


class CodeUnsigned(Finding, frozen=True, kw_only=True, tag="code_unsigned"):
    """The code finds a resident and proves nothing: compare the birth date."""


class FoundByHand(Finding, frozen=True, kw_only=True, tag="found_by_hand"):
    """Found by search: compare the birth date."""


AnyFinding = (
    PassForged
    | PassRevoked
    | PassUnknownIssuer
    | PassExpired
    | CodeUnknown
    | AlreadyDosedToday
    | AlreadyArrived
    | OtherSite
    | OtherDay
    | NotOnList
    | NoAppointment
    | CourseComplete
    | LotExpired
    | TooSoon
    | ProductNotAllowed
    | Age
    | ProductUnknown
    | EarlierDoseUnknown
    | Early
    | Late
    | IdentityMismatch
    | ClockNotTrusted
    | RosterStale
    | CodeUnsigned
    | FoundByHand
)
"""The most useful first: of two findings of one level, the one that tells where to go leads."""

_RANK = {kind: rank for rank, kind in enumerate(get_args(AnyFinding))}
_GRAVITY = {Level.NOTE: 0, Level.CHECK: 1, Level.STOP: 2}
_DECISIONS = {Level.NOTE: Decision.GO, Level.CHECK: Decision.CHECK, Level.STOP: Decision.STOP}


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The answer for one resident at one moment: gravest findings first."""

    decision: Decision
    findings: tuple[AnyFinding, ...]

    @classmethod
    def of(cls, findings: list[AnyFinding]) -> "Verdict":
        ordered = sorted(findings, key=lambda found: (-_GRAVITY[found.level], _RANK[type(found)]))
        gravest = ordered[0].level if ordered else Level.NOTE
        return cls(decision=_DECISIONS[gravest], findings=tuple(ordered))

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reason codes of all findings above a note, the most useful first."""
        return tuple(found.reason for found in self.findings if found.level is not Level.NOTE)
