"""The work of a station's call, as far as it needs the database: run in a thread each."""

from datetime import UTC, datetime
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync import token, wire
from sync.hub.enrolment import enrol
from sync.hub.exchange import Exchanged, answer, exchange
from sync.hub.feed import Page
from sync.hub.models import FeedHead, Station
from sync.hub.refused import RefusalError
from sync.protocol import EnrolAnswer, EnrolRequest, ExchangeAnswer, ExchangeRequest, Refusal

Message = TypeVar("Message")


class Call(msgspec.Struct, frozen=True):
    """What the hub reads of an HTTP request."""

    authorization: str
    encoding: str
    body: bytes


def call_exchange(call: Call) -> Exchanged:
    """Who calls is known before the body is even looked into. Raises RefusalError."""
    now = datetime.now(UTC)
    station = _caller(call, now)
    return exchange(station, _message(call, ExchangeRequest), now)


def answered(exchanged: Exchanged, page: Page | None) -> ExchangeAnswer:
    return answer(exchanged, page, datetime.now(UTC))


def call_enrol(call: Call) -> EnrolAnswer:
    return enrol(_message(call, EnrolRequest), datetime.now(UTC))


def heads() -> dict[str, int]:
    """The head of each site's feed."""
    return dict(FeedHead.objects.values_list("site_id", "revision"))


def _caller(call: Call, now: datetime) -> Station:
    try:
        name = token.verify(call.authorization.removeprefix("Bearer "), call.body, now, _key_of)
    except token.TokenError as error:
        raise RefusalError(Refusal.TOKEN, str(error)) from error
    return Station.objects.get(pk=name)


def _key_of(station: str) -> Ed25519PublicKey:
    keys = Station.objects.filter(pk=station).values_list("public_key", flat=True)
    key = next(iter(keys), None)
    if key is None:
        raise RefusalError(Refusal.UNKNOWN_STATION, "no such station is known: enrol it again")
    return Ed25519PublicKey.from_public_bytes(bytes(key))


def _message(call: Call, kind: type[Message]) -> Message:
    try:
        return wire.decode(wire.decompress(call.body, call.encoding), kind)
    except wire.BodyTooLargeError as error:
        raise RefusalError(Refusal.TOO_LARGE, str(error)) from error
    except wire.BodyError as error:
        raise RefusalError(Refusal.MALFORMED, str(error)) from error
