"""Events as rows of the hub's tables."""

from datetime import date, datetime
from operator import attrgetter
from typing import Any
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


DOSE_COLUMNS = (
    *("id", "resident", "product", "dose_number", "day", "lot"),
    *("site_id", "station_id", "table", "at", "repaired_at"),
)
ARRIVAL_COLUMNS = ("id", "resident", "station_id", "table", "at", "repaired_at")
"""What a dose and an arrival are made of; read without the rest, they come four times as fast."""


def given_dose(columns: tuple[Any, ...]) -> GivenDose:
    """The dose of the DOSE_COLUMNS of a `dosed` row."""
    name, resident, product, number, day, lot, site, station, table, at, repaired_at = columns
    return GivenDose(
        id=name,
        resident=resident,
        product=product,
        dose_number=number,
        day=day,
        lot=lot,
        at=repaired_at or at,
        site=site,
        station=station,
        table=table,
    )


def arrival(columns: tuple[Any, ...]) -> Arrival:
    """The arrival of the ARRIVAL_COLUMNS of an `arrived` row."""
    name, resident, station, table, at, repaired_at = columns
    return Arrival(id=name, resident=resident, station=station, table=table, at=repaired_at or at)


_dose_columns = attrgetter(*DOSE_COLUMNS)
_arrival_columns = attrgetter(*ARRIVAL_COLUMNS)


FEED_KIND = {"dosed": "dose", "arrived": "arrival"}
"""The kinds of events that other tables are told of, and the feed's name for each."""


def change_of(row: Event) -> Change:
    """What the feed says of a dose or an arrival; one that was taken back is gone."""
    if not row.stands:
        return Change(FEED_KIND[row.kind], row.id, None)
    if row.kind == "dosed":
        return Change("dose", row.id, _encoder.encode(given_dose(_dose_columns(row))))
    return Change("arrival", row.id, _encoder.encode(arrival(_arrival_columns(row))))
