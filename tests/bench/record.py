"""Recording a dose durably, against a bare commit of the same bytes on the same disk."""

import time
from collections.abc import Iterator
from pathlib import Path

from station.clock import Reading, SystemClock
from station.domain.events import Dosed
from station.store.database import Database, open_database
from station.store.station import StationStore
from tests.bench.report import Measurement, percentile, within
from tests.bench.roster import enrolled

DOSES = 2_000
WARM_UP = 500
"""Until the logs have their size: a file that grows is another cost, and the same for both."""


def measure(folder: Path) -> Iterator[Measurement]:
    """Both in turn, one dose each, so that the disk's moods hit both alike."""
    bare = open_bare(folder / "bare.db")
    with StationStore.open(folder / "station") as store:
        store.identity.set(enrolled())
        clock = SystemClock(store.times)
        ours_s, bare_s = [], []
        for number in range(WARM_UP + DOSES):
            ours_s.append(record(store, clock.read(), number))
            bare_s.append(commit(bare, store))
    bare.close()
    for share in (0.5, 0.95):
        ours_ms = percentile(ours_s[WARM_UP:], share) * 1e3
        bare_ms = percentile(bare_s[WARM_UP:], share) * 1e3
        yield within(f"record a dose, p{share * 100:.0f}, ms", ours_ms, bare_ms, times=1.3)


def open_bare(path: Path) -> Database:
    """The same file format, key, log and synchronisation; one table without any other index."""
    database = open_database(path, bytes(range(32)))
    database.execute(
        "CREATE TABLE bare (seq INTEGER PRIMARY KEY, id TEXT, kind TEXT, resident TEXT,"
        " canonical BLOB, hash BLOB)"
    )
    return database


def record(store: StationStore, now: Reading, number: int) -> float:
    """Seconds until the dose is durable."""
    began_s = time.perf_counter()
    store.ledger.append(
        Dosed,
        now,
        staff="n-12",
        resident=f"resident-{number * 7919 % 100_003:06}",
        product="astrazeneca",
        lot="ABV4011",
        dose_number=1,
        vial="01a20ca3-7c1c-7a32-9411-1cafec2042a0",
    )
    return time.perf_counter() - began_s


def commit(bare: Database, store: StationStore) -> float:
    """Seconds until the bytes that were just recorded are durable without us."""
    row = store.database.rows(
        "SELECT id, kind, resident, canonical, hash FROM event ORDER BY seq DESC LIMIT 1"
    )[0]
    connection = bare.conn
    began_s = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO bare (id, kind, resident, canonical, hash) VALUES (?, ?, ?, ?, ?)", row
    )
    connection.execute("COMMIT")
    return time.perf_counter() - began_s
