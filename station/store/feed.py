"""How far the list has come, and how a page of the feed gets into it."""

from datetime import datetime
from typing import NamedTuple

from station.store.database import Database
from station.store.links import remove_links, sweep_links, write_links
from station.store.own import OwnRecords
from station.store.page import LINKED, Name, Page
from station.store.residents import remove_residents, sweep_residents, write_residents

_BY_RESIDENT = {"resident", *LINKED}
_KEEP = (
    "UPDATE resident SET generation = ? WHERE id = ? AND ? = 'resident'",
    "UPDATE link SET generation = ? WHERE id = ? AND kind = ?",
    "UPDATE thing SET generation = ? WHERE id = ? AND kind = ?",
)


class Place(NamedTuple):
    """A place in the feed. `things_version` changes with whatever is not about one resident."""

    cursor: str | None
    generation: int
    restarting: bool
    as_of: datetime | None
    things_version: int


class Feed:
    """The list's side of the feed."""

    def __init__(self, database: Database, own: OwnRecords) -> None:
        self._database = database
        self._own = own
        self._seen: tuple[object, Place] | None = None

    def place(self) -> Place:
        """Where the list stands; read once for all that is read of one state."""
        snapshot = self._database.snapshot
        if self._seen and self._seen[0] is snapshot:
            return self._seen[1]
        cursor, generation, restarting, as_of, version = self._database.rows(
            "SELECT cursor, generation, restarting, as_of, things_version FROM feed"
        )[0]
        at = None if as_of is None else datetime.fromisoformat(as_of)
        place = Place(cursor, generation, bool(restarting), at, version)
        self._seen = None if snapshot is None else (snapshot, place)
        return place

    def take_in(self, page: Page, *, restart: bool, more: bool) -> Place:
        """Writes `page`, and sweeps at the end of a feed that began anew. Inside `writing()`."""
        before = self.place()
        generation = before.generation + restart
        restarting = restart or before.restarting
        self._own.refresh()
        self._write(page, generation)
        if restarting and not more:
            self._sweep(generation)
        removed = {kind for kind, ids in page.removed.items() if ids}
        changed = bool(page.things or restarting or removed - _BY_RESIDENT)
        return before._replace(
            generation=generation,
            restarting=restarting and more,
            things_version=before.things_version + changed,
        )

    def move_to(self, place: Place) -> None:
        """Keeps the place. In the transaction of the rows that it stands for."""
        as_of = place.as_of.isoformat() if place.as_of else None
        self._database.write(
            "UPDATE feed SET cursor = ?, generation = ?, restarting = ?, as_of = ?,"
            " things_version = ?",
            (place.cursor, place.generation, place.restarting, as_of, place.things_version),
        )

    def unreadable(self) -> dict[Name, str]:
        """What the hub sent and this version cannot read, and what is wrong with it."""
        rows = self._database.rows("SELECT kind, id, why FROM unreadable")
        return {(kind, id_): why for kind, id_, why in rows}

    def _write(self, page: Page, generation: int) -> None:
        database = self._database
        write_residents(database, page.residents, generation)
        write_links(database, page.links, generation)
        database.write_many(
            "INSERT INTO thing (kind, id, generation, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET generation = excluded.generation, body = excluded.body",
            [(kind, id_, generation, body) for kind, id_, body in page.things],
        )
        for kind, ids in page.removed.items():
            if ids:
                self._remove(kind, ids, generation)
        self._set_aside(page, generation)

    def _remove(self, kind: str, ids: list[str], generation: int) -> None:
        if kind == "resident":
            remove_residents(self._database, ids)
        elif kind in LINKED:
            remove_links(self._database, kind, ids, generation, self._own)
        else:
            self._database.write_many(
                "DELETE FROM thing WHERE kind = ? AND id = ?", ((kind, id_) for id_ in ids)
            )

    def _set_aside(self, page: Page, generation: int) -> None:
        """An older state of what cannot be read stays in place, until one comes that can."""
        database = self._database
        if before := self.unreadable().keys():
            database.write_many(
                "DELETE FROM unreadable WHERE kind = ? AND id = ?", list(before & page.names())
            )
        database.write_many(
            "INSERT OR REPLACE INTO unreadable (kind, id, generation, why) VALUES (?, ?, ?, ?)",
            [(*name, generation, why) for name, why in page.unreadable.items()],
        )
        for sql in _KEEP:
            database.write_many(sql, [(generation, id_, kind) for kind, id_ in page.unreadable])

    def _sweep(self, generation: int) -> None:
        sweep_residents(self._database, generation)
        sweep_links(self._database, generation, self._own)
        self._database.write("DELETE FROM thing WHERE generation < ?", (generation,))
        self._database.write("DELETE FROM unreadable WHERE generation < ?", (generation,))
