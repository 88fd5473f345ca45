"""A table with both lanes of its sync, on a link to a piped hub that does what a test says."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.domain.events import Dosed, TurnedAway
from sync.calls import StationLink
from sync.client import Reply
from sync.link import Cause, Retry
from sync.outcome import Load, Outcome
from tests.sync.piped_hub import PipedClient, PipedHub
from tests.sync.table import SteadyClock, Table


class Fault(StrEnum):
    NONE = "none"
    REQUEST_LOST = "request lost"
    REQUEST_CUT = "request cut"
    ANSWER_LOST = "answer lost"
    REPEATED = "repeated"
    OVERTAKEN = "overtaken"
    ANSWER_LATE = "answer late"


class LaneName(StrEnum):
    SEND = "send"
    LISTEN = "listen"


LOADS = {LaneName.SEND: Load(events=3), LaneName.LISTEN: Load(items=4)}


class FaultyClient(PipedClient):
    """`fault` is what happens to a call, `meanwhile` what happens while it is on its way."""

    def __init__(self, hub: PipedHub) -> None:
        super().__init__(hub)
        self.fault = Fault.NONE
        self.meanwhile: Callable[[], None] = lambda: None

    def post(
        self, path: str, body: bytes, headers: dict[str, str], wait_s: float = 0
    ) -> Reply | Retry:
        match self.fault:
            case Fault.REQUEST_LOST:
                return Retry(Cause.CUT, "")
            case Fault.REQUEST_CUT:
                return super().post(path, body[: len(body) // 2], headers, wait_s)
            case Fault.ANSWER_LOST:
                super().post(path, body, headers, wait_s)
                return Retry(Cause.CUT, "")
            case Fault.REPEATED:
                super().post(path, body, headers, wait_s)
            case Fault.OVERTAKEN:
                self.meanwhile()
        reply = super().post(path, body, headers, wait_s)
        if self.fault is Fault.ANSWER_LATE:
            self.meanwhile()
        return reply


class FaultyTable(Table):
    """Each lane has a store of its own, so that one can call while the other does."""

    def __init__(self, home: Path, hub: PipedHub) -> None:
        super().__init__(home, SteadyClock(datetime.now(UTC)))
        self._hub = hub
        self._lanes = {name: self._lane() for name in LOADS}
        self.doses: list[Dosed] = []

    def _lane(self) -> tuple[Table, FaultyClient, StationLink]:
        client = FaultyClient(self._hub)
        key = Ed25519PrivateKey.from_private_bytes(self.me.private_key)
        link = StationLink(client, self.me.station, key, datetime.now(UTC))
        return Table(self.home, self.clock), client, link

    def call(
        self,
        lane: LaneName,
        fault: Fault = Fault.NONE,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Outcome:
        """One call of a lane. Whatever becomes of it, it ends without an error."""
        own, client, link = self._lanes[lane]
        client.fault, client.meanwhile = fault, meanwhile
        return own.engine(link).cycle(LOADS[lane])

    def turn_away(self, resident: str) -> TurnedAway:
        return self.store.ledger.append(
            TurnedAway,
            self.clock.read(),
            staff="n1",
            resident=resident,
            code="pass",
            reasons=("too_soon",),
        )

    def knows(self, resident: str) -> tuple[set[str], set[str]]:
        """The doses and the arrivals of a resident, as a verdict at this table would see them."""
        file = self.store.roster.file(resident)
        assert file is not None, "the resident is not on the list"
        return {dose.id for dose in file.doses}, {arrival.id for arrival in file.arrivals}

    def close(self) -> None:
        self.store.close()
        for own, _, _ in self._lanes.values():
            own.store.close()
