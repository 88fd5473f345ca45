"""The database's key: 32 random bytes in a file that only the station's processes can read."""

import os
import secrets
from pathlib import Path

from station.store.database import KEY_BYTES
from station.store.errors import NotOpenedError
from station.store.folder import file_mode, make_file

KEY_FILE = "key"
DATABASE_FILE = "station.db"


def load_or_create_key(home: Path) -> bytes:
    """The key of the station at `home`. Made on the first call; never made beside a database.

    Raises NotOpenedError where the key is missing, damaged, or readable by others.
    """
    path = home / KEY_FILE
    if not path.exists():
        _create(home)
    allowed = file_mode(home)
    if path.stat().st_mode & 0o077 & ~allowed:
        raise NotOpenedError(f"{path}: other users can read the key. Run: chmod {allowed:o} {path}")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise NotOpenedError(
            f"{path}: the key has {len(key)} bytes, it needs {KEY_BYTES}. "
            "Restore it from the backup."
        )
    return key


def _create(home: Path) -> None:
    """Writes the whole key under another name first: a second process never reads half of it."""
    if (home / DATABASE_FILE).exists():
        raise NotOpenedError(
            f"{home / KEY_FILE}: missing, and {DATABASE_FILE} cannot be read without it. "
            "Restore it from the backup; a new key would not open the database."
        )
    draft = home / f".{KEY_FILE}.{os.getpid()}.{secrets.token_hex(4)}"
    make_file(draft, secrets.token_bytes(KEY_BYTES))
    try:
        (home / KEY_FILE).hardlink_to(draft)
    except FileExistsError:
        pass  # Another process was faster; its key is the one.
    finally:
        draft.unlink()
    _sync_directory(home)


def _sync_directory(home: Path) -> None:
    handle = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
