"""Finding a resident by what a nurse types: no accents, parts of words, typing errors."""

import json
from collections.abc import Iterator, Sequence
from itertools import combinations

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from station.domain.people import Resident
from station.store.database import Database
from station.store.wanted import Wanted, read
from station.store.words import DIGITS_MARK

_CANDIDATES = 300
_ALTERNATIVES = 12
_SHORT_WORD = 3
_FEW_WORDS = 2
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
        wanted = read(text)
        found: dict[int, Resident] = {}
        best: list[Resident] = []
        for query in self._queries(wanted, best):
            fresh = self._residents([key for key in self._keys(query) if key not in found])
            found |= fresh
            best += sorted(filter(wanted.allows, fresh.values()), key=wanted.distance)
            if len(best) >= limit:
                break
        return best[:limit]

    def _queries(self, wanted: Wanted, best: Sequence[Resident]) -> Iterator[str]:
        """From the strictest on; `best` are those whom the queries before have found.

        Loose ones, which read much of a long list, are only worth it where nobody was found.
        """
        words = [_quoted(word) for word in wanted.words]
        numbers = [_any_of([_term(term) for term in terms]) for terms in wanted.numbers]
        if words or numbers:
            yield _all_of([*words, *numbers])
        if not words:
            return
        yield _all_of([*words[:-1], _begins(words[-1]), *numbers])
        for some in self._misspelled(wanted.words, words, wrong=1):
            yield _all_of([*some, *numbers])
        for some in self._loosely(wanted.words, words):
            if best:
                return
            yield _all_of([*some, *numbers])
        if numbers and not best and not wanted.whole_numbers:
            yield _all_of(words)

    def _loosely(self, typed: tuple[str, ...], words: list[str]) -> Iterator[list[str]]:
        """Only the beginning of each word is right, two words are wrong, or one does not belong."""
        yield [_begins(word) for word in words]
        yield from self._misspelled(typed, words, wrong=2)
        if len(words) > _FEW_WORDS:
            for extra in range(len(words)):
                yield [word for place, word in enumerate(words) if place != extra]

    def _misspelled(
        self, typed: tuple[str, ...], words: list[str], wrong: int
    ) -> Iterator[list[str]]:
        """So many words may be others than typed."""
        self._learn_syllables()
        others = [self._alternatives(word) for word in typed]
        for places in combinations(range(len(words)), wrong):
            yield [others[i] if i in places else word for i, word in enumerate(words)]

    def _alternatives(self, word: str) -> str:
        near = process.extract(
            word,
            self._vocabulary.keys(),
            scorer=OSA.distance,
            score_cutoff=1 if len(word) <= _SHORT_WORD else 2,
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

    def _residents(self, keys: list[int]) -> dict[int, Resident]:
        rows = self._database.rows(
            "SELECT key, body FROM resident WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(keys),),
        )
        return {key: _resident.decode(body) for key, body in rows}


def _term(term: str) -> str:
    """Few last digits begin the term of all that are indexed; a year stands as it is."""
    return _begins(_quoted(term)) if term.startswith(DIGITS_MARK) else _quoted(term)


def _quoted(term: str) -> str:
    return f'"{term}"'


def _begins(quoted: str) -> str:
    return f"{quoted} *"


def _all_of(terms: list[str]) -> str:
    return " AND ".join(terms)


def _any_of(terms: list[str]) -> str:
    return f"({' OR '.join(terms)})"
