"""Times that a station wrote while it did not know the time, put right once it did."""

from collections.abc import Iterable, Sequence

from station.domain.events import AnyEvent, ClockSet, ClockTrust, decode, repaired
from sync.hub.ingest.rows import day_at
from sync.hub.models import Event, Station

UNSURE = ClockTrust.UNSURE.value


def repair_new(station: Station, rows: Sequence[Event], events: Iterable[AnyEvent]) -> None:
    """Repairs those of the new `rows` whose boot's true time is known, or told by `events`."""
    unsure = [row for row in rows if row.clock == UNSURE]
    if not unsure:
        return
    boots = {row.boot for row in unsure}
    known = _known_before(station, boots) | _clocks_set(events)
    for row in unsure:
        if row.boot in known:
            _repair(row, known[row.boot], station)


def repair_old(station: Station, events: Iterable[AnyEvent]) -> list[Event]:
    """Repairs events that the hub held before the `clock_set` among `events` came; returns them."""
    known = _clocks_set(events)
    if not known:
        return []
    rows = list(
        Event.objects.filter(
            station=station, boot__in=known, clock=UNSURE, repaired_at=None
        ).order_by("seq")
    )
    for row in rows:
        _repair(row, known[row.boot], station)
    Event.objects.bulk_update(rows, ["repaired_at", "day"], batch_size=200)
    return rows


def _clocks_set(events: Iterable[AnyEvent]) -> dict[str, ClockSet]:
    return {event.boot: event for event in events if isinstance(event, ClockSet)}


def _known_before(station: Station, boots: set[str]) -> dict[str, ClockSet]:
    rows = Event.objects.filter(station=station, boot__in=boots, kind="clock_set")
    return _clocks_set(decode(bytes(row.canonical)) for row in rows)


def _repair(row: Event, known: ClockSet, station: Station) -> None:
    true_at = repaired(decode(bytes(row.canonical)), known)
    if true_at is None:
        return
    row.repaired_at = true_at
    row.day = day_at(true_at, station)
