"""The store of one station, opened as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from station.store.database import Database, open_database
from station.store.folder import make_file
from station.store.identity import Identity
from station.store.key import DATABASE_FILE, load_or_create_key
from station.store.ledger import Ledger
from station.store.outbox import Outbox
from station.store.own import OwnRecords
from station.store.roster import Roster
from station.store.search import Search
from station.store.status import Status
from station.store.times import Times


class StationStore:
    """One connection to the station's file: each thread and each process opens its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.identity = Identity(database)
        self.ledger = Ledger(database)
        self.outbox = Outbox(database, self.ledger)
        self.roster = Roster(database, self.identity, OwnRecords(database))
        self.search = Search(database)
        self.status = Status(database, self.roster, self.outbox)
        self.times = Times(database)

    @classmethod
    def open(cls, home: Path) -> Self:
        """The store in the folder `home`; made there, with a key, the first time."""
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = load_or_create_key(home)
        with suppress(FileExistsError):
            # SQLite's own mode would shut out the other process; its log takes the mode of this.
            make_file(home / DATABASE_FILE)
        return cls(open_database(home / DATABASE_FILE, key))

    def data_version(self) -> int:
        """Changes when another connection commits; cheap enough to ask ten times a second."""
        return int(self.database.value("PRAGMA data_version") or 0)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything read inside is of one moment, whatever another process writes meanwhile."""
        with self.database.reading():
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything written inside is kept together or not at all."""
        with self.database.writing():
            yield

    def close(self) -> None:
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
