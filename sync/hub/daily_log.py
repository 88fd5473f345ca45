"""A day at a site: what was given, who was turned away, what needs a look; in its own time."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from station.domain.events import AnyEvent, TurnedAway, decode
from station.domain.vaccines import Campaign
from sync.hub.ingest.rows import clock_is_sure, time_of
from sync.hub.models import Event, ParkedEvent, Resident, ReviewItem, Site, Staff


class Person(msgspec.Struct, frozen=True):
    """A resident as the log names them; nothing is known of one who is not on the list."""

    id: str
    name: str = ""
    birth_year: int | None = None


class DoseLine(msgspec.Struct, frozen=True, kw_only=True):
    """A dose; `stands` is False where it was taken back, `sure` where its time is known."""

    event: str
    at: datetime
    sure: bool
    table: int
    person: Person
    product: str
    lot: str
    dose_number: int
    staff: str
    stands: bool


class TurnedAwayLine(msgspec.Struct, frozen=True, kw_only=True):
    event: str
    at: datetime
    sure: bool
    table: int
    person: Person
    reasons: tuple[str, ...]
    staff: str


class ReviewLine(msgspec.Struct, frozen=True, kw_only=True):
    """`doses` are the resident's of the day, `station` is set where it is about a whole ledger."""

    kind: str
    person: Person
    reasons: tuple[str, ...]
    station: str
    doses: list[DoseLine]


class ParkedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A parked event has no day that can be trusted: all of a site's are in each of its logs."""

    table: int
    seq: int
    reason: str
    detail: str


class Total(msgspec.Struct, frozen=True):
    name: str
    doses: int


class DailyLog(msgspec.Struct, frozen=True, kw_only=True):
    """Totals count the doses that stand; `doses` lists all, in the order of time."""

    site: str
    site_name: str
    day: date
    doses: list[DoseLine]
    turned_away: list[TurnedAwayLine]
    to_review: list[ReviewLine]
    parked: list[ParkedLine]

    @property
    def standing(self) -> list[DoseLine]:
        return [dose for dose in self.doses if dose.stands]

    @property
    def taken_back(self) -> int:
        return len(self.doses) - len(self.standing)

    @property
    def by_product(self) -> list[Total]:
        return self._totals(lambda dose: dose.product)

    @property
    def by_lot(self) -> list[Total]:
        return self._totals(lambda dose: f"{dose.lot} · {dose.product}")

    @property
    def by_hour(self) -> list[Total]:
        return self._totals(lambda dose: f"{dose.at:%H}:00")

    @property
    def by_table(self) -> list[Total]:
        return self._totals(lambda dose: str(dose.table))

    def _totals(self, key: Callable[[DoseLine], str]) -> list[Total]:
        counted = Counter(map(key, self.standing))
        return [Total(name, doses) for name, doses in sorted(counted.items())]


def daily_log(site: Site, day: date) -> DailyLog:
    """The log of `day` by the site's calendar."""
    rows = _events_of(site, day)
    reviews = list(ReviewItem.objects.filter(site=site, day=day, settled_at=None).order_by("pk"))
    residents = {row.resident for row in rows} | {item.resident for item in reviews}
    names = _Names.of(site, residents)
    doses = [_dose(row, names) for row in rows if row.kind == "dosed"]
    return DailyLog(
        site=site.id,
        site_name=site.name,
        day=day,
        doses=doses,
        turned_away=[_turned_away(row, names) for row in rows if row.kind == "turned_away"],
        to_review=[_review(item, names, doses) for item in reviews],
        parked=_parked(site),
    )


def _events_of(site: Site, day: date) -> list[Event]:
    rows = Event.objects.filter(site=site, day=day, kind__in=("dosed", "turned_away"))
    return sorted(rows, key=lambda row: (time_of(row), row.pk))


class _Names(msgspec.Struct, frozen=True):
    """What the log calls people, products and staff, and the zone that it tells times in."""

    people: Mapping[str, Person]
    products: Mapping[str, str]
    staff: Mapping[str, str]
    zone: ZoneInfo

    @classmethod
    def of(cls, site: Site, residents: Collection[str]) -> "_Names":
        campaign = msgspec.json.decode(bytes(site.campaign), type=Campaign)
        people = Resident.objects.filter(pk__in=residents)
        return cls(
            people={row.id: Person(row.id, row.name, row.birth_year) for row in people},
            products={product.id: product.name for product in campaign.products},
            staff=dict(Staff.objects.filter(site=site).values_list("badge", "name")),
            zone=ZoneInfo(site.timezone),
        )

    def person(self, resident: str) -> Person:
        return self.people.get(resident) or Person(resident)


def _dose(row: Event, names: _Names) -> DoseLine:
    return DoseLine(
        event=row.id,
        at=time_of(row).astimezone(names.zone),
        sure=clock_is_sure(row),
        table=row.table,
        person=names.person(row.resident),
        product=names.products.get(row.product, row.product),
        lot=row.lot,
        dose_number=row.dose_number,
        staff=names.staff.get(row.staff, row.staff),
        stands=row.stands,
    )


def _turned_away(row: Event, names: _Names) -> TurnedAwayLine:
    return TurnedAwayLine(
        event=row.id,
        sure=clock_is_sure(row),
        at=time_of(row).astimezone(names.zone),
        table=row.table,
        person=names.person(row.resident),
        reasons=_reasons(decode(bytes(row.canonical))),
        staff=names.staff.get(row.staff, row.staff),
    )


def _reasons(event: AnyEvent) -> tuple[str, ...]:
    return event.reasons if isinstance(event, TurnedAway) else ()


def _review(item: ReviewItem, names: _Names, doses: list[DoseLine]) -> ReviewLine:
    return ReviewLine(
        kind=item.kind,
        person=names.person(item.resident),
        reasons=tuple(item.about.get("reasons", ())),
        station=item.about.get("station", ""),
        doses=[dose for dose in doses if item.resident and dose.person.id == item.resident],
    )


def _parked(site: Site) -> list[ParkedLine]:
    rows = ParkedEvent.objects.filter(station__site=site, settled_at=None)
    return [
        ParkedLine(table=row.station.table, seq=row.seq, reason=row.reason, detail=row.detail)
        for row in rows.select_related("station").order_by("station", "seq")
    ]
