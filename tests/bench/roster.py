"""A list of 100,000 residents taken in, and 600 changes to it, against bare `executemany`."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import msgspec

from station.domain.people import Resident
from station.store.database import open_database
from station.store.identity import Enrolled
from station.store.page import Change
from station.store.station import StationStore
from station.store.words import syllables, terms
from tests.bench.people import changes, resident
from tests.bench.report import Measurement, within

RESIDENTS = 100_000
CHANGED = 600
PAGE = 50_000
KEY = bytes(range(32))


def measure(folder: Path) -> Iterator[Measurement]:
    """The import first, then the delta on top of it."""
    whole = list(changes(range(RESIDENTS)))
    with StationStore.open(folder / "station") as store:
        store.identity.set(enrolled())
        import_s = apply(store, whole)
        yield within(
            f"import {RESIDENTS:,} residents ({len(whole):,} things), s",
            import_s,
            insert_bare(folder / "bare.db", whole),
            times=1.5,
        )
        delta_s = apply(store, list(moved(range(0, RESIDENTS, RESIDENTS // CHANGED))))
    with StationStore.open(folder / "small") as small:
        small.identity.set(enrolled())
        apply(small, list(changes(range(CHANGED))))
        small_s = apply(small, list(moved(range(CHANGED))))
    yield within(
        f"delta of {CHANGED} in {RESIDENTS:,}, against the same in {CHANGED}, ms",
        delta_s * 1e3,
        small_s * 1e3,
        times=2,
    )


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


def moved(numbers: range) -> Iterator[Change]:
    """Residents whose phone number has changed."""
    for number in islice(numbers, CHANGED):
        person = msgspec.structs.replace(resident(number), phone="0900000000")
        yield Change("resident", person.id, msgspec.json.encode(person))


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


def insert_bare(path: Path, things: Sequence[Change]) -> float:
    """Seconds for the same rows in the same tables, one `executemany` a table, one transaction."""
    database = open_database(path, KEY)
    tables = rows_of(things)
    began_s = time.perf_counter()
    database.conn.execute("BEGIN")
    for sql, rows in tables:
        database.conn.executemany(sql, rows)
    database.conn.execute("COMMIT")
    taken_s = time.perf_counter() - began_s
    database.close()
    return taken_s


class Linked(msgspec.Struct):
    """What belongs to a resident."""

    resident: str


Rows = list[tuple[object, ...]]


def rows_of(things: Sequence[Change]) -> list[tuple[str, Rows]]:
    """The rows that a roster of `things` consists of, made before the time is taken."""
    residents: Rows = []
    searched: Rows = []
    links: Rows = []
    for change in things:
        body = change.body or b""
        if change.kind == "resident":
            person = msgspec.json.decode(body, type=Resident)
            key = len(residents) + 1
            residents.append((key, person.id, person.citizen_id, 0, body))
            searched.append((key, terms(person)))
        else:
            key = len(links) + 1
            owner = msgspec.json.decode(body, type=Linked).resident
            links.append((key, change.id, change.kind, owner, 0, 0, body))
    return [
        ("INSERT INTO resident VALUES (?, ?, ?, ?, ?)", residents),
        ("INSERT INTO resident_words (rowid, words) VALUES (?, ?)", searched),
        ("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?)", links),
        (
            "INSERT INTO syllable (text) VALUES (?)",
            [(word,) for word in sorted(syllables(" ".join(str(row[1]) for row in searched)))],
        ),
    ]
