"""What a station does with the hub's time."""

from datetime import datetime, timedelta

from station.clock import Clock, Moment, Reading
from station.domain.events import ClockSet, ClockTrust
from station.store.station import StationStore

_NEAR_ENOUGH = timedelta(seconds=2)


def learn(store: StationStore, clock: Clock, hub_now: datetime) -> None:
    """Keeps that it is `hub_now`, where the station did not know it or was wrong.

    It also goes into the ledger, so that the hub can repair the times of events that were written
    before: the first time in a boot, and when the hub itself was put right since.
    """
    reading = clock.read()
    if reading.trust is ClockTrust.TRUSTED and abs(hub_now - reading.at) <= _NEAR_ENOUGH:
        return
    store.times.clock_known(reading.boot, reading.mono_ms, hub_now)
    if not _is_told(store, reading, hub_now):
        store.ledger.append(ClockSet, reading, true_at=hub_now)


def _is_told(store: StationStore, reading: Reading, hub_now: datetime) -> bool:
    for told in store.ledger.recent(ClockSet, 1):
        if told.boot == reading.boot:
            then = Moment(at=told.true_at, boot=told.boot, mono_ms=told.mono_ms)
            return abs(then.carried_to(reading.boot, reading.mono_ms) - hub_now) <= _NEAR_ENOUGH
    return False
