"""What was shown as recorded is there: after a kill, a torn log, a full disk."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from station.store.errors import DamagedError, DiskFullError
from station.store.key import DATABASE_FILE, KEY_FILE
from station.store.station import StationStore
from tests.store.world import DAO, TABLE_1, brought, dose, feed

KILLS = 25
CUTS = 60
LOG = f"{DATABASE_FILE}-wal"


def recorder(home: Path, *limits: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.recorder", str(home), *map(str, limits)],
        stdout=subprocess.PIPE,
        text=True,
    )


def record_without_end(store: StationStore, shown: list[int]) -> None:
    while True:
        shown.append(dose(store).seq)


def test_a_kill_at_any_moment_loses_no_dose_that_was_shown_as_recorded(home: Path) -> None:
    chance = random.Random(5)  # noqa: S311  (moments, not secrets)
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
    for _ in range(KILLS):
        with recorder(home) as table:
            assert table.stdout is not None
            shown = [int(table.stdout.readline()) for _ in range(chance.randrange(1, 60))]
            table.send_signal(signal.SIGKILL)
            shown += [
                int(line)
                for line in table.stdout.read().splitlines(keepends=True)
                if line.endswith("\n")
            ]
        with StationStore.open(home) as store:
            assert store.ledger.tip().seq - shown[-1] in (0, 1)
            assert store.ledger.verify() is None


def test_a_log_torn_at_any_byte_keeps_every_commit_before_it(home: Path, tmp_path: Path) -> None:
    """What a power cut leaves: all that was synchronised, and of the rest anything at all."""
    chance = random.Random(6)  # noqa: S311  (places, not secrets)
    recorded_at = []
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
        for _ in range(40):
            dose(store)
            recorded_at.append((home / LOG).stat().st_size)
        log = (home / LOG).read_bytes()
        for number in range(CUTS):
            cut = chance.randrange(recorded_at[0], len(log) + 1)
            copy = tmp_path / f"after-cut-{number}"
            copy.mkdir(mode=0o700)
            for name in (DATABASE_FILE, KEY_FILE):
                shutil.copy(home / name, copy / name)
            (copy / LOG).write_bytes(log[:cut] + chance.randbytes(chance.randrange(9000)))
            with StationStore.open(copy) as after:
                assert after.ledger.tip().seq >= sum(size <= cut for size in recorded_at)
                assert after.ledger.verify() is None


def test_a_full_database_says_so_and_keeps_what_it_has(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    pages = int(store.database.value("PRAGMA page_count") or 0)
    store.database.execute(f"PRAGMA max_page_count = {pages}")
    shown: list[int] = []
    with pytest.raises(DiskFullError, match="Free some space"):
        record_without_end(store, shown)
    with StationStore.open(store.database.path.parent) as other:
        assert [entry.seq for entry in other.ledger.entries(0, 10_000)] == shown
        assert other.ledger.verify() is None
        assert dose(other).seq == len(shown) + 1
    store.database.execute(f"PRAGMA max_page_count = {pages * 10}")
    assert dose(store).seq == len(shown) + 2


def test_a_card_without_room_loses_nothing_and_recording_goes_on_with_room(home: Path) -> None:
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
    with recorder(home, 400_000) as table:
        assert table.stdout is not None
        *shown, error, after = table.stdout.read().splitlines()
    assert error.startswith((DiskFullError.__name__, DamagedError.__name__))
    assert len(shown) > 20
    with StationStore.open(home) as store:
        assert int(after) == len(shown) + 1
        assert [entry.seq for entry in store.ledger.entries(0, 10_000)] == [
            *map(int, shown),
            int(after),
        ]
        assert store.ledger.verify() is None
