"""Residents and the words they are found by, written together."""

import json
from collections.abc import Collection, Mapping

import msgspec

from station.domain.people import Resident
from station.store.database import Database
from station.store.words import terms, words

Brought = Mapping[str, tuple[Resident, bytes]]
"""Residents of the feed by id, each with its body as it came."""

_encode = msgspec.json.Encoder().encode


def write_residents(database: Database, brought: Brought, generation: int | None) -> None:
    """Adds or replaces residents; whoever did not change costs no more than the generation."""
    known = {
        id_: (key, body)
        for key, id_, body in database.rows(
            "SELECT key, id, body FROM resident WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(brought)),),
        )
    }
    same = {id_ for id_, (_, body) in known.items() if body == brought[id_][1]}
    database.write_many(
        "UPDATE resident SET generation = ? WHERE key = ?",
        ((generation, known[id_][0]) for id_ in same),
    )
    _replace(database, {i: known[i][0] for i in known if i not in same}, brought, generation)
    _add(database, [i for i in brought if i not in known], brought, generation)


def _replace(
    database: Database, keys: Mapping[str, int], brought: Brought, generation: int | None
) -> None:
    database.write_many(
        "UPDATE resident SET citizen_id = ?, generation = ?, body = ? WHERE key = ?",
        ((brought[i][0].citizen_id, generation, brought[i][1], key) for i, key in keys.items()),
    )
    _write_words(database, [(key, brought[id_][0]) for id_, key in keys.items()])


def _add(
    database: Database, ids: Collection[str], brought: Brought, generation: int | None
) -> None:
    last = database.value("SELECT coalesce(max(key), 0) FROM resident") or 0
    keys = range(last + 1, last + 1 + len(ids))
    database.write_many(
        "INSERT INTO resident (key, id, citizen_id, generation, body) VALUES (?, ?, ?, ?, ?)",
        (
            (key, id_, brought[id_][0].citizen_id, generation, brought[id_][1])
            for key, id_ in zip(keys, ids, strict=True)
        ),
    )
    _write_words(database, [(key, brought[id_][0]) for key, id_ in zip(keys, ids, strict=True)])


def _write_words(database: Database, residents: Collection[tuple[int, Resident]]) -> None:
    syllables: set[str] = set()
    rows = []
    for key, resident in residents:
        name_words = words(resident.name)
        syllables.update(name_words)
        rows.append((key, terms(resident, name_words)))
    database.write_many("INSERT OR REPLACE INTO resident_words (rowid, words) VALUES (?, ?)", rows)
    database.write_many(
        "INSERT OR IGNORE INTO syllable (text) VALUES (?)", ((word,) for word in syllables)
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
    write_residents(database, {person.id: (person, _encode(person))}, None)
