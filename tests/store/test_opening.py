"""The file: opened with the right key, on the newest schema, or not at all and untouched."""

import shutil
import sqlite3
from multiprocessing import get_context
from pathlib import Path

import pytest

from station.store.database import migrate, open_database
from station.store.errors import (
    DamagedError,
    NewerSchemaError,
    NotOpenedError,
    StoreError,
)
from station.store.key import DATABASE_FILE, KEY_FILE
from station.store.schema import SCHEMA
from station.store.sqlcipher import Migrations, PlainDatabase
from station.store.station import StationStore
from tests.store.world import DAO, TABLE_1, brought, dose, feed

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))


def test_every_commit_is_synchronised_and_logged_ahead(store: StationStore) -> None:
    assert store.database.value("PRAGMA journal_mode") == "wal"
    assert store.database.value("PRAGMA synchronous") == 2


def test_neither_the_database_nor_its_log_holds_plain_text(home: Path) -> None:
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
        feed(store, brought(DAO), "e1.1")
        dose(store)
        files = [home / DATABASE_FILE, home / f"{DATABASE_FILE}-wal"]
        written = b"".join(file.read_bytes() for file in files)
    assert len(written) > 50_000
    for secret in (DAO.name.encode(), b"nguyen", b"001184012345", b"resident", b"SQLite format"):
        assert secret not in written


def test_another_key_opens_nothing_and_changes_nothing(home: Path) -> None:
    StationStore.open(home).close()
    before = (home / DATABASE_FILE).read_bytes()
    with pytest.raises(NotOpenedError, match="key does not fit"):
        open_database(home / DATABASE_FILE, OTHER_KEY)
    assert (home / DATABASE_FILE).read_bytes() == before


def test_a_key_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotOpenedError, match="31 bytes, it needs 32"):
        open_database(tmp_path / "station.db", KEY[:31])


def test_a_plain_sqlite_file_is_no_station_database(tmp_path: Path) -> None:
    path = tmp_path / "station.db"
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE resident (name TEXT)")
    plain.close()
    with pytest.raises(NotOpenedError, match="no station database"):
        open_database(path, KEY)


def test_a_folder_in_place_of_the_file_is_reported_as_such(tmp_path: Path) -> None:
    with pytest.raises(DamagedError, match="cannot be read or written"):
        open_database(tmp_path, KEY)


def test_a_damaged_page_is_reported_with_the_way_out(home: Path) -> None:
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
        feed(store, brought(DAO), "e1.1")
    with (home / DATABASE_FILE).open("r+b") as file:
        file.seek(4096)
        file.write(bytes(40 * 4096))
    with pytest.raises(StoreError, match="card"), StationStore.open(home) as store:
        store.roster.file(DAO.id)


def test_the_key_is_made_once_and_only_its_owner_reads_it(home: Path) -> None:
    StationStore.open(home).close()
    key = (home / KEY_FILE).read_bytes()
    assert len(key) == 32
    assert (home / KEY_FILE).stat().st_mode & 0o777 == 0o600
    StationStore.open(home).close()
    assert (home / KEY_FILE).read_bytes() == key


def test_a_key_that_others_can_read_is_refused(home: Path) -> None:
    StationStore.open(home).close()
    (home / KEY_FILE).chmod(0o644)
    with pytest.raises(NotOpenedError, match="chmod 600"):
        StationStore.open(home)


def test_no_new_key_is_made_for_a_database_that_has_lost_its_own(home: Path) -> None:
    StationStore.open(home).close()
    (home / KEY_FILE).unlink()
    with pytest.raises(NotOpenedError, match="Restore it from the backup"):
        StationStore.open(home)
    assert not (home / KEY_FILE).exists()


def test_a_key_cut_short_is_refused(home: Path) -> None:
    StationStore.open(home).close()
    (home / KEY_FILE).write_bytes(b"short")
    with pytest.raises(NotOpenedError, match="5 bytes"):
        StationStore.open(home)


def test_a_file_of_a_newer_version_is_left_as_it_is(home: Path) -> None:
    newer = Migrations(SCHEMA.name)

    @newer()
    def in_the_year_2030(database: PlainDatabase) -> None:
        database.execute("CREATE TABLE hologram (id TEXT)")

    with StationStore.open(home) as store:
        newer.apply(store.database)
    with pytest.raises(NewerSchemaError, match="in_the_year_2030"):
        StationStore.open(home)


def test_a_migration_that_fails_leaves_no_trace(home: Path) -> None:
    with StationStore.open(home) as store:
        steps = Migrations("more")

        @steps()
        def good(database: PlainDatabase) -> None:
            database.execute("CREATE TABLE good (id TEXT)")

        @steps()
        def bad(database: PlainDatabase) -> None:
            database.execute("CREATE TABLE bad (id TEXT)")
            database.execute("CREATE TABLE bad (id TEXT)")

        with pytest.raises(StoreError, match="already exists"):
            migrate(store.database, steps)
        assert not {"good", "bad"} & set(store.database.table_names())
        assert [step.name for step in steps.pending(store.database)] == ["good", "bad"]


def test_a_migration_is_applied_once(home: Path) -> None:
    with StationStore.open(home) as store:
        applied = [step.name for step in SCHEMA.applied(store.database)]
    with StationStore.open(home) as store:
        assert [step.name for step in SCHEMA.applied(store.database)] == applied
        assert SCHEMA.pending(store.database) == []


def _open_and_say_the_key(home: Path) -> bytes:
    with StationStore.open(home) as store:
        assert store.roster.cursor() is None
    return (home / KEY_FILE).read_bytes()


def test_processes_that_open_a_new_station_at_once_agree(home: Path) -> None:
    with get_context("spawn").Pool(4) as pool:
        keys = pool.map(_open_and_say_the_key, [home] * 8, chunksize=1)
    assert len(set(keys)) == 1


def test_a_copied_folder_is_a_whole_station(home: Path, tmp_path: Path) -> None:
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
        event = dose(store)
    shutil.copytree(home, tmp_path / "copy")
    with StationStore.open(tmp_path / "copy") as store:
        assert store.ledger.tip().seq == event.seq
