"""A list of 100,000 residents taken in, and 600 changes to it, against bare `executemany`."""

import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from station.domain.people import Resident
from station.store.database import Database, open_database
from station.store.identity import Enrolled
from station.store.key import DATABASE_FILE, load_or_create_key
from station.store.page import Change
from station.store.station import StationStore
from station.store.words import syllables, terms
from tests.bench.people import appointment, changes, first_dose, other, resident
from tests.bench.report import Measurement, within

RESIDENTS = 100_000
CHANGED = 600
ROUNDS = 3
EXCHANGED = 2_000
"""As many things as the hub sends at once."""

Rows = list[tuple[object, ...]]
T = TypeVar("T")


class Linked(msgspec.Struct):
    """What belongs to a resident."""

    resident: str


def measure(folder: Path) -> Iterator[Measurement]:
    """Each in turn with its reference, and the best of a few: other processes only ever add."""
    whole, changed = list(changes(range(RESIDENTS))), list(delta())
    for page in (len(whole), EXCHANGED):
        taken_s = [
            (
                import_whole(folder / f"ours-{page}-{n}", whole, page),
                insert_bare(folder / f"bare-{page}-{n}", whole, page),
            )
            for n in range(ROUNDS)
        ]
        name = f"import {RESIDENTS:,} residents in transactions of {page:,} things, s"
        yield within(name, *best_of(taken_s), times=1.5)
    listed = folder / f"ours-{EXCHANGED}-0"
    taken_ms = [
        (change(copied(listed, f"a{n}"), changed), update_bare(copied(listed, f"b{n}"), changed))
        for n in range(ROUNDS)
    ]
    yield within(f"delta of {CHANGED} in {RESIDENTS:,} residents, s", *best_of(taken_ms), times=1.5)


