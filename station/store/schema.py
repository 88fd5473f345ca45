"""The tables, and every step by which an older database becomes a newer one.

Things of the feed keep their body as it came; the columns beside it are what look-ups need. A
released step is never edited: add another.
"""

from station.store.sqlcipher import Migrations, PlainDatabase

SCHEMA = Migrations("station")


@SCHEMA()
def the_list(database: PlainDatabase) -> None:
    """Rows come in the order of the feed; only the look-ups behind them are scattered.

    `generation` is the feed's pass that last brought the row; None for what the feed never did. A
    link belongs to a resident; `station` is set on what a station did. Where that is this station,
    a body of None says that the hub removed it: the ledger's own record no longer counts.
    """
    database.executescript(
        """
        CREATE TABLE feed (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            cursor TEXT,
            generation INTEGER NOT NULL DEFAULT 0,
            restarting INTEGER NOT NULL DEFAULT 0,
            as_of TEXT,
            things_version INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        INSERT INTO feed (id) VALUES (1);

        CREATE TABLE resident (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            citizen_id TEXT,
            generation INTEGER,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX resident_citizen_id ON resident (citizen_id) WHERE citizen_id IS NOT NULL;

        CREATE TABLE link (
            key INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            resident TEXT NOT NULL,
            station TEXT,
            generation INTEGER NOT NULL,
            body BLOB,
            UNIQUE (id, kind)
        ) STRICT;
        CREATE INDEX link_resident ON link (resident);

        CREATE TABLE thing (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            generation INTEGER NOT NULL,
            body BLOB NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE unreadable (
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            generation INTEGER NOT NULL,
            why TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;
        """
    )


@SCHEMA()
def search(database: PlainDatabase) -> None:
    """Words of a resident without accents. Nothing needs positions, so `detail` is none."""
    database.executescript(
        """
        CREATE VIRTUAL TABLE resident_words USING fts5 (
            words,
            content = '',
            contentless_delete = 1,
            detail = none,
            prefix = '1 2 3',
            tokenize = "unicode61 remove_diacritics 0 tokenchars '@#'"
        );
        CREATE TABLE syllable (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
        """
    )


@SCHEMA()
def the_ledger(database: PlainDatabase) -> None:
    """Append-only by triggers: no way in SQL to change an event, or to drop one.

    The station's former ledgers are kept as they were. One table and no second index: each further
    page in a commit costs a sixth of the time to record a dose.
    """
    database.executescript(
        """
        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            station TEXT NOT NULL,
            acknowledged_seq INTEGER NOT NULL DEFAULT 0,
            acknowledged_hash BLOB NOT NULL DEFAULT (zeroblob(32)),
            epoch TEXT
        ) STRICT;
        CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            resident TEXT,
            canonical BLOB NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        ) STRICT;
        CREATE TABLE parked (
            seq INTEGER PRIMARY KEY,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            resend INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE former_event (
            station TEXT NOT NULL,
            seq INTEGER NOT NULL,
            canonical BLOB NOT NULL,
            hash BLOB NOT NULL,
            PRIMARY KEY (station, seq)
        ) STRICT;

        CREATE TRIGGER event_follows_the_last BEFORE INSERT ON event
        WHEN NEW.seq IS NOT ifnull((SELECT max(seq) FROM event), 0) + 1
        BEGIN SELECT RAISE(ABORT, 'an event has to follow the last one'); END;
        CREATE TRIGGER event_stays_as_it_is BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
        CREATE TRIGGER event_is_kept BEFORE DELETE ON event
        WHEN NOT EXISTS (
            SELECT 1 FROM ledger JOIN former_event USING (station)
            WHERE former_event.seq = OLD.seq AND former_event.hash = OLD.hash
        ) OR OLD.seq > (SELECT acknowledged_seq FROM ledger)
        BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
        CREATE TRIGGER ledger_is_kept BEFORE DELETE ON ledger
        BEGIN SELECT RAISE(ABORT, 'the ledger is never deleted'); END;
        CREATE TRIGGER former_event_stays_as_it_is BEFORE UPDATE ON former_event
        BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
        CREATE TRIGGER former_event_is_kept BEFORE DELETE ON former_event
        BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;
        """
    )


@SCHEMA()
def the_station(database: PlainDatabase) -> None:
    """Who the station is, what it knows of the time, and how the last contact went."""
    database.executescript(
        """
        CREATE TABLE note (name TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
        """
    )
