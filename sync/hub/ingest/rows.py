"""Events as rows of the hub's tables."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec

from station.domain.events import (
    AnyEvent,
    ClockTrust,
    Corrected,
    Dosed,
)
from station.domain.roster import Arrival, GivenDose
from sync.hub.feed import Change
from sync.hub.ingest.chain import Link
from sync.hub.models import Event, Station

_encoder = msgspec.json.Encoder()


def row_of(event: AnyEvent, link: Link, station: Station, now: datetime) -> Event:
    """The row of an accepted event, as the station wrote it."""
    row = Event(
        id=event.id,
        station_id=station.id,
        seq=link.seq,
        site_id=station.site_id,
        table=station.table,
        kind=event.kind,
        resident=event.resident or "",
        staff=event.staff or "",
        at=event.at,
        day=day_at(event.at, station),
        clock=event.clock.value,
        boot=event.boot,
        mono_ms=event.mono_ms,
        received_at=now,
        hash=link.hash,
        canonical=link.canonical,
    )
    match event:
        case Dosed(product=product, lot=lot, dose_number=number):
            row.product, row.lot, row.dose_number = product, lot, number
        case Corrected(corrects=corrects):
            row.corrects = corrects
    return row


def day_at(at: datetime, station: Station) -> date:
    """The day of `at` by the calendar of the station's site."""
    return at.astimezone(ZoneInfo(station.site.timezone)).date()


def time_of(row: Event) -> datetime:
    """When the event happened, as well as the hub knows."""
    return row.repaired_at or row.at


def clock_is_sure(row: Event) -> bool:
    return row.clock == ClockTrust.TRUSTED or row.repaired_at is not None


def given_dose(row: Event) -> GivenDose:
    """The dose of a `dosed` row."""
    return GivenDose(
        id=row.id,
        resident=row.resident,
        product=row.product,
        dose_number=row.dose_number,
        day=row.day,
        lot=row.lot,
        at=time_of(row),
        site=row.site_id,
        station=row.station_id,
        table=row.table,
    )


def arrival(row: Event) -> Arrival:
    """The arrival of an `arrived` row."""
    return Arrival(
        id=row.id,
        resident=row.resident,
        station=row.station_id,
        table=row.table,
        at=time_of(row),
    )


FEED_KIND = {"dosed": "dose", "arrived": "arrival"}
"""The kinds of events that other tables are told of, and the feed's name for each."""


def change_of(row: Event) -> Change:
    """What the feed says of a dose or an arrival; one that was taken back is gone."""
    thing = given_dose(row) if row.kind == "dosed" else arrival(row)
    return Change(FEED_KIND[row.kind], row.id, _encoder.encode(thing) if row.stands else None)
