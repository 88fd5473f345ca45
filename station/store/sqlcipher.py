"""The one place where sqlite-utils is put on top of SQLCipher.

sqlite-utils takes `pysqlite3` before Python's own sqlite3 and catches that module's errors. It has
to find SQLCipher under that name when it is first imported, hence the registration on import.
"""

import sys
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The binding is a fork of Python's own module and carries no annotations.
    from sqlite3 import dbapi2
else:
    import sqlcipher3
    from sqlcipher3 import dbapi2

    sys.modules.setdefault("pysqlite3", sqlcipher3)
    sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

from sqlite_utils import Database as PlainDatabase
from sqlite_utils import Migrations

__all__ = ["Code", "DatabaseError", "IntegrityError", "Migrations", "PlainDatabase", "connect"]

DatabaseError = dbapi2.DatabaseError
IntegrityError = dbapi2.IntegrityError


class Code(IntEnum):
    """SQLite's primary result codes that the store tells apart."""

    BUSY = 5
    LOCKED = 6
    READ_ONLY = 8
    IO = 10
    CORRUPT = 11
    FULL = 13
    CANNOT_OPEN = 14
    NOT_A_DATABASE = 26
    PRIMARY_MASK = 0xFF


def connect(path: Path, key: bytes, busy_timeout_s: float) -> "dbapi2.Connection":
    """A connection that holds `key` (32 bytes, used as they are); nothing has been read yet."""
    connection = dbapi2.connect(str(path), timeout=busy_timeout_s)
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection
