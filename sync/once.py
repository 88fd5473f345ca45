"""One whole exchange: everything sent, everything fetched, or the reason why not."""

import random
import time
from pathlib import Path

import msgspec

from station.store.station import StationStore
from sync.drive import open_engine
from sync.link import Retry
from sync.outcome import Exchanged, Load, Outcome
from sync.schedule import Pace, after, rest_s

_TRIES = 3


class Summary(msgspec.Struct, frozen=True):
    """What went each way. `broke_off` is the outcome that ended it early."""

    sent: int = 0
    received: int = 0
    broke_off: Outcome | None = None


def exchange_once(home: Path) -> Summary:
    """Calls until a call brings nothing in either direction, or until there is no use in more.

    Raises NotEnrolledError, or another StoreError.
    """
    with StationStore.open(home) as store:
        engine, _ = open_engine(home, store, store.identity.require())
        pace, summary = Pace(), Summary()
        while True:
            load = Load(events=pace.size, items=pace.size)
            outcome = engine.cycle(load)
            pace = after(pace, outcome)
            match outcome:
                case Exchanged(sent=0, received=0):
                    return summary
                case Exchanged(sent=sent, received=received):
                    summary = Summary(summary.sent + sent, summary.received + received)
                case Retry() if pace.failures < _TRIES:
                    time.sleep(rest_s(pace, load, outcome, random.SystemRandom().uniform))
                case _:
                    return msgspec.structs.replace(summary, broke_off=outcome)
