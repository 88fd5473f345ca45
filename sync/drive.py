"""What each lane of the exchange does.

A list of 100,000 never stands before a dose, and a dose never waits for a long poll.
"""

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.clock import SystemClock
from station.store.identity import Enrolled
from station.store.station import StationStore
from sync.calls import StationLink
from sync.client import HubClient
from sync.engine import AnotherStationError, Engine
from sync.lane import Lane
from sync.outcome import Exchanged, Load
from sync.protocol import MAX_WAIT_S
from sync.schedule import Pace, after, rest_s

_POLL_S = 0.1

Drive = Callable[[Engine, StationStore, Lane], None]


def lanes(home: Path, enrolled: Enrolled) -> list[Lane]:
    """The lanes of an enrolled station, not yet started."""
    made = [Lane(_work(home, enrolled, drive)) for drive in (send, listen)]
    for lane in made:
        lane.peers = [peer for peer in made if peer is not lane]
    return made


def open_engine(home: Path, store: StationStore, enrolled: Enrolled) -> tuple[Engine, StationLink]:
    """An engine on `store`, and its link to the hub."""
    clock = SystemClock(store.times)
    key = Ed25519PrivateKey.from_private_bytes(enrolled.private_key)
    client = HubClient(enrolled.hub_url, enrolled.fingerprint)
    link = StationLink(client, enrolled.station, key, clock.read().at)
    return Engine(home, store, link, clock, enrolled), link


def _work(home: Path, enrolled: Enrolled, drive: Drive) -> Callable[[Lane], None]:
    def work(lane: Lane) -> None:
        with StationStore.open(home) as store:
            engine, link = open_engine(home, store, enrolled)
            lane.closes(link.close)
            with suppress(AnotherStationError):  # the process sees it too, and begins anew
                drive(engine, store, lane)

    work.__name__ = drive.__name__
    return work


def send(engine: Engine, store: StationStore, lane: Lane) -> None:
    """Sends as soon as another connection has written something that is to be sent."""
    course = Course(engine, lane)
    while lane.going():
        version = store.data_version()
        if has_work(store):
            course.turn(Load(events=course.pace.size))
            continue
        while lane.going() and store.data_version() == version:
            lane.rest(_POLL_S)


def listen(engine: Engine, _store: StationStore, lane: Lane) -> None:
    """Keeps the list as the hub has it, one long poll after the other.

    The first call, and the one after a failure, does not wait: the status bar does.
    """
    course = Course(engine, lane)
    answered = False
    while lane.going():
        wait_s = MAX_WAIT_S if answered else 0.0
        answered = course.turn(Load(items=course.pace.size, wait_s=wait_s))


def has_work(store: StationStore) -> bool:
    """Whether there is something to send."""
    return store.outbox.backlog() > 0 or bool(store.outbox.resend_batch(1))


class Course:
    """The calls of a lane, one after the other, at the pace that the link allows."""

    def __init__(self, engine: Engine, lane: Lane) -> None:
        self._engine = engine
        self._lane = lane
        self.pace = Pace()

    def turn(self, load: Load) -> bool:
        """One call, and the rest after it; whether the hub answered."""
        outcome = self._engine.cycle(load)
        answered = isinstance(outcome, Exchanged)
        if answered and self.pace.failures:
            for peer in self._lane.peers:
                peer.wake()  # the hub is there again: nobody needs to wait any longer
        self.pace = after(self.pace, outcome)
        self._lane.rest(rest_s(self.pace, load, outcome, random.SystemRandom().uniform))
        return answered
