"""The sync process: keeps the lanes of the enrolled station going, and ends when one is dead."""

import logging
import threading
from pathlib import Path

from station import notify
from station.store.identity import Enrolled
from station.store.station import StationStore
from sync.drive import lanes
from sync.lane import Lane

_TICK_S = 1.0
_STOP_WITHIN_S = 5.0
_LONGEST_SILENCE_S = 300.0
"""More than the longest call: connecting, a long poll, a slow answer, and all of it twice."""

_log = logging.getLogger("tram.sync")


def run(home: Path, stopping: threading.Event) -> bool:
    """Runs until `stopping`; False where a lane died, whose error is in the log by then."""
    with StationStore.open(home) as store:
        notify.ready()
        healthy = True
        while healthy and not stopping.is_set():
            enrolled = store.identity.get()
            if enrolled is None:
                _tick(stopping)
            else:
                healthy = _serve(home, enrolled, store, stopping)
        notify.stopping()
    return healthy


def _serve(home: Path, enrolled: Enrolled, store: StationStore, stopping: threading.Event) -> bool:
    """Runs the lanes until `stopping`, a new enrolment, or the end of a lane."""
    going = lanes(home, enrolled)
    for lane in going:
        lane.start()
    try:
        while not stopping.is_set() and store.identity.get() == enrolled:
            if not _are_well(going):
                return store.identity.get() != enrolled
            _tick(stopping)
    finally:
        for lane in going:
            lane.stop(_STOP_WITHIN_S)
    return True


def _are_well(going: list[Lane]) -> bool:
    for lane in going:
        if not lane.is_alive() or lane.silent_s() > _LONGEST_SILENCE_S:
            _log.error("lane %s is dead: the process ends, to be started anew", lane.name)
            return False
    return True


def _tick(stopping: threading.Event) -> None:
    notify.alive()
    stopping.wait(_TICK_S)
