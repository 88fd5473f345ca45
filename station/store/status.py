"""What the status bar says: how fresh the list is, what is to be sent, and how the hub answered."""

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from station.store.database import Database
from station.store.notes import read_note, write_note
from station.store.outbox import Outbox
from station.store.roster import Roster

_NOTE = "contact"
_KEPT_AT_LEAST_EVERY = timedelta(seconds=10)


class HubState(StrEnum):
    """How the last call to the hub ended. REVOKED asks the kiosk to lock."""

    NEVER = "never"
    ONLINE = "online"
    OFFLINE = "offline"
    REFUSED = "refused"
    REVOKED = "revoked"


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """The last call to the hub. `answered_at` is when it last answered; `detail` is for the log."""

    state: HubState = HubState.NEVER
    answered_at: datetime | None = None
    detail: str = ""


class StationStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How the station is doing; nothing in here is about a resident."""

    as_of: datetime | None
    tables: int
    to_send: int
    parked: int
    unreadable: int
    contact: Contact


class Status:
    """Read by the kiosk, written by the sync."""

    def __init__(self, database: Database, roster: Roster, outbox: Outbox) -> None:
        self._database = database
        self._roster = roster
        self._outbox = outbox

    def read(self) -> StationStatus:
        """How things stand now."""
        return StationStatus(
            as_of=self._roster.as_of(),
            tables=len({seen.table for seen in self._roster.tables()}),
            to_send=self._outbox.backlog(),
            parked=self._database.value("SELECT count(*) FROM parked") or 0,
            unreadable=self._database.value("SELECT count(*) FROM unreadable") or 0,
            contact=self.contact(),
        )

    def contact(self) -> Contact:
        """How the last call to the hub ended."""
        return read_note(self._database, _NOTE, Contact) or Contact()

    def report(self, state: HubState, at: datetime, detail: str = "") -> None:
        """Keeps how a call to the hub ended. What says nothing new is not written: cards wear."""
        with self._database.writing():
            before = self.contact()
            answered_at = at if state is HubState.ONLINE else before.answered_at
            contact = Contact(state=state, answered_at=answered_at, detail=detail)
            if not _says_the_same(before, contact):
                write_note(self._database, _NOTE, contact)


def _says_the_same(before: Contact, now: Contact) -> bool:
    if (before.state, before.detail) != (now.state, now.detail):
        return False
    if before.answered_at is None or now.answered_at is None:
        return before.answered_at == now.answered_at
    return abs(now.answered_at - before.answered_at) < _KEPT_AT_LEAST_EVERY
