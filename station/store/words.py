"""Names and numbers as they are searched: without accents, and readable from either end."""

import re
import unicodedata
from functools import lru_cache

from station.domain.people import Resident

LAST_DIGITS = 4
YEAR_MARK = "@"
DIGITS_MARK = "#"

_NOT_DECOMPOSED = str.maketrans("đĐðÐɖƉ", "dddddd")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """`text` without accents and case: `Nguyễn Thị Đào` gives `nguyen thi dao`."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_NOT_DECOMPOSED))
    return "".join(c for c in decomposed if unicodedata.category(c) != "Mn").casefold()


@lru_cache(maxsize=16_384)
def _words_of_one(part: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(fold(part)))


def words(text: str) -> list[str]:
    """The folded words of `text`. Few syllables make up all names, so they are remembered."""
    return [word for part in text.split() for word in _words_of_one(part)]


def digits_term(digits: str) -> str:
    """The term of a number's last digits, backwards: however few are known, they begin it."""
    return DIGITS_MARK + digits[: -LAST_DIGITS - 1 : -1]


def year_term(year: int) -> str:
    """The term of a birth year."""
    return f"{YEAR_MARK}{year}"


def terms(resident: Resident, name_words: list[str]) -> str:
    """All that `resident` is found by, as the search index takes it."""
    numbers = [number for number in (resident.citizen_id, resident.phone) if number]
    return " ".join(
        (*name_words, year_term(resident.birth_year), *(digits_term(number) for number in numbers))
    )
