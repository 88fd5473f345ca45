"""The calls of PROTOCOL.md over HTTPS: requests in, answers or failures out."""

import time
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import token, wire
from sync.client import HubClient, Reply
from sync.link import Answered, Cause, Denied, Enrolled, Failure, Retry, Unauthorised
from sync.protocol import (
    ENROL_PATH,
    EXCHANGE_PATH,
    EnrolAnswer,
    EnrolRequest,
    ExchangeAnswer,
    ExchangeRequest,
    Refusal,
    Refused,
)

Message = TypeVar("Message", ExchangeAnswer, EnrolAnswer)


class HubTime:
    """The hub's time, as far as it is known: what it was last, and how long ago that is."""

    def __init__(self, now: datetime) -> None:
        self.learn(now, time.monotonic())

    def learn(self, hub_time: datetime, at_s: float) -> None:
        """The hub's clock showed `hub_time` when the monotonic clock showed `at_s`."""
        self._hub_time = hub_time
        self._at_s = at_s

    def now(self) -> datetime:
        return self._hub_time + timedelta(seconds=time.monotonic() - self._at_s)


class StationLink:
    """A station's link to its hub. `now` is the best guess at the hub's time until a call tells."""

    def __init__(
        self, client: HubClient, station: str, key: Ed25519PrivateKey, now: datetime
    ) -> None:
        self._client = client
        self._station = station
        self._key = key
        self._time = HubTime(now)

    def exchange(self, request: ExchangeRequest) -> Answered | Failure:
        """One exchange; a token that the hub took for too old or too new is mended once."""
        began_s = time.monotonic()
        body, encoding = wire.compress(msgspec.json.encode(request))
        outcome = self._call(body, encoding, request.wait_s)
        if isinstance(outcome, Unauthorised) and outcome.refusal is Refusal.TOKEN:
            outcome = self._call(body, encoding, request.wait_s)
        if not isinstance(outcome, ExchangeAnswer):
            return outcome
        took_s = time.monotonic() - began_s
        return Answered(answer=outcome, hub_now=self._time.now(), took_s=took_s)

    def close(self) -> None:
        self._client.close()

    def _call(self, body: bytes, encoding: str | None, wait_s: float) -> ExchangeAnswer | Failure:
        signed = token.issue(self._station, self._key, body, self._time.now())
        headers = _headers(encoding) | {"Authorization": f"Bearer {signed}"}
        reply = self._client.post(EXCHANGE_PATH, body, headers, wait_s)
        if isinstance(reply, Retry):
            return reply
        message = _message(reply, ExchangeAnswer)
        if isinstance(message, ExchangeAnswer | Refused):
            self._time.learn(message.hub_time, reply.arrived_s)
        return _failure(message) if isinstance(message, Refused) else message


def enrol(client: HubClient, request: EnrolRequest) -> Enrolled | Failure:
    """Makes the station known. The one-time code is the proof, so there is no token."""
    body, encoding = wire.compress(msgspec.json.encode(request))
    reply = client.post(ENROL_PATH, body, _headers(encoding))
    if isinstance(reply, Retry):
        return reply
    match _message(reply, EnrolAnswer):
        case EnrolAnswer() as answer:
            return Enrolled(answer)
        case Refused() as refused:
            return _failure(refused)
        case Retry() as retry:
            return retry


def _headers(encoding: str | None) -> dict[str, str]:
    headers = {"Content-Type": "application/json"}
    return headers | {"Content-Encoding": encoding} if encoding else headers


def _message(reply: Reply, expected: type[Message]) -> Message | Refused | Retry:
    try:
        if reply.status == HTTPStatus.OK:
            return wire.decode(reply.body, expected)
        return wire.decode(reply.body, Refused)
    except wire.BodyError as error:
        return Retry(_cause(reply.status), f"status {reply.status}, {error}")


def _cause(status: int) -> Cause:
    """What a status says where no hub speaks: a portal in between, a proxy, a crash."""
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Cause.TOO_LARGE
    return Cause.HUB_FAILED if status >= HTTPStatus.INTERNAL_SERVER_ERROR else Cause.NOT_A_HUB


def _failure(refused: Refused) -> Failure:
    match refused.refusal:
        case Refusal.TOO_LARGE:
            return Retry(Cause.TOO_LARGE, refused.detail)
        case Refusal.MALFORMED | Refusal.VERSION:
            return Denied(refused.refusal, refused.detail)
        case Refusal.TOKEN | Refusal.UNKNOWN_STATION | Refusal.REVOKED | Refusal.ENROLMENT_CODE:
            return Unauthorised(refused.refusal, refused.detail)
