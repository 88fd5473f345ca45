"""The cells of a list: what is in them, or what should be."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, time
from typing import TypeVar

from station.codes import limits
from station.domain.people import Registration, Sex

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_YEAR = re.compile(r"[0-9]{4}")
_TIME = re.compile(r"([0-9]{1,2})(?:[:hg]([0-9]{2})?)?(?::00)?")
_EARLIEST_BIRTH_YEAR = 1900
_SEXES = {
    "": Sex.UNKNOWN,
    "nam": Sex.MALE,
    "male": Sex.MALE,
    "m": Sex.MALE,
    "nữ": Sex.FEMALE,
    "nu": Sex.FEMALE,
    "female": Sex.FEMALE,
    "f": Sex.FEMALE,
    "unknown": Sex.UNKNOWN,
    "khác": Sex.UNKNOWN,
}
_REGISTRATIONS = {
    "": Registration.APP,
    "app": Registration.APP,
    "ứng dụng": Registration.APP,
    "paper": Registration.PAPER,
    "giấy": Registration.PAPER,
    "giay": Registration.PAPER,
}
_Word = TypeVar("_Word")


class CellError(ValueError):
    """A cell that cannot be taken. It says why and what is allowed, and never quotes the cell."""

    def __init__(self, why: str, allowed: str) -> None:
        super().__init__(f"{why}; allowed: {allowed}")
        self.why = why
        self.allowed = allowed


def name(cell: str) -> str:
    """A name in NFC, its words parted by single spaces."""
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    if not text:
        raise CellError("is empty", "the full name")
    try:
        return limits.name(text)
    except limits.MalformedError as error:
        raise CellError(f"is {error}", "letters, spaces, ' ’ - .") from None


def birth(cell: str, today: date) -> tuple[int, date | None]:
    """The year of birth, and the date where it is known."""
    allowed = f"dd/mm/yyyy, yyyy-mm-dd or yyyy, from {_EARLIEST_BIRTH_YEAR} to today"
    born = None if _YEAR.fullmatch(cell) else day(cell, allowed)
    year = born.year if born else int(cell)
    if not _EARLIEST_BIRTH_YEAR <= year <= today.year or (born and born > today):
        raise CellError("is out of range", allowed)
    return year, born


def day(cell: str, allowed: str = "dd/mm/yyyy or yyyy-mm-dd") -> date:
    if not cell:
        raise CellError("is empty", allowed)
    if found := _DAY_FIRST.fullmatch(cell):
        of_month, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(cell):
        year, month, of_month = map(int, found.groups())
    else:
        raise CellError("is no date", allowed)
    try:
        return date(year, month, of_month)
    except ValueError:
        raise CellError("is no day of the calendar", allowed) from None


def clock_time(cell: str) -> time:
    allowed = "hh:mm, such as 07:30, or 7h30"
    found = _TIME.fullmatch(cell.casefold())
    if not found:
        raise CellError("is no time" if cell else "is empty", allowed)
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise CellError("is no time of day", allowed) from None


def sex(cell: str) -> Sex:
    return _one_of(_SEXES, cell, "nam, nữ, male, female or nothing")


def registration(cell: str) -> Registration:
    return _one_of(_REGISTRATIONS, cell, "app, paper, giấy or nothing")


def citizen_id(cell: str) -> str | None:
    digits = re.sub(r"[\s.]", "", cell)
    if digits and not re.fullmatch(r"[0-9]{12}|[0-9]{9}", digits):
        raise CellError(f"has {len(digits)} characters", "12 digits, 9 of an old card, or nothing")
    return digits or None


def phone(cell: str) -> str | None:
    """A number as it is dialled in the country: +84… becomes 0…"""
    digits = re.sub(r"[\s.()-]", "", cell)
    local = re.sub(r"^(\+84|0084|84(?=[0-9]{9}$))0?", "0", digits)
    if local and not re.fullmatch(r"0[0-9]{8,10}", local):
        raise CellError("is no phone number", "0 or +84 and the number, or nothing")
    return local or None


def dose_number(cell: str) -> int:
    if cell and not re.fullmatch("[1-9]", cell):
        raise CellError("is no number of a dose", "1 to 9, or nothing for 1")
    return int(cell or 1)


def _one_of(known: Mapping[str, _Word], cell: str, allowed: str) -> _Word:
    key = unicodedata.normalize("NFC", cell.casefold())
    if key not in known:
        raise CellError("is none of the words", allowed)
    return known[key]
