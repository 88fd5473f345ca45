"""What a code in a resident's hand says, once its bytes are read."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from station.domain.people import Sex


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """A signed appointment pass: `id` is the issuer's number for it (hex), times in UTC."""

    id: str
    key: str
    issued_at: datetime
    expires_at: datetime
    resident: str
    name: str
    birth_year: int
    birth_date: date | None = None
    site: str
    day: date
    starts_at: datetime
    ends_at: datetime
    dose_number: int


class SignedPass(msgspec.Struct, frozen=True, kw_only=True, tag="pass"):
    """The signature fits a key that the station holds."""

    claims: Pass
    expired: bool = False
    revoked: bool = False


class ForgedPass(msgspec.Struct, frozen=True, kw_only=True, tag="pass_forged"):
    """Looks like a pass and is none; `why` is for the log, free of personal data."""

    why: str


class ForeignPass(msgspec.Struct, frozen=True, kw_only=True, tag="pass_unknown_issuer"):
    """A well-built pass under a key that the station does not hold; `key` is that key's id."""

    key: str


class CardWarning(StrEnum):
    """A field of a citizen id card that is unreadable, or differs from what its number says."""

    PROVINCE = "province"
    BIRTH_YEAR = "birth_year"
    SEX = "sex"
    OLD_ID = "old_id"
    ISSUED_ON = "issued_on"


class CitizenCard(msgspec.Struct, frozen=True, kw_only=True, tag="citizen_card"):
    """The fields of a citizen id card (unsigned). `extras` are kept as they stand."""

    citizen_id: str
    old_id: str | None = None
    name: str
    birth_date: date | None = None
    birth_year: int
    sex: Sex
    address: str
    issued_on: date | None = None
    extras: tuple[str, ...] = ()
    warnings: tuple[CardWarning, ...] = ()


class UnknownCode(msgspec.Struct, frozen=True, kw_only=True, tag="unknown"):
    """None of the kinds that a station reads; `why` is for the log, free of personal data."""

    why: str


class Search(msgspec.Struct, frozen=True, kw_only=True, tag="search"):
    """No code at all: the nurse picked `resident` from a search."""

    resident: str


Code = SignedPass | ForgedPass | ForeignPass | CitizenCard | UnknownCode | Search


def kind_of(code: Code) -> str:
    """The kind as events name it: "pass", "citizen_card", "search" …"""
    return str(code.__struct_config__.tag)
