"""Who may use a station's files: its user alone, or two users of one group in a shared folder."""

import os
import stat
from pathlib import Path


def file_mode(home: Path) -> int:
    """0o600, or 0o660 in a set-group-id folder: kiosk and exchange then are users of their own."""
    return 0o660 if home.stat().st_mode & stat.S_ISGID else 0o600


def make_file(path: Path, content: bytes = b"") -> None:
    """Makes `path` with the mode of its folder, whatever the umask, and syncs it.

    Raises FileExistsError where there is one.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, content)
        os.fchmod(handle, file_mode(path.parent))
        os.fsync(handle)
    finally:
        os.close(handle)
