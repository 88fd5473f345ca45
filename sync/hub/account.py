"""What the hub holds of a site, counted: for the end of a day, and for checks on ourselves."""

from collections.abc import Iterator
from datetime import date

import msgspec
from django.db.models import Count

from sync.hub.models import Event, ForkedEvent, ParkedEvent, ReviewItem, Site, Station
from sync.hub.reviews import ReviewKind


class StationAccount(msgspec.Struct, frozen=True, kw_only=True):
    """`last_seq` is how far the hub holds the ledger; no number up to it is missing."""

    station: str
    table: int
    last_seq: int
    events: int
    parked: int
    forked: int


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """`doses` are those that stand; `taken_back` were corrected.

    `duplicates` counts events beyond the first under one (station, seq) or one id, looked for in
    all that is stored. `two_doses` are residents dosed twice on a day, part of `to_review`.
    """

    site: str
    day: date | None
    events: int
    doses: int
    taken_back: int
    arrived: int
    turned_away: int
    parked: int
    forked: int
    duplicates: int
    two_doses: int
    to_review: int
    stations: list[StationAccount]


class HeldEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the hub lists it."""

    event: str
    station: str
    seq: int
    kind: str
    stands: bool


def account_of(site: Site, day: date | None) -> Account:
    """The account of a site; of one day's events and reviews where `day` is given."""
    on_day = {"day": day} if day else {}
    events = Event.objects.filter(site=site, **on_day)
    doses = events.filter(kind="dosed")
    reviews = ReviewItem.objects.filter(site=site, settled_at=None, **on_day)
    stations = [_station(row) for row in Station.objects.filter(site=site).order_by("table", "pk")]
    return Account(
        site=site.id,
        day=day,
        events=events.count(),
        doses=doses.filter(stands=True).count(),
        taken_back=doses.filter(stands=False).count(),
        arrived=events.filter(kind="arrived").count(),
        turned_away=events.filter(kind="turned_away").count(),
        parked=sum(each.parked for each in stations),
        forked=sum(each.forked for each in stations),
        duplicates=_duplicates(site),
        two_doses=reviews.filter(kind=ReviewKind.TWO_DOSES).count(),
        to_review=reviews.count(),
        stations=stations,
    )


def held_events(site: Site, day: date | None) -> Iterator[HeldEvent]:
    """The events of a site, by station and number."""
    on_day = {"day": day} if day else {}
    rows = Event.objects.filter(site=site, **on_day).order_by("station", "seq")
    for event, station, seq, kind, stands in rows.values_list(
        "pk", "station_id", "seq", "kind", "stands"
    ).iterator():
        yield HeldEvent(event=event, station=station, seq=seq, kind=kind, stands=stands)


def _station(row: Station) -> StationAccount:
    return StationAccount(
        station=row.id,
        table=row.table,
        last_seq=row.tip_seq,
        events=Event.objects.filter(station=row).count(),
        parked=ParkedEvent.objects.filter(station=row, settled_at=None).count(),
        forked=ForkedEvent.objects.filter(station=row).count(),
    )


def _duplicates(site: Site) -> int:
    """Counted in what is stored, although its keys forbid them; a parked event counts as well."""
    events = Event.objects.filter(site=site)
    ids, places = (
        events.order_by().values(*key).annotate(times=Count("*")).filter(times__gt=1)
        for key in (("pk",), ("station", "seq"))
    )
    twice: int = sum(group["times"] - 1 for groups in (ids, places) for group in groups)
    parked = ParkedEvent.objects.filter(station__site=site, settled_at=None)
    return twice + sum(events.filter(station=p.station, seq=p.seq).exists() for p in parked)
