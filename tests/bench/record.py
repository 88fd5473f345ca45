"""Recording a dose durably, against a bare commit of the same bytes on the same disk."""

import time
from collections.abc import Iterator
from pathlib import Path

from station.clock import SystemClock
from station.domain.events import Dosed
from station.store.database import Database, open_database
from station.store.station import StationStore
from tests.bench.report import Measurement, percentile, within
from tests.bench.roster import enrolled

DOSES = 1_000


def measure(folder: Path) -> Iterator[Measurement]:
    """Both in turn, one dose each, so that the disk's moods hit both alike."""
    bare = open_bare(folder / "bare.db")
    with StationStore.open(folder / "station") as store:
        store.identity.set(enrolled())
        clock = SystemClock(store.times)
        ours_s, bare_s = [], []
        for number in range(DOSES):
            ours_s.append(record(store, clock, number))
            bare_s.append(commit(bare, store))
    bare.close()
    for share in (0.5, 0.95):
        ours, reference = percentile(ours_s, share), percentile(bare_s, share)
        yield within(
            f"record a dose, p{share * 100:.0f}, ms", ours * 1e3, reference * 1e3, times=1.3
        )


def open_bare(path: Path) -> Database:
    """The same file format, key, journal and synchronisation, one table, no index."""
    database = open_database(path, bytes(range(32)))
    database.execute("CREATE TABLE bare (seq INTEGER PRIMARY KEY, canonical BLOB, hash BLOB)")
    return database


def record(store: StationStore, clock: SystemClock, number: int) -> float:
    """Seconds from the touch to the commit."""
    began_s = time.perf_counter()
    store.ledger.append(
        Dosed,
        clock.read(),
        staff="n-12",
        resident=f"resident-{number * 7919 % 100_003:06}",
        product="astrazeneca",
        lot="ABV4011",
        dose_number=1,
        vial="01a20ca3-7c1c-7a32-9411-1cafec2042a0",
    )
    return time.perf_counter() - began_s


def commit(bare: Database, store: StationStore) -> float:
    """Seconds for the bytes that were just recorded."""
    (entry,) = store.ledger.entries(store.ledger.tip().seq - 1, 1)
    row = (entry.canonical, entry.hash)
    connection = bare.conn
    began_s = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO bare (canonical, hash) VALUES (?, ?)", row)
    connection.execute("COMMIT")
    return time.perf_counter() - began_s
