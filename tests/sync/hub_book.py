"""What a hub on SQLite holds, read from its file."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple


class Held(NamedTuple):
    station: str
    seq: int
    canonical: bytes


class HubBook:
    """The hub's tables, read anew at each look."""

    def __init__(self, home: Path) -> None:
        self._database = home / "hub.sqlite3"

    def events(self, station: str) -> list[Held]:
        """The usable events of a station, in order."""
        return self._held(
            "SELECT station_id, seq, canonical FROM hub_event WHERE station_id = ? ORDER BY seq",
            station,
        )

    def parked(self, station: str) -> list[Held]:
        """Those that the hub keeps aside."""
        return self._held(
            "SELECT station_id, seq, body FROM hub_parkedevent WHERE station_id = ? ORDER BY seq",
            station,
        )

    def forked(self, station: str) -> list[Held]:
        """Those of a second ledger under the station's name."""
        return self._held(
            "SELECT station_id, seq, body FROM hub_forkedevent WHERE station_id = ? ORDER BY seq",
            station,
        )

    def seqs(self, station: str) -> list[int]:
        return [event.seq for event in self.events(station)]

    def _held(self, select: str, station: str) -> list[Held]:
        file = f"file:{self._database}?mode=ro"
        with closing(sqlite3.connect(file, uri=True, timeout=30)) as database:
            return [Held(*row) for row in database.execute(select, (station,)).fetchall()]
