"""Who this station is, to itself and to its hub."""

import msgspec

from station.store.database import Database
from station.store.errors import NotEnrolledError, UnsentEventsError
from station.store.notes import read_note, write_note

_NOTE = "identity"


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """What enrolment gave: the station's place, its hub, and its own key (32 bytes, Ed25519).

    `fingerprint` is the SHA-256 (hex) of the hub's certificate.
    """

    station: str
    site: str
    table: int
    name: str
    hub_url: str
    fingerprint: str
    private_key: bytes


class Identity:
    """The station's enrolment. A new one never drops events that are still to be sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self) -> Enrolled | None:
        """The enrolment, or None before the first."""
        return read_note(self._database, _NOTE, Enrolled)

    def require(self) -> Enrolled:
        """The enrolment. Raises NotEnrolledError before the first."""
        enrolled = self.get()
        if enrolled is None:
            raise NotEnrolledError(
                f"{self._database.path}: this station is not enrolled. Run: tram enrol TEXT"
            )
        return enrolled

    def set(self, enrolled: Enrolled) -> None:
        """Keeps `enrolled`; the ledger goes on where it is the same station's.

        Another station's ledger begins anew beside the old one, which is kept. Raises
        UnsentEventsError while the old one has events that its hub has not acknowledged.
        """
        with self._database.writing():
            before = self.get()
            write_note(self._database, _NOTE, enrolled)
            if before is None or before.station != enrolled.station:
                self._begin_ledger(enrolled.station)
            if before is not None and _feed_of(before) != _feed_of(enrolled):
                self._database.write("UPDATE feed SET cursor = NULL")

    def _begin_ledger(self, station: str) -> None:
        database = self._database
        unsent = database.value(
            "SELECT count(*) FROM event WHERE seq > (SELECT acknowledged_seq FROM ledger)"
        )
        if unsent:
            raise UnsentEventsError(
                f"{database.path}: {unsent} events of the station before are not acknowledged. "
                "Let it reach its hub first (tram sync --once), then enrol again."
            )
        database.write(
            "INSERT INTO former_event SELECT station, seq, canonical, hash FROM event, ledger"
        )
        database.write("DELETE FROM event")
        database.write("DELETE FROM parked")
        database.write(
            "INSERT INTO ledger (id, station) VALUES (1, ?) ON CONFLICT DO UPDATE SET"
            " station = excluded.station, acknowledged_seq = 0,"
            " acknowledged_hash = zeroblob(32), epoch = NULL",
            (station,),
        )


def _feed_of(enrolled: Enrolled) -> tuple[str, str]:
    return enrolled.site, enrolled.fingerprint
