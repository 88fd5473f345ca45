"""Names and numbers as they are searched: without accents, and readable from either end."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from station.domain.people import Resident

LAST_DIGITS = 4
YEAR_MARK = "@"
DIGITS_MARK = "#"

_NOT_DECOMPOSED = str.maketrans("đĐðÐɖƉ", "dddddd")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """The words of `text` without accents and case: `Nguyễn Thị Đào` gives `nguyen thi dao`."""
    return " ".join(map(_fold_one, text.split()))


@lru_cache(maxsize=16_384)
def _fold_one(word: str) -> str:
    """Few syllables make up all names, so each is folded once."""
    decomposed = unicodedata.normalize("NFKD", word.translate(_NOT_DECOMPOSED))
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return " ".join(_WORD.findall(bare.casefold()))


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
