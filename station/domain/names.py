"""Names as they are compared and searched: without accents and case."""

import re
import unicodedata
from functools import lru_cache

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
