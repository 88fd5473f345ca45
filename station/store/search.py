"""Finding a resident by what a nurse types: no accents, parts of words, typing errors."""

import json
import re
from collections.abc import Iterator
from itertools import combinations

import msgspec
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from station.domain.people import Resident
from station.store.database import Database
from station.store.words import LAST_DIGITS, digits_term, fold, year_term

_CANDIDATES = 300
_ALTERNATIVES = 12
_SHORT_WORD = 3
_YEARS = range(1900, 2100)
_MOST_PARTS = 8
_DATE = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-]((?:19|20)\d\d)\b")
_resident = msgspec.json.Decoder(Resident)


class Search:
    """The list, searched by name, birth year, or last digits of citizen id or phone."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._vocabulary: dict[str, None] = {}
        self._syllables_seen = 0

    def find(self, text: str, limit: int = 20) -> list[Resident]:
        """At most `limit` residents who fit `text`, the best first.

        What fits as it was typed comes before what fits with typing errors.
        """
        wanted = _read(text)
        found: dict[int, Resident] = {}
        for query in self._queries(wanted):
            fresh = [key for key in self._keys(query) if key not in found]
            found |= {key: r for key, r in self._residents(fresh) if wanted.allows(r)}
            if len(found) >= limit:
                break
        return sorted(found.values(), key=wanted.distance)[:limit]

    def _queries(self, wanted: "_Wanted") -> Iterator[str]:
        """From the strictest on; a later one is only run where those before found too few."""
        if not wanted.terms:
            return
        numbers = wanted.number_terms
        exact = [_quoted(word) for word in wanted.words]
        yield _all_of([*exact, *numbers])
        if not exact:
            return
        yield _all_of([*exact[:-1], f"{exact[-1]} *", *numbers])
        yield _all_of([*(f"{word} *" for word in exact), *numbers])
        self._learn_syllables()
        others = [self._alternatives(word) for word in wanted.words]
        for count in (1, 2):
            for places in combinations(range(len(exact)), count):
                mixed = [others[i] if i in places else exact[i] for i in range(len(exact))]
                yield _all_of([*mixed, *numbers])
        if len(exact) > 1:
            for left_out in range(len(exact)):
                yield _all_of([*exact[:left_out], *exact[left_out + 1 :], *numbers])
        if numbers and not wanted.whole_numbers:
            yield _all_of(exact)

    def _alternatives(self, word: str) -> str:
        within = 1 if len(word) <= _SHORT_WORD else 2
        near = process.extract(
            word,
            self._vocabulary.keys(),
            scorer=OSA.distance,
            score_cutoff=within,
            limit=_ALTERNATIVES,
        )
        return _any_of([_quoted(word), *(_quoted(syllable) for syllable, *_ in near)])

    def _learn_syllables(self) -> None:
        rows = self._database.rows(
            "SELECT number, text FROM syllable WHERE number > ?", (self._syllables_seen,)
        )
        for number, text in rows:
            self._vocabulary[text] = None
            self._syllables_seen = number

    def _keys(self, query: str) -> list[int]:
        """Never ordered by rank: that reads every match, and a common name has 100,000."""
        rows = self._database.rows(
            "SELECT rowid FROM resident_words WHERE resident_words MATCH ? LIMIT ?",
            (query, _CANDIDATES),
        )
        return [row[0] for row in rows]

    def _residents(self, keys: list[int]) -> list[tuple[int, Resident]]:
        rows = self._database.rows(
            "SELECT key, body FROM resident WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(keys),),
        )
        return [(key, _resident.decode(body)) for key, body in rows]


class _Wanted(msgspec.Struct, frozen=True):
    """What was typed, taken apart."""

    words: tuple[str, ...]
    numbers: tuple[str, ...]
    spelled: str

    @property
    def number_terms(self) -> list[str]:
        return [_number_term(number) for number in self.numbers]

    @property
    def whole_numbers(self) -> tuple[str, ...]:
        """Numbers that are longer than what the index knows of them."""
        return tuple(number for number in self.numbers if len(number) > LAST_DIGITS)

    @property
    def terms(self) -> bool:
        return bool(self.words or self.numbers)

    def allows(self, resident: Resident) -> bool:
        """Whether numbers fit as a whole where the index knows only their end."""
        known = [number for number in (resident.citizen_id, resident.phone) if number]
        return all(any(full.endswith(n) for full in known) for n in self.whole_numbers)

    def distance(self, resident: Resident) -> tuple[float, float, str]:
        """The smaller, the better: by letters, then by accents, then by name."""
        name = fold(resident.name)
        typed = " ".join(self.words)
        by_letters = max(fuzz.ratio(typed, name), fuzz.token_sort_ratio(typed, name) - 1)
        by_accents = fuzz.ratio(self.spelled, resident.name.casefold())
        return -by_letters, -by_accents, resident.name


def _read(text: str) -> _Wanted:
    text = _DATE.sub(r" \3 ", text)
    parts = fold(text).split()[:_MOST_PARTS]
    spelled = " ".join(p for p in text.casefold().split() if not p.isdigit())
    return _Wanted(
        words=tuple(part for part in parts if not part.isdigit()),
        numbers=tuple(_local(part) for part in parts if part.isdigit()),
        spelled=spelled,
    )


def _local(number: str) -> str:
    """A phone number from abroad, +84 …, as it stands in the list: 0 …"""
    return f"0{number[2:]}" if number.startswith("84") and len(number) > LAST_DIGITS * 2 else number


def _number_term(number: str) -> str:
    ends = f"{_quoted(digits_term(number))} *"
    if len(number) == LAST_DIGITS and int(number) in _YEARS:
        return _any_of([_quoted(year_term(number)), ends])
    return ends


def _quoted(term: str) -> str:
    return f'"{term}"'


def _all_of(terms: list[str]) -> str:
    return " AND ".join(terms)


def _any_of(terms: list[str]) -> str:
    return f"({' OR '.join(terms)})"
