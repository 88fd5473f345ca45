"""What a pass claims, as a CWT claims set (RFC 8392) with integer keys, and back."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta, field

from station.codes import cbor, limits
from station.codes.limits import MalformedError
from station.domain.code import Pass

Seconds = Annotated[int, Meta(ge=0, le=4_102_444_800)]
"""Seconds since 1970 in UTC, to the end of 2099."""

Days = Annotated[int, Meta(ge=-40_000, le=47_481)]
"""Days since 1970-01-01 (as in RFC 8943), from 1860 to the end of 2099."""

_EPOCH = date(1970, 1, 1)
_MINUTE = timedelta(minutes=1)


class _Slot(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """`day` by the site's calendar; minutes from 00:00 UTC of that day, which may be negative."""

    day: Days
    start_minutes: Annotated[int, Meta(ge=-1440, le=2880)]
    length_minutes: Annotated[int, Meta(ge=1, le=1440)]


class _Appointment(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """The private claim. `birth_year` stands where the date of birth is not known.

    A resident's id that is a UUID travels in `resident_uuid`: 21 bytes fewer, a QR version smaller.
    """

    resident: str | None = field(name="1", default=None)
    resident_uuid: Annotated[bytes, Meta(min_length=16, max_length=16)] | None = field(
        name="8", default=None
    )
    name: str = field(name="2")
    birth_date: Days | None = field(name="3", default=None)
    birth_year: Annotated[int, Meta(ge=1860, le=2099)] | None = field(name="4", default=None)
    site: str = field(name="5")
    slot: _Slot = field(name="6")
    dose_number: Annotated[int, Meta(ge=1, le=9)] = field(name="7")


class _ClaimsSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """iss, exp, iat, cti, and the appointment under a key from the range for private use."""

    issuer: str = field(name="1")
    expires_at: Seconds = field(name="4")
    issued_at: Seconds = field(name="6")
    id: Annotated[bytes, Meta(min_length=8, max_length=16)] = field(name="7")
    appointment: _Appointment = field(name="-65537")


def encode(claims: Pass, issuer: str) -> bytes:
    """The claims set that `issuer` signs. Raises ValueError for claims that would not decode."""
    claims_set = _ClaimsSet(
        issuer=issuer,
        expires_at=int(claims.expires_at.timestamp()),
        issued_at=int(claims.issued_at.timestamp()),
        id=bytes.fromhex(claims.id),
        appointment=_appointment(claims),
    )
    wire = _with_int_keys(msgspec.to_builtins(claims_set, builtin_types=(bytes,)))
    encoded = cbor.dump(wire)
    if decode(encoded, claims.key) != (claims, issuer):
        raise ValueError("a pass holds times in UTC, whole seconds, and whole minutes for the slot")
    return encoded


def decode(encoded: bytes, key: str) -> tuple[Pass, str]:
    """The claims, said to be signed under `key`, and the issuer's name. Raises MalformedError."""
    try:
        wire = _with_text_keys(cbor.load(encoded))
        claims_set = msgspec.convert(wire, _ClaimsSet, builtin_types=(bytes,))
    except msgspec.ValidationError as error:
        raise MalformedError(f"claims: {error}") from None
    if claims_set.expires_at <= claims_set.issued_at:
        raise MalformedError("claims: expires before it was issued")
    return _pass(claims_set, key), limits.identifier(claims_set.issuer)


def _appointment(claims: Pass) -> _Appointment:
    packed = _packed(claims.resident)
    return _Appointment(
        resident=None if packed else claims.resident,
        resident_uuid=packed,
        name=claims.name,
        birth_date=_days(claims.birth_date) if claims.birth_date else None,
        birth_year=None if claims.birth_date else claims.birth_year,
        site=claims.site,
        slot=_Slot(
            day=_days(claims.day),
            start_minutes=(claims.starts_at - _midnight(claims.day)) // _MINUTE,
            length_minutes=(claims.ends_at - claims.starts_at) // _MINUTE,
        ),
        dose_number=claims.dose_number,
    )


def _pass(claims_set: _ClaimsSet, key: str) -> Pass:
    appointment = claims_set.appointment
    day = _date(appointment.slot.day)
    starts_at = _midnight(day) + appointment.slot.start_minutes * _MINUTE
    birth_date, birth_year = _birth(appointment)
    return Pass(
        id=claims_set.id.hex(),
        key=key,
        issued_at=datetime.fromtimestamp(claims_set.issued_at, UTC),
        expires_at=datetime.fromtimestamp(claims_set.expires_at, UTC),
        resident=_resident(appointment),
        name=limits.name(appointment.name),
        birth_year=birth_year,
        birth_date=birth_date,
        site=limits.identifier(appointment.site),
        day=day,
        starts_at=starts_at,
        ends_at=starts_at + appointment.slot.length_minutes * _MINUTE,
        dose_number=appointment.dose_number,
    )


def _packed(identifier: str) -> bytes | None:
    try:
        packed = uuid.UUID(identifier)
    except ValueError:
        return None
    return packed.bytes if str(packed) == identifier else None


def _resident(appointment: _Appointment) -> str:
    match appointment.resident, appointment.resident_uuid:
        case str(identifier), None if _packed(identifier) is None:
            return limits.identifier(identifier)
        case None, bytes(packed):
            return str(uuid.UUID(bytes=packed))
    raise MalformedError("claims: the resident's id is missing, or not in its only form")


def _birth(appointment: _Appointment) -> tuple[date | None, int]:
    match appointment.birth_date, appointment.birth_year:
        case int(days), None:
            return _date(days), _date(days).year
        case None, int(year):
            return None, year
    raise MalformedError("claims: neither or both of birth date and birth year")


def _with_int_keys(value: object) -> object:
    if isinstance(value, dict):
        return {int(key): _with_int_keys(item) for key, item in value.items()}
    return value


def _with_text_keys(value: object) -> object:
    """As msgspec wants them. A text is no key of ours, and might be a name that an error tells."""
    if not isinstance(value, dict):
        return value
    if not all(isinstance(key, int) for key in value):
        raise MalformedError("claims: a key that is no integer")
    return {str(key): _with_text_keys(item) for key, item in value.items()}


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _date(days: int) -> date:
    return _EPOCH + timedelta(days)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), UTC)
