"""What the station remembers of the time across power cuts."""

from datetime import datetime

from station.clock import Moment
from station.domain import events
from station.domain.events import AnyEvent, ClockTrust
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

    def recorded(self) -> Moment | None:
        """The last event's time, where it was trusted when the event was written."""
        event = self._last_event()
        return _moment_of(event) if event and event.clock is ClockTrust.TRUSTED else None

    def latest(self) -> list[Moment]:
        """Moments that have certainly passed: the hub's time, the list's, the last event's."""
        last = self._last_event()
        seen = [self.known(), self._list(), _moment_of(last) if last else None]
        return [moment for moment in seen if moment is not None]

    def _list(self) -> Moment | None:
        as_of = self._database.value("SELECT as_of FROM feed")
        return None if as_of is None else Moment(at=datetime.fromisoformat(as_of))

    def _last_event(self) -> AnyEvent | None:
        canonical = self._database.value("SELECT canonical FROM event ORDER BY seq DESC LIMIT 1")
        return None if canonical is None else events.decode(canonical)


def _moment_of(event: AnyEvent) -> Moment:
    return Moment(at=event.at, boot=event.boot, mono_ms=event.mono_ms)
