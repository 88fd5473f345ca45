"""The link to a hub as the engine sees it: a call is answered, or fails in one of three ways."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from sync.protocol import EnrolAnswer, ExchangeAnswer, ExchangeRequest, Refusal


class Cause(StrEnum):
    """Why a call got no answer that counts."""

    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed_out"
    CUT = "cut"
    WRONG_CERTIFICATE = "wrong_certificate"
    NOT_A_HUB = "not_a_hub"
    HUB_FAILED = "hub_failed"
    TOO_LARGE = "too_large"
    NOTHING_TAKEN = "nothing_taken"
    CLOSED = "closed"


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """`hub_now` is the hub's time at the moment that this was made; `took_s` the whole call."""

    answer: ExchangeAnswer
    hub_now: datetime
    took_s: float


class Enrolled(msgspec.Struct, frozen=True):
    answer: EnrolAnswer


class Retry(msgspec.Struct, frozen=True):
    """Nothing is known to be wrong with the request: the same again, later, is right."""

    cause: Cause
    detail: str


class Denied(msgspec.Struct, frozen=True):
    """The hub does not understand this station: one of the two needs an update."""

    refusal: Refusal
    detail: str


class Unauthorised(msgspec.Struct, frozen=True):
    """The hub understands, and takes no such call from this station."""

    refusal: Refusal
    detail: str


Failure = Retry | Denied | Unauthorised


class HubLink(Protocol):
    """One caller's way to the hub. Not to be shared between threads, but for `close`."""

    def exchange(self, request: ExchangeRequest) -> Answered | Failure:
        """One call, over in a bounded time. Never raises for what a network or a hub may do."""
        ...

    def close(self) -> None:
        """Ends a call that is under way, from any thread."""
        ...
