"""Names and numbers as they are searched: without accents, and readable from either end."""

from collections.abc import Iterable

from station.domain.names import fold
from station.domain.people import Resident

LAST_DIGITS = 4
YEAR_MARK = "@"
DIGITS_MARK = "#"


def year_term(year: int | str) -> str:
    """The term of a birth year."""
    return f"{YEAR_MARK}{year}"


def digits_term(number: str) -> str:
    """The term of a number's last digits, backwards: however few are known, they begin it."""
    return DIGITS_MARK + number[: -LAST_DIGITS - 1 : -1]


def terms(resident: Resident) -> str:
    """All that `resident` is found by, as the search index takes it."""
    found_by = f"{fold(resident.name)} {YEAR_MARK}{resident.birth_year}"
    if resident.citizen_id:
        found_by += f" {digits_term(resident.citizen_id)}"
    if resident.phone:
        found_by += f" {digits_term(resident.phone)}"
    return found_by


def syllables(found_by: Iterable[str]) -> set[str]:
    """The words of the names in the terms of residents; names repeat, so each is split once."""
    names = {terms_of_one.partition(f" {YEAR_MARK}")[0] for terms_of_one in found_by}
    return set(" ".join(names).split())
