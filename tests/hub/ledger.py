"""A station as the hub sees it: a ledger, a key, and calls over real HTTPS."""

from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import uuid4

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from uuid6 import uuid7

from station.codes import enrolment
from station.domain.events import ROOT_HASH, ClockTrust, Dosed, Event, chain, encode
from sync import token, wire
from sync.client import HubClient, Reply
from sync.protocol import (
    ENROL_PATH,
    EXCHANGE_PATH,
    VERSION,
    EnrolAnswer,
    EnrolRequest,
    ExchangeAnswer,
    ExchangeRequest,
    FeedItem,
    Health,
    Point,
    Refused,
    SentEvent,
    signed_head,
)

START = Point(0, ROOT_HASH)
HEALTH = Health(version="test", backlog=0, clock_trusted=True)
_Event = TypeVar("_Event", bound=Event)


class Ledger:
    """Events of one station with their chain; `write` and `write_bytes` append."""

    def __init__(self, station: str) -> None:
        self.station = station
        self.bodies: list[bytes] = []
        self.points = [START]

    @property
    def head(self) -> Point:
        return self.points[-1]

    def write(self, kind: type[_Event], **fields: Any) -> _Event:
        """Appends an event of `kind`; the clock is right unless `fields` say otherwise."""
        given: dict[str, Any] = {
            "id": str(uuid7()),
            "station": self.station,
            "seq": self.head.seq + 1,
            "at": datetime.now(UTC).replace(microsecond=0),
            "boot": "b0b0b0b0",
            "mono_ms": 1000 * (self.head.seq + 1),
            "clock": ClockTrust.TRUSTED,
        }
        event = kind(**(given | fields))
        self.write_bytes(encode(event))  # type: ignore[arg-type]  # any kind is one of AnyEvent
        return event

    def write_bytes(self, canonical: bytes) -> None:
        self.bodies.append(canonical)
        self.points.append(Point(self.head.seq + 1, chain(self.head.hash, canonical)))

    def sent(self, after: int = 0, until: int | None = None) -> list[SentEvent]:
        """The events after number `after`, as they travel."""
        bodies = self.bodies[after:until]
        return [
            SentEvent(seq, wire.event_to_wire(body)) for seq, body in enumerate(bodies, after + 1)
        ]

    def copy(self) -> "Ledger":
        """As a card is cloned, or a backup restored."""
        twin = Ledger(self.station)
        twin.bodies, twin.points = list(self.bodies), list(self.points)
        return twin


class Caller:
    """An enrolled station. `exchange` returns what the hub answers, or how it refuses."""

    def __init__(self, url: str, fingerprint: str, enrolled: EnrolAnswer, key: Ed25519PrivateKey):
        self.enrolled = enrolled
        self.id = enrolled.station
        self.key = key
        self.client = HubClient(url, fingerprint)
        self.cursor: str | None = None

    def exchange(self, request: ExchangeRequest) -> ExchangeAnswer | Refused:
        return self.post(msgspec.json.encode(request), ExchangeAnswer, wait_s=request.wait_s)

    def post(
        self, body: bytes, kind: type[ExchangeAnswer], wait_s: float = 0
    ) -> ExchangeAnswer | Refused:
        sent, encoding = wire.compress(body)
        bearer = token.issue(self.id, self.key, sent, datetime.now(UTC))
        headers = {"Authorization": f"Bearer {bearer}"}
        if encoding:
            headers["Content-Encoding"] = encoding
        return _read(self.client.post(EXCHANGE_PATH, sent, headers, wait_s), kind)

    def request(
        self, ledger: Ledger, after: Point = START, until: int | None = None, **fields: Any
    ) -> ExchangeRequest:
        """A request with what `ledger` has after `after`, up to number `until`."""
        events = ledger.sent(after.seq, until)
        head = ledger.points[events[-1].seq] if events else after
        given: dict[str, Any] = {
            "version": VERSION,
            "after": after,
            "head": head,
            "signature": self.key.sign(signed_head(self.id, head)),
            "health": HEALTH,
            "events": events,
            "cursor": self.cursor,
        }
        return ExchangeRequest(**(given | fields))

    def push(self, ledger: Ledger, after: Point = START, **fields: Any) -> ExchangeAnswer:
        """Sends what `ledger` has after `after`; the hub must take it."""
        answer = self.exchange(self.request(ledger, after, **fields))
        assert isinstance(answer, ExchangeAnswer), answer
        return answer

    def pull(self, **fields: Any) -> ExchangeAnswer:
        """Follows the feed one call on."""
        answer = self.push(Ledger(self.id), **fields)
        self.cursor = answer.cursor
        return answer

    def pull_all(self) -> dict[tuple[str, str], bytes | None]:
        """Follows the feed to its end; what was told, by kind and id."""
        told: dict[tuple[str, str], bytes | None] = {}
        more = True
        while more:
            answer = self.pull()
            told |= {(i.kind, i.id): _thing(i) for i in answer.items}
            more = answer.more
        return told


def enrol(text: str) -> Caller:
    """Enrols a station with the text that `tram-hub station add` printed."""
    code = enrolment.read(text.strip())
    key = Ed25519PrivateKey.generate()
    request = EnrolRequest(
        version=VERSION, code=code.code, public_key=key.public_key().public_bytes_raw()
    )
    answer = _read(
        HubClient(code.url, code.fingerprint).post(ENROL_PATH, msgspec.json.encode(request), {}),
        EnrolAnswer,
    )
    assert isinstance(answer, EnrolAnswer), answer
    return Caller(code.url, code.fingerprint, answer, key)


def _thing(item: FeedItem) -> bytes | None:
    """A thing that was removed comes as null."""
    body = bytes(item.body or b"null")
    return None if body == b"null" else body


_Answer = TypeVar("_Answer")


def _read(reply: object, kind: type[_Answer]) -> _Answer | Refused:
    assert isinstance(reply, Reply), reply
    if reply.status == 200:
        return msgspec.json.decode(reply.body, type=kind)
    return msgspec.json.decode(reply.body, type=Refused)


def dose(ledger: Ledger, resident: str | None = None, **fields: Any) -> Dosed:
    """Appends a dose of AstraZeneca for `resident`, or for somebody nobody knows."""
    given: dict[str, Any] = {
        "resident": resident or str(uuid4()),
        "staff": "n1",
        "product": "astrazeneca",
        "lot": "ABV1234",
        "dose_number": 1,
    }
    return ledger.write(Dosed, **(given | fields))
