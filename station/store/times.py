"""What the station remembers of the time across power cuts."""

from datetime import datetime

from station.clock import Moment
from station.domain import events
from station.store.database import Database
from station.store.notes import read_note, write_note

_NOTE = "hub_time"


class Times:
    """The hub's time as last learnt, and what has certainly passed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self) -> Moment | None:
        """The hub's time, as last learnt."""
        return read_note(self._database, _NOTE, Moment)

    def clock_known(self, boot: str, mono_ms: int, true_at: datetime) -> None:
        """Keeps that it was `true_at` (UTC) at `mono_ms` of `boot`."""
        with self._database.writing():
            write_note(self._database, _NOTE, Moment(at=true_at, boot=boot, mono_ms=mono_ms))

    def latest(self) -> list[Moment]:
        """Moments that have certainly passed: the hub's time, the list's, the last event's."""
        seen = [self.known(), self._list(), self._last_event()]
        return [moment for moment in seen if moment is not None]

    def _list(self) -> Moment | None:
        as_of = self._database.value("SELECT as_of FROM feed")
        return None if as_of is None else Moment(at=datetime.fromisoformat(as_of))

    def _last_event(self) -> Moment | None:
        canonical = self._database.value("SELECT canonical FROM event ORDER BY seq DESC LIMIT 1")
        if canonical is None:
            return None
        event = events.decode(canonical)
        return Moment(at=event.at, boot=event.boot, mono_ms=event.mono_ms)
