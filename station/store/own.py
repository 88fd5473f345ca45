"""What this station's own ledger says of residents, whether or not the hub knows of it yet.

Folded from the events as they come, in memory: a dose is one row in one table, written once.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from station.domain import events
from station.domain.events import AnyEvent, Arrived, ClockSet, ClockTrust, Corrected, Dosed
from station.domain.roster import Arrival, GivenDose
from station.store.database import Database
from station.store.identity import Enrolled


class OwnRecords:
    """The doses and arrivals of this table that were not taken back."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._forget(None)

    def _forget(self, station: str | None) -> None:
        self.station = station
        self._seen = 0
        self._doses: dict[str, dict[str, int]] = {}
        self._arrivals: dict[str, dict[str, int]] = {}
        self._resident_of: dict[str, str] = {}
        self._clocks: dict[str, ClockSet] = {}
        self.retracted: set[str] = set()

    def refresh(self) -> None:
        """Takes in what was appended since, by any process."""
        row = self._database.row("SELECT station, (SELECT max(seq) FROM event) FROM ledger")
        station, last = row or (None, None)
        if station != self.station:
            self._forget(station)
        if (last or 0) > self._seen:
            self._read_on()

    def _read_on(self) -> None:
        rows = self._database.rows(
            "SELECT seq, id, kind, resident, CASE WHEN kind IN ('corrected', 'clock_set')"
            " THEN canonical END FROM event WHERE seq > ? ORDER BY seq",
            (self._seen,),
        )
        for seq, id_, kind, resident, canonical in rows:
            self._fold(seq, id_, kind, resident, canonical)
            self._seen = seq

    def _fold(
        self, seq: int, id_: str, kind: str, resident: str | None, canonical: bytes | None
    ) -> None:
        match kind:
            case "dosed" if resident:
                self._doses.setdefault(resident, {})[id_] = seq
                self._resident_of[id_] = resident
            case "arrived" if resident:
                self._arrivals.setdefault(resident, {})[id_] = seq
                self._resident_of[id_] = resident
            case "turned_away" if resident:
                self.retracted.update(self._arrivals.pop(resident, {}))
            case "corrected" | "clock_set" if canonical:
                self._fold_whole(events.decode(canonical))

    def _fold_whole(self, event: AnyEvent) -> None:
        match event:
            case Corrected(corrects=id_):
                self.retracted.add(id_)
                resident = self._resident_of.get(id_, "")
                self._doses.get(resident, {}).pop(id_, None)
                self._arrivals.get(resident, {}).pop(id_, None)
            case ClockSet():
                self._clocks[event.boot] = event

    def resident_of(self, event_id: str) -> str | None:
        """Whom a dose or arrival of this ledger is about; None where it is not of this ledger."""
        return self._resident_of.get(event_id)

    def doses(self, resident: str, but: set[str], me: Enrolled, zone: ZoneInfo) -> list[GivenDose]:
        """This table's doses of `resident`, without those whose ids are in `but`."""
        return [
            self._given(event, me, zone)
            for event in self._events(self._doses.get(resident, {}), but)
            if isinstance(event, Dosed)
        ]

    def arrivals(self, resident: str, but: set[str], me: Enrolled) -> list[Arrival]:
        """This table's claims of `resident`, without those whose ids are in `but`."""
        return [
            Arrival(
                id=event.id,
                resident=resident,
                station=event.station,
                table=me.table,
                at=self._true_time(event),
            )
            for event in self._events(self._arrivals.get(resident, {}), but)
            if isinstance(event, Arrived)
        ]

    def unacknowledged(self) -> list[str]:
        """The ids of the events that the hub has not acknowledged."""
        rows = self._database.rows(
            "SELECT id FROM event WHERE seq > (SELECT acknowledged_seq FROM ledger)"
        )
        return [row[0] for row in rows]

    def has_any(self, resident: str) -> bool:
        """Whether this ledger says anything of `resident`."""
        return bool(self._doses.get(resident) or self._arrivals.get(resident))

    def _events(self, places: dict[str, int], but: set[str]) -> list[AnyEvent]:
        found = [
            self._database.value("SELECT canonical FROM event WHERE seq = ?", (seq,))
            for id_, seq in places.items()
            if id_ not in but
        ]
        return [events.decode(canonical) for canonical in found if canonical is not None]

    def _given(self, event: Dosed, me: Enrolled, zone: ZoneInfo) -> GivenDose:
        at = self._true_time(event)
        return GivenDose(
            id=event.id,
            resident=event.resident or "",
            product=event.product,
            dose_number=event.dose_number,
            day=at.astimezone(zone).date(),
            lot=event.lot,
            at=at,
            site=me.site,
            station=event.station,
            table=me.table,
        )

    def _true_time(self, event: AnyEvent) -> datetime:
        """The time of the event, repaired where the clock of its boot became known later."""
        known = self._clocks.get(event.boot)
        if event.clock is ClockTrust.TRUSTED or known is None:
            return event.at
        return events.repaired(event, known) or event.at
