"""The encrypted file: opened, checked, migrated, and written in whole transactions only."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from station.store.errors import NewerSchemaError, NotOpenedError, StoreError, translated
from station.store.schema import SCHEMA
from station.store.sqlcipher import DatabaseError, Migrations, PlainDatabase, connect
from station.store.transaction import Transaction

BUSY_TIMEOUT_S = 10.0
"""Longer than the other process's longest write, a page of the feed on a slow card."""

KEY_BYTES = 32
_CACHE_KIB = 32 * 1024
_LOG_PAGES = 4_000
"""After how many pages the log is carried over: a list comes in with far fewer double writes, and a
dose rarely waits for it."""

_LARGEST_IDLE_LOG_BYTES = 64 * 1024 * 1024


class Database(PlainDatabase):
    """sqlite-utils' database with whole reads, whole writes, and the store's own errors."""

    path: Path
    snapshot: object | None = None
    """Stands for the one state that all reads inside `reading()` see; None outside."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        """All rows at once: a cursor left open would hold back every other reader's view."""
        try:
            return self.conn.execute(sql, parameters).fetchall()
        except DatabaseError as error:
            raise translated(error, self.path) from error

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Any | None:
        """The first row, or None."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any | None:
        """The first column of the first row, or None."""
        found = self.rows(sql, parameters)
        return found[0][0] if found else None

    def write(self, sql: str, parameters: Sequence[object] = ()) -> int:
        """Runs one statement inside `writing()`; returns the number of rows it changed."""
        return self.conn.execute(sql, parameters).rowcount

    def write_many(self, sql: str, rows: Iterable[Sequence[object]]) -> int:
        """Runs one statement for each of `rows` inside `writing()`; returns the rows changed."""
        return self.conn.executemany(sql, rows).rowcount

    @contextmanager
    def reading(self) -> Iterator[None]:
        """All reads inside see one state, and cost half of what they cost alone. Not for writes."""
        if self.conn.in_transaction:
            yield
            return
        try:
            self.conn.execute("BEGIN")
        except DatabaseError as error:
            raise translated(error, self.path) from error
        self.snapshot = object()
        try:
            yield
        finally:
            self.snapshot = None
            self.rollback()

    def writing(self) -> AbstractContextManager[None]:
        """One transaction; nested in another it is part of that one."""
        if self.snapshot is not None:
            raise StoreError(f"{self.path}: a write inside reading() would be rolled back.")
        if self.conn.in_transaction:
            return nullcontext()
        return Transaction(self.conn, self.path)


def open_database(path: Path, key: bytes) -> Database:
    """The station's database at `path`, made if it is not there, at the newest schema.

    Raises NotOpenedError where the key does not fit, NewerSchemaError where a newer program wrote
    the file, and the other errors of the store.
    """
    if len(key) != KEY_BYTES:
        raise NotOpenedError(f"{path}: the key has {len(key)} bytes, it needs {KEY_BYTES}.")
    database: Database | None = None
    try:
        database = Database(connect(path, key, BUSY_TIMEOUT_S), execute_plugins=False)
        database.path = path
        _configure(database)
        migrate(database, SCHEMA)
    except DatabaseError as error:
        raise _closed(database, translated(error, path)) from error
    except StoreError as error:
        raise _closed(database, error) from None
    return database


def _closed(database: Database | None, error: StoreError) -> StoreError:
    if database is not None:
        database.close()
    return error


def _configure(database: Database) -> None:
    """Write-ahead log and full synchronisation: a commit that returned survives a power cut."""
    with database.ensure_autocommit_on():
        mode = database.value("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        database.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        database.execute(f"PRAGMA journal_size_limit = {_LARGEST_IDLE_LOG_BYTES}")
    synchronous = database.value("PRAGMA synchronous")
    if (mode, synchronous) != ("wal", 2):
        raise StoreError(
            f"{database.path}: this file system keeps no durable log "
            f"(journal {mode}, synchronous {synchronous}). Use a local disk."
        )


def migrate(database: Database, schema: Migrations) -> None:
    """Brings `database` to `schema`, all of it or nothing; two processes may open at once."""
    known = {step.name for step in schema._migrations}
    newer = {step.name for step in schema.applied(database)} - known
    if newer:
        raise NewerSchemaError(
            f"{database.path}: written by a newer version (steps {', '.join(sorted(newer))}). "
            "Install that version again; this one leaves the file as it is."
        )
    if schema.pending(database):
        with database.writing():
            schema.apply(database)
