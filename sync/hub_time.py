"""What a station does with the hub's time."""

from datetime import datetime, timedelta

from station.clock import Clock, Reading
from station.domain.events import ClockSet, ClockTrust
from station.store.station import StationStore

_NEAR_ENOUGH = timedelta(seconds=2)


def learn(store: StationStore, clock: Clock, hub_now: datetime) -> None:
    """Keeps that it is `hub_now`, where the station did not know it or was wrong.

    The first time in a boot it also goes into the ledger, so that the hub can repair the times of
    events that were written before.
    """
    reading = clock.read()
    if reading.trust is ClockTrust.TRUSTED and abs(hub_now - reading.at) <= _NEAR_ENOUGH:
        return
    store.times.clock_known(reading.boot, reading.mono_ms, hub_now)
    if not _is_known_of(store, reading):
        store.ledger.append(ClockSet, reading, true_at=hub_now)


def _is_known_of(store: StationStore, reading: Reading) -> bool:
    return any(event.boot == reading.boot for event in store.ledger.recent(ClockSet, 1))
