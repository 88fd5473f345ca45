"""The QR code of the citizen id card (căn cước công dân): unsigned UTF-8, fields between bars.

`id12|old id or empty|name|ddmmyyyy|Nam/Nữ|address|issued ddmmyyyy`, and from 2024 four fields more.
"""

import re
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from station.codes import limits
from station.codes.limits import MalformedError
from station.domain.code import CardWarning, CitizenCard
from station.domain.people import Sex

FIELDS = (7, 11)

_CITIZEN_ID = re.compile(r"[0-9]{12}")
_OLD_ID = re.compile(r"[0-9]{9}|[0-9]{12}")
_DAY = re.compile(r"[0-9]{8}")
_YEAR_ALONE = re.compile(r"(?:0000)?([0-9]{4})")
_SEXES = {"Nam": Sex.MALE, "Nữ": Sex.FEMALE}
_BIRTH_YEARS = range(1900, 2400)

# fmt: off
_PROVINCES = frozenset((
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33,
    34, 35, 36, 37, 38, 40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64,
    66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
))
# fmt: on
_COUNTRIES_FROM = 100
"""Circular 59/2021/TT-BCA: 63 provinces; the numbers from 100 on are countries of birth."""


def looks_like(text: str) -> bool:
    """Whether `text` begins as a card does: twelve digits and a bar."""
    return _CITIZEN_ID.fullmatch(text.partition("|")[0]) is not None and "|" in text


def parse(text: str) -> CitizenCard:
    """The card, with a warning for each field that does not fit. Raises MalformedError."""
    fields = text.split("|")
    if len(fields) not in FIELDS:
        raise MalformedError(f"a citizen card of {len(fields)} fields")
    citizen_id, old_id, name, birth, sex, address, issued_on, *extras = fields
    if not _CITIZEN_ID.fullmatch(citizen_id):
        raise MalformedError("a citizen card without twelve digits")
    birth_date, birth_year = _birth(birth)
    card = CitizenCard(
        citizen_id=citizen_id,
        old_id=old_id or None,
        name=limits.name(name),
        birth_date=birth_date,
        birth_year=birth_year,
        sex=_SEXES.get(sex, Sex.UNKNOWN),
        address=address,
        issued_on=_day(issued_on),
        extras=tuple(extras),
    )
    return replace(card, warnings=tuple(_warnings(card)))


def _birth(field: str) -> tuple[date | None, int]:
    """Date and year of birth; some cards know the year alone."""
    day = _day(field)
    if day is None and (year_alone := _YEAR_ALONE.fullmatch(field)):
        year = int(year_alone[1])
    elif day is not None:
        year = day.year
    else:
        raise MalformedError("a citizen card without a date of birth")
    if year not in _BIRTH_YEARS:
        raise MalformedError(
            "a citizen card with a year of birth outside the centuries of its number"
        )
    return day, year


def _day(field: str) -> date | None:
    if not _DAY.fullmatch(field):
        return None
    try:
        return date(int(field[4:]), int(field[2:4]), int(field[:2]))
    except ValueError:
        return None


def _warnings(card: CitizenCard) -> Iterator[CardWarning]:
    """What the twelve digits say (Circulars 07/2016 and 59/2021) beside what the card says."""
    province, century_and_sex = int(card.citizen_id[:3]), int(card.citizen_id[3])
    if province < _COUNTRIES_FROM and province not in _PROVINCES:
        yield CardWarning.PROVINCE
    if 1900 + 100 * (century_and_sex // 2) + int(card.citizen_id[4:6]) != card.birth_year:
        yield CardWarning.BIRTH_YEAR
    if card.sex is not (Sex.MALE, Sex.FEMALE)[century_and_sex % 2]:
        yield CardWarning.SEX
    if card.old_id is not None and not _OLD_ID.fullmatch(card.old_id):
        yield CardWarning.OLD_ID
    if card.issued_on is None or (card.birth_date and card.issued_on < card.birth_date):
        yield CardWarning.ISSUED_ON
