"""Residents and the words they are found by, written together."""

import json
from collections.abc import Collection, Sequence

import msgspec

from station.domain.people import Resident
from station.store.database import Database
from station.store.page import ResidentRow
from station.store.words import syllables, terms

_resident = msgspec.json.Decoder(Resident)


def write_residents(
    database: Database, residents: Sequence[ResidentRow], generation: int | None
) -> None:
    """Adds or replaces residents. Only what differs is written."""
    known = _known(database, residents)
    _add(database, [row for row in residents if row[0] not in known], generation)
    # Out of the order of their keys, the index of words would be flushed for every row.
    changes = sorted((*known[row[0]], row) for row in residents if row[0] in known)
    _replace(database, changes, generation)
    _learn(database, residents)


def _known(database: Database, residents: Sequence[ResidentRow]) -> dict[str, tuple[int, bytes]]:
    rows = database.rows(
        "SELECT id, key, body FROM resident WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps([row[0] for row in residents]),),
    )
    return {id_: (key, body) for id_, key, body in rows}


def _add(database: Database, residents: Sequence[ResidentRow], generation: int | None) -> None:
    first = 1 + (database.value("SELECT max(key) FROM resident") or 0)
    database.write_many(
        "INSERT INTO resident (key, id, citizen_id, body, generation) VALUES (?, ?, ?, ?, ?)",
        [(key, *row[:3], generation) for key, row in enumerate(residents, first)],
    )
    database.write_many(
        "INSERT INTO resident_words (rowid, words) VALUES (?, ?)",
        [(key, row[3]) for key, row in enumerate(residents, first)],
    )


def _replace(
    database: Database, changes: Sequence[tuple[int, bytes, ResidentRow]], generation: int | None
) -> None:
    """Writes residents by key, whose bodies were others before."""
    database.write_many(
        "UPDATE resident SET generation = ?1 WHERE key = ?2 AND generation IS NOT ?1",
        [(generation, key) for key, old, row in changes if old == row[2]],
    )
    changed = [(key, old, row) for key, old, row in changes if old != row[2]]
    database.write_many(
        "UPDATE resident SET citizen_id = ?, body = ?, generation = ? WHERE key = ?",
        [(citizen_id, body, generation, key) for key, _, (_, citizen_id, body, _) in changed],
    )
    database.write_many(
        "INSERT OR REPLACE INTO resident_words (rowid, words) VALUES (?, ?)",
        [(key, row[3]) for key, old, row in changed if _terms_of(old) != row[3]],
    )


def _terms_of(body: bytes) -> str | None:
    """None for a body that only an older version of this program could read."""
    try:
        return terms(_resident.decode(body))
    except msgspec.DecodeError:
        return None


def _learn(database: Database, residents: Sequence[ResidentRow]) -> None:
    """Adds to the vocabulary that typing errors are measured against; it only grows."""
    found_by = (row[3] for row in residents)
    database.write_many(
        "INSERT OR IGNORE INTO syllable (text) VALUES (?)",
        [(syllable,) for syllable in sorted(syllables(found_by))],
    )


def remove_residents(database: Database, ids: Collection[str]) -> None:
    """Removes residents and the words they were found by."""
    keys = database.rows(
        "SELECT key FROM resident WHERE id IN (SELECT value FROM json_each(?)) ORDER BY key",
        (json.dumps(list(ids)),),
    )
    database.write_many("DELETE FROM resident_words WHERE rowid = ?", keys)
    database.write_many("DELETE FROM resident WHERE key = ?", keys)


def sweep_residents(database: Database, generation: int) -> None:
    """Removes whoever the feed's pass `generation` did not bring; walk-ins of this table stay."""
    keys = database.rows(
        "SELECT key FROM resident WHERE generation < ? ORDER BY key", (generation,)
    )
    database.write_many("DELETE FROM resident_words WHERE rowid = ?", keys)
    database.write("DELETE FROM resident WHERE generation < ?", (generation,))


def write_walk_in(database: Database, person: Resident) -> None:
    """Adds a resident whom this table registered."""
    row = (person.id, person.citizen_id, msgspec.json.encode(person), terms(person))
    write_residents(database, [row], None)
