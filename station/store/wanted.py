"""What a nurse typed, taken apart: words of a name, and what its numbers may be."""

import re

import msgspec
from rapidfuzz import fuzz

from station.domain.names import fold
from station.domain.people import Resident
from station.store.words import LAST_DIGITS, digits_term, year_term

_YEARS = range(1900, 2100)
_MOST_PARTS = 8
_DATE = re.compile(r"\b\d{1,2}[/.\-]\d{1,2}[/.\-]((?:19|20)\d\d)\b")


class Wanted(msgspec.Struct, frozen=True):
    """`words` are folded, `spelled` is the name as typed; `numbers` has the terms of each number.

    `whole_numbers` are longer than what the index knows of them.
    """

    words: tuple[str, ...]
    spelled: str
    numbers: tuple[tuple[str, ...], ...]
    whole_numbers: tuple[str, ...]

    def allows(self, resident: Resident) -> bool:
        """Whether numbers fit as a whole where the index knows only their end."""
        known = [number for number in (resident.citizen_id, resident.phone) if number]
        return all(any(full.endswith(n) for full in known) for n in self.whole_numbers)

    def distance(self, resident: Resident) -> tuple[float, float, str]:
        """The smaller, the better: by letters, then by accents, then by name."""
        typed, name = " ".join(self.words), fold(resident.name)
        by_letters = max(fuzz.ratio(typed, name), fuzz.token_sort_ratio(typed, name) - 1)
        by_accents = fuzz.ratio(self.spelled, resident.name.casefold())
        return -by_letters, -by_accents, resident.name


def read(text: str) -> Wanted:
    """What `text` asks for. Of a date only the year is used: days and months are often unknown."""
    text = _DATE.sub(r" \1 ", text)
    parts = fold(text).split()[:_MOST_PARTS]
    numbers = [_as_listed(part) for part in parts if part.isdecimal()]
    return Wanted(
        words=tuple(part for part in parts if not part.isdecimal()),
        spelled=" ".join(part for part in text.casefold().split() if not part.isdecimal()),
        numbers=tuple(_terms(number) for number in numbers),
        whole_numbers=tuple(number for number in numbers if len(number) > LAST_DIGITS),
    )


def _as_listed(number: str) -> str:
    """A phone number from abroad, 84 9…, as it stands in the list: 09…"""
    abroad = number.startswith("84") and len(number) > 2 * LAST_DIGITS
    return f"0{number[2:]}" if abroad else number


def _terms(number: str) -> tuple[str, ...]:
    if len(number) == LAST_DIGITS and int(number) in _YEARS:
        return year_term(number), digits_term(number)
    return (digits_term(number),)
