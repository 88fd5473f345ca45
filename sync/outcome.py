"""How much a call carries, and how it ended for the station."""

import msgspec

from sync.link import Failure


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """The most that a call carries: `events` up, feed `items` down, and how long it may wait."""

    events: int = 0
    items: int = 0
    wait_s: float = 0.0


class Exchanged(msgspec.Struct, frozen=True, kw_only=True):
    """A call that was answered, with the answer settled in the store."""

    sent: int
    received: int
    more: bool = False
    took_s: float = 0.0


Outcome = Exchanged | Failure
