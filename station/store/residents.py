"""Residents and the words they are found by, written together."""

import json
from collections.abc import Collection, Mapping

import msgspec

from station.domain.people import Resident
from station.store.database import Database
from station.store.page import Listed
from station.store.words import syllables, terms


def write_residents(
    database: Database, residents: Mapping[str, Listed], generation: int | None
) -> None:
    """Adds or replaces residents; whoever did not change costs no more than the generation."""
    known = {
        id_: (key, body)
        for id_, key, body in database.rows(
            "SELECT id, key, body FROM resident WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(residents)),),
        )
    }
    same = {id_ for id_, (_, body) in known.items() if body == residents[id_].body}
    database.write_many(
        "UPDATE resident SET generation = ? WHERE key = ?",
        [(generation, known[id_][0]) for id_ in same],
    )
    _replace(
        database,
        {key: residents[id_] for id_, (key, _) in known.items() if id_ not in same},
        generation,
    )
    _add(database, {id_: one for id_, one in residents.items() if id_ not in known}, generation)
    _learn(database, residents.values())


def _replace(database: Database, residents: Mapping[int, Listed], generation: int | None) -> None:
    database.write_many(
        "UPDATE resident SET citizen_id = ?, generation = ?, body = ? WHERE key = ?",
        [(one.citizen_id, generation, one.body, key) for key, one in residents.items()],
    )
    database.write_many(
        "INSERT OR REPLACE INTO resident_words (rowid, words) VALUES (?, ?)",
        [(key, one.terms) for key, one in residents.items()],
    )


def _add(database: Database, residents: Mapping[str, Listed], generation: int | None) -> None:
    first = 1 + (database.value("SELECT max(key) FROM resident") or 0)
    numbered = list(enumerate(residents.items(), first))
    database.write_many(
        "INSERT INTO resident (key, id, citizen_id, generation, body) VALUES (?, ?, ?, ?, ?)",
        [(key, id_, one.citizen_id, generation, one.body) for key, (id_, one) in numbered],
    )
    database.write_many(
        "INSERT INTO resident_words (rowid, words) VALUES (?, ?)",
        [(key, one.terms) for key, (_, one) in numbered],
    )


def _learn(database: Database, residents: Collection[Listed]) -> None:
    """Adds to the vocabulary that typing errors are measured against; it only grows."""
    fresh = syllables(" ".join(one.terms for one in residents))
    database.write_many(
        "INSERT OR IGNORE INTO syllable (text) VALUES (?)",
        [(syllable,) for syllable in sorted(fresh)],
    )


def remove_residents(database: Database, ids: Collection[str]) -> None:
    """Removes residents and the words they were found by."""
    keys = database.rows(
        "SELECT key FROM resident WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(ids)),),
    )
    database.write_many("DELETE FROM resident_words WHERE rowid = ?", keys)
    database.write_many("DELETE FROM resident WHERE key = ?", keys)


def sweep_residents(database: Database, generation: int) -> None:
    """Removes whoever the feed's pass `generation` did not bring; walk-ins of this table stay."""
    keys = database.rows("SELECT key FROM resident WHERE generation < ?", (generation,))
    database.write_many("DELETE FROM resident_words WHERE rowid = ?", keys)
    database.write("DELETE FROM resident WHERE generation < ?", (generation,))


def write_walk_in(database: Database, person: Resident) -> None:
    """Adds a resident whom this table registered."""
    body = msgspec.json.encode(person)
    write_residents(database, {person.id: Listed(person.citizen_id, terms(person), body)}, None)
