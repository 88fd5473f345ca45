"""Whether the hub can use an event, and if not, why."""

import re
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from station.domain.events import AnyEvent, ClockSet, Corrected, Dosed, Registered, decode
from station.domain.people import Resident
from sync import wire
from sync.hub.models.columns import CODE_LENGTH

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)
_LONGEST_UPTIME_MS = 10**12
_MOST_DOSES = 99
_BIRTH_YEARS = range(1860, 2200)
_LONGEST_CITIZEN_ID = 12


class ParkingReason(StrEnum):
    """Why an event is kept aside. `UNREADABLE` may pass after an update of the hub."""

    UNREADABLE = "unreadable"
    INVALID = "invalid"
    WRONG_STATION = "wrong_station"
    WRONG_SEQ = "wrong_seq"
    DUPLICATE_ID = "duplicate_id"
    DAMAGED = "damaged"


class Unusable(msgspec.Struct, frozen=True):
    """`detail` says which field is wrong; it never quotes a resident."""

    reason: ParkingReason
    detail: str


def body_bytes(body: msgspec.Raw) -> bytes:
    """The bytes as the station holds them; what no station sends stays as it came, to be parked."""
    try:
        return wire.event_from_wire(body)
    except wire.BodyError:
        return bytes(body)


def examine(station: str, seq: int, canonical: bytes) -> AnyEvent | Unusable:
    """The event in `canonical`, which should be number `seq` of the ledger of `station`."""
    try:
        event = decode(canonical)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Unusable(ParkingReason.UNREADABLE, str(error))
    if event.station != station:
        return Unusable(ParkingReason.WRONG_STATION, "the event names another station")
    if event.seq != seq:
        return Unusable(ParkingReason.WRONG_SEQ, f"the event names itself number {event.seq}")
    wrong = _wrong_field(event, canonical)
    return Unusable(ParkingReason.INVALID, wrong) if wrong else event


def _wrong_field(event: AnyEvent, canonical: bytes) -> str | None:
    if b"\\u0000" in canonical:
        return "a text holds the character U+0000"
    if not _UUID.fullmatch(event.id):
        return "id is no UUID in lower case"
    if not _is_time(event.at):
        return "at is no time with a zone between 1970 and 2200"
    if not 0 <= event.mono_ms <= _LONGEST_UPTIME_MS:
        return "mono_ms is no time since a boot"
    if any(len(text) > CODE_LENGTH for text in _codes(event)):
        return f"a code is longer than {CODE_LENGTH} characters"
    return _wrong_in_kind(event)


def _fits_the_list(person: Resident) -> bool:
    number = person.citizen_id or ""
    return person.birth_year in _BIRTH_YEARS and len(number) <= _LONGEST_CITIZEN_ID


def _is_time(at: datetime) -> bool:
    return at.tzinfo is not None and _EARLIEST <= at < _LATEST


def _codes(event: AnyEvent) -> tuple[str, ...]:
    common = (event.boot, event.staff or "", event.resident or "")
    match event:
        case Dosed(product=product, lot=lot):
            return (*common, product, lot)
        case Corrected(corrects=corrects):
            return (*common, corrects)
        case Registered(person=person):
            return (*common, person.id, person.phone or "", person.citizen_id or "")
    return common


def _wrong_in_kind(event: AnyEvent) -> str | None:
    match event:
        case Registered(person=person) if not _fits_the_list(person):
            return "the person's birth year or citizen id is none"
        case Dosed(resident=None):
            return "a dose names no resident"
        case Dosed(dose_number=number) if not 1 <= number <= _MOST_DOSES:
            return f"dose_number is {number}"
        case ClockSet(true_at=true_at) if not _is_time(true_at):
            return "true_at is no time with a zone between 1970 and 2200"
    return None
