"""Any bytes that a decoder hands over, turned into what they are."""

from collections.abc import Callable
from datetime import datetime

from station.codes import citizen_card, enrolment, limits, passes
from station.codes.limits import MalformedError
from station.codes.passes import Keys
from station.domain.code import CitizenCard, Code, UnknownCode


def read(payload: bytes, keys: Keys, revoked: Callable[[str], bool], now: datetime) -> Code:
    """The code in `payload` at `now` (aware); whatever the bytes, an answer with a reason.

    `keys` are the issuers' keys by id, `revoked` tells whether a pass's id was withdrawn.
    """
    if payload.startswith(passes.PREFIX.encode()):
        return passes.verify(payload, keys, revoked, now)
    try:
        return _unsigned(limits.text(payload))
    except MalformedError as malformed:
        return UnknownCode(why=str(malformed))


def _unsigned(text: str) -> CitizenCard:
    if citizen_card.looks_like(text):
        return citizen_card.parse(text)
    if text.startswith(enrolment.PREFIX):
        raise MalformedError("a station's enrolment code, which no resident carries")
    raise MalformedError("none of the kinds of code that residents carry")