def best_of(taken_s: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The shortest of ours and of the reference."""
    return min(ours for ours, _ in taken_s), min(bare for _, bare in taken_s)


def copied(home: Path, name: str) -> Path:
    """Another station with the same list."""
    return Path(shutil.copytree(home, home.with_name(name)))


def change(home: Path, changed: Sequence[Change]) -> float:
    """Seconds for a station to take in what changed."""
    with StationStore.open(home) as store:
        return apply(store, changed)


def enrolled() -> Enrolled:
    """Any station."""
    return Enrolled(
        station="station-1",
        site="site-1",
        table=1,
        name="Bàn 1",
        hub_url="https://127.0.0.1",
        fingerprint="00" * 32,
        private_key=bytes(32),
    )


def import_whole(home: Path, whole: Sequence[Change], page: int) -> float:
    """Seconds for a new station to take in the whole list, `page` things at a time."""
    with StationStore.open(home) as store:
        store.identity.set(enrolled())
        return sum(apply(store, part) for part in parts_of(whole, page))


def parts_of(things: Sequence[T], size: int) -> list[Sequence[T]]:
    """`things` in order, `size` at a time."""
    return [things[start : start + size] for start in range(0, len(things), size)]


def apply(store: StationStore, things: Sequence[Change]) -> float:
    """Seconds to take in a page."""
    after = store.roster.cursor()
    began_s = time.perf_counter()
    store.roster.apply(
        things,
        after=after,
        cursor=f"{after}.",
        restart=False,
        more=True,
        at=datetime(2021, 9, 15, tzinfo=UTC),
    )
    return time.perf_counter() - began_s


def delta() -> Iterator[Change]:
    """What a day brings, spread over the list: phone numbers, slots that moved, doses given."""
    for number in range(0, RESIDENTS, RESIDENTS * 3 // CHANGED):
        person = resident(number)
        renumbered = msgspec.structs.replace(person, phone=f"08{number:08}")
        yield Change("resident", person.id, msgspec.json.encode(renumbered))
        slot = appointment(person, number)
        moved = msgspec.structs.replace(slot, day=slot.day + timedelta(days=1))
        yield Change("appointment", slot.id, msgspec.json.encode(moved))
        given = msgspec.structs.replace(first_dose(person), id=other(person.id, 3), dose_number=2)
        yield Change("dose", given.id, msgspec.json.encode(given))


def insert_bare(home: Path, whole: Sequence[Change], page: int) -> float:
    """Seconds for the same rows in the same tables, one `executemany` a table and transaction."""
    home.mkdir()
    transactions = []
    known: set[str] = set()
    residents = links = 0
    for part in parts_of(whole, page):
        rows = rows_of(part, residents, links)
        fresh = syllables(str(row[1]) for row in rows.searched) - known
        known |= fresh
        residents, links = residents + len(rows.residents), links + len(rows.links)
        transactions.append(inserting(rows, fresh))
    return run_bare(home, transactions)


def inserting(rows: "TableRows", fresh: set[str]) -> "Statements":
    """The statements that insert `rows`, and the syllables that were not known before."""
    return [
        (
            "INSERT INTO resident (key, id, citizen_id, body, generation) VALUES (?, ?, ?, ?, 0)",
            rows.residents,
        ),
        ("INSERT INTO resident_words (rowid, words) VALUES (?, ?)", rows.searched),
        (
            "INSERT INTO link (key, id, kind, resident, body, generation)"
            " VALUES (?, ?, ?, ?, ?, 0)",
            rows.links,
        ),
        ("INSERT INTO syllable (text) VALUES (?)", [(syllable,) for syllable in sorted(fresh)]),
    ]


def update_bare(home: Path, things: Sequence[Change]) -> float:
    """Seconds for the same changes to the same rows."""
    rows = rows_of(things, 0, 0)
    with StationStore.open(home) as store:
        keys = [key_of(store.database, str(row[1])) for row in rows.residents]
    searched: Rows = [(key, row[1]) for key, row in zip(keys, rows.searched, strict=True)]
    searched.sort()
    updating: Statements = [
        (
            "UPDATE resident SET citizen_id = ?, body = ? WHERE id = ?",
            [(citizen_id, body, id_) for _, id_, citizen_id, body in rows.residents],
        ),
        ("REPLACE INTO resident_words (rowid, words) VALUES (?, ?)", searched),
        (
            "INSERT INTO link (id, kind, resident, body, generation)"
            " VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET body = excluded.body",
            [row[1:] for row in rows.links],
        ),
    ]
    return run_bare(home, [updating])


def key_of(database: Database, id_: str) -> int:
    """Under which key the station keeps a resident."""
    return int(database.value("SELECT key FROM resident WHERE id = ?", (id_,)) or 0)


Statements = list[tuple[str, Rows]]


def run_bare(home: Path, transactions: Sequence[Statements]) -> float:
    """Seconds for `transactions` on a new connection."""
    database = open_database(home / DATABASE_FILE, load_or_create_key(home))
    began_s = time.perf_counter()
    for statements in transactions:
        database.conn.execute("BEGIN IMMEDIATE")
        for sql, rows in statements:
            database.conn.executemany(sql, rows)
        database.conn.execute("COMMIT")
    taken_s = time.perf_counter() - began_s
    database.close()
    return taken_s


class TableRows(NamedTuple):
    """What things are in the tables."""

    residents: Rows
    searched: Rows
    links: Rows


def rows_of(things: Sequence[Change], residents: int, links: int) -> TableRows:
    """The rows of `things`, made before the time is taken; so many are there already."""
    rows = TableRows([], [], [])
    for one in things:
        body = one.body or b""
        if one.kind == "resident":
            person = msgspec.json.decode(body, type=Resident)
            key = residents + len(rows.residents) + 1
            rows.residents.append((key, person.id, person.citizen_id, body))
            rows.searched.append((key, terms(person)))
        else:
            owner = msgspec.json.decode(body, type=Linked).resident
            rows.links.append((links + len(rows.links) + 1, one.id, one.kind, owner, body))
    return rows
