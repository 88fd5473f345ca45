"""What can go wrong in the store. Each error says what, where, why, and what to do next.

The texts are for the log and the technician; none of them carries a name, a number or a key.
"""

from pathlib import Path

from station.store.sqlcipher import Code, DatabaseError


class StoreError(Exception):
    """The store could not do what it was asked; nothing of it was kept."""


class DiskFullError(StoreError):
    """No room left on the card."""


class BusyError(StoreError):
    """Another process held the database for longer than the store waits."""


class DamagedError(StoreError):
    """The file, or the card under it, cannot be read or written."""


class NotOpenedError(StoreError):
    """The key does not fit the file, or the file is no station database."""


class NewerSchemaError(StoreError):
    """A newer version of this program has written the file."""


class NotEnrolledError(StoreError):
    """The station has no identity yet."""


class UnsentEventsError(StoreError):
    """What was asked would leave events behind that the hub has not acknowledged."""


class NotOurLedgerError(StoreError):
    """The hub named a place that this ledger does not hold."""


def translated(error: DatabaseError, path: Path) -> StoreError:
    """The store's own error for one of SQLCipher's."""
    cause = f"{error.sqlite_errorname}: {error}" if error.sqlite_errorname else str(error)
    match error.sqlite_errorcode & Code.PRIMARY_MASK:
        case Code.FULL:
            return DiskFullError(
                f"{path}: the disk is full, nothing was written ({cause}). "
                "Free some space and do the last step again."
            )
        case Code.BUSY | Code.LOCKED:
            return BusyError(
                f"{path}: another process is writing, nothing was written ({cause}). "
                "Do the last step again; if it stays so, restart the station's two processes."
            )
        case Code.NOT_A_DATABASE:
            return NotOpenedError(
                f"{path}: the key does not fit, or this is no station database ({cause}). "
                "Put back the key file that belongs to it; do not delete the database."
            )
        case Code.CORRUPT | Code.IO | Code.CANNOT_OPEN | Code.READ_ONLY:
            return DamagedError(
                f"{path}: the card cannot be read or written ({cause}). "
                "Copy the folder to another card before anything else, then replace the card."
            )
        case _:
            return StoreError(f"{path}: the database refused ({cause}). Please report this.")
