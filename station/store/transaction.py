"""One write to the database, whole or not at all."""

from pathlib import Path
from sqlite3 import Connection
from types import TracebackType

from station.store.errors import translated
from station.store.sqlcipher import DatabaseError


class Transaction:
    """Takes the write lock at once, and commits or rolls back at the end.

    A transaction that reads before it writes would fail beside another writer, whatever the
    time-out. Written out, since a generator here costs a nurse's touch more than the insert does.
    """

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def __enter__(self) -> None:
        self._run("BEGIN IMMEDIATE")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._run("COMMIT")
            return
        if self._connection.in_transaction:
            self._run("ROLLBACK")
        if isinstance(error, DatabaseError):
            raise translated(error, self._path) from error

    def _run(self, sql: str) -> None:
        try:
            self._connection.execute(sql)
        except DatabaseError as error:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise translated(error, self._path) from error
