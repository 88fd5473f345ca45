"""A list of 100,000 residents taken in, and 600 changes to it, against bare `executemany`."""

import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

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
PAGE = 50_000
ROUNDS = 3
Rows = list[tuple[object, ...]]


class Linked(msgspec.Struct):
    """What belongs to a resident."""

    resident: str


def measure(folder: Path) -> Iterator[Measurement]:
    """Each in turn with its reference, and the best of a few: other processes only ever add."""
    whole, changed = list(changes(range(RESIDENTS))), list(delta())
    imports = [
        (import_whole(folder / f"{n}", whole), insert_bare(folder / f"bare-{n}", whole))
        for n in range(ROUNDS)
    ]
    ours_s, bare_s = map(min, zip(*imports, strict=True))
    yield within(
        f"import {RESIDENTS:,} residents ({len(whole):,} things), s", ours_s, bare_s, times=1.5
    )
    listed = folder / "0"
    deltas = [
        (change(copied(listed, f"a{n}"), changed), update_bare(copied(listed, f"b{n}"), changed))
        for n in range(ROUNDS)
    ]
    ours_s, bare_s = map(min, zip(*deltas, strict=True))
    yield within(f"delta of {CHANGED} in {RESIDENTS:,}, ms", ours_s * 1e3, bare_s * 1e3, times=1.5)


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


def import_whole(home: Path, whole: Sequence[Change]) -> float:
    """Seconds for a new station to take in the whole list."""
    with StationStore.open(home) as store:
        store.identity.set(enrolled())
        return apply(store, whole)


def apply(store: StationStore, things: Sequence[Change]) -> float:
    """Seconds to take `things` in, page by page."""
    began_s = time.perf_counter()
    for start in range(0, len(things), PAGE):
        store.roster.apply(
            things[start : start + PAGE],
            after=store.roster.cursor(),
            cursor=f"e.{start}",
            restart=False,
            more=start + PAGE < len(things),
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


def insert_bare(home: Path, things: Sequence[Change]) -> float:
    """Seconds for the same rows in the same tables, one `executemany` a table, one transaction."""
    home.mkdir()
    residents, searched, links = rows_of(things)
    learned: Rows = [(word,) for word in sorted(syllables(str(row[1]) for row in searched))]
    return run_bare(
        home,
        [
            (
                "INSERT INTO resident (key, id, citizen_id, body, generation)"
                " VALUES (?, ?, ?, ?, 0)",
                residents,
            ),
            ("INSERT INTO resident_words (rowid, words) VALUES (?, ?)", searched),
            (
                "INSERT INTO link (key, id, kind, resident, body, generation)"
                " VALUES (?, ?, ?, ?, ?, 0)",
                links,
            ),
            ("INSERT INTO syllable (text) VALUES (?)", learned),
        ],
    )


def update_bare(home: Path, things: Sequence[Change]) -> float:
    """Seconds for the same changes to the same rows."""
    residents, searched, links = rows_of(things)
    with StationStore.open(home) as store:
        keys = [(key_of(store.database, str(row[1])),) for row in residents]
    searched = sorted((key, row[1]) for (key,), row in zip(keys, searched, strict=True))
    return run_bare(
        home,
        [
            (
                "UPDATE resident SET citizen_id = ?, body = ? WHERE id = ?",
                [(citizen_id, body, id_) for _, id_, citizen_id, body in residents],
            ),
            ("REPLACE INTO resident_words (rowid, words) VALUES (?, ?)", searched),
            (
                "INSERT INTO link (id, kind, resident, body, generation)"
                " VALUES (?, ?, ?, ?, 0) ON CONFLICT DO UPDATE SET body = excluded.body",
                [row[1:] for row in links],
            ),
        ],
    )


def key_of(database: Database, id_: str) -> int:
    """Under which key the station keeps a resident."""
    return int(database.value("SELECT key FROM resident WHERE id = ?", (id_,)) or 0)


def run_bare(home: Path, statements: Sequence[tuple[str, Rows]]) -> float:
    """Seconds for `statements` in one transaction of a new connection."""
    database = open_database(home / DATABASE_FILE, load_or_create_key(home))
    began_s = time.perf_counter()
    database.conn.execute("BEGIN")
    for sql, rows in statements:
        database.conn.executemany(sql, rows)
    database.conn.execute("COMMIT")
    taken_s = time.perf_counter() - began_s
    database.close()
    return taken_s


def rows_of(things: Sequence[Change]) -> tuple[Rows, Rows, Rows]:
    """What `things` are in the tables, made before the time is taken: residents, words, links."""
    residents: Rows = []
    searched: Rows = []
    links: Rows = []
    for one in things:
        body = one.body or b""
        if one.kind == "resident":
            person = msgspec.json.decode(body, type=Resident)
            key = len(residents) + 1
            residents.append((key, person.id, person.citizen_id, body))
            searched.append((key, terms(person)))
        else:
            owner = msgspec.json.decode(body, type=Linked).resident
            links.append((len(links) + 1, one.id, one.kind, owner, body))
    return residents, searched, links
