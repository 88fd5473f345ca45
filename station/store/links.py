"""Appointments, doses and arrivals as the feed brings them, each beside its resident.

A dose or arrival of this station that the feed has brought counts by the feed's word from then on:
once the hub removes it, an empty row keeps the ledger's own record from showing through.
"""

import json
from collections.abc import Collection, Mapping

from station.store.database import Database
from station.store.own import OwnRecords
from station.store.page import Link

_DONE_BY_STATIONS = ("dose", "arrival")


def write_links(
    database: Database, kind: str, links: Mapping[str, Link], generation: int, station: str | None
) -> None:
    """Adds or replaces `links` of `kind` (one of page.LINKED)."""
    if kind in _DONE_BY_STATIONS:
        database.write_many(
            f"INSERT INTO {kind} (resident, id, generation, own, body) VALUES (?, ?, ?, ?, ?)"  # noqa: S608
            " ON CONFLICT DO UPDATE SET resident = excluded.resident,"
            " generation = excluded.generation, own = excluded.own, body = excluded.body",
            (
                (link.resident, id_, generation, link.station == station, link.body)
                for id_, link in links.items()
            ),
        )
        return
    database.write_many(
        "INSERT INTO appointment (resident, id, generation, body) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET resident = excluded.resident,"
        " generation = excluded.generation, body = excluded.body",
        ((link.resident, id_, generation, link.body) for id_, link in links.items()),
    )


def remove_links(
    database: Database, kind: str, ids: Collection[str], generation: int, own: OwnRecords
) -> None:
    """Removes what the hub removed; what is this station's own stays as an empty row."""
    if kind in _DONE_BY_STATIONS:
        mine = [(own.resident_of(id_), id_) for id_ in ids if own.resident_of(id_)]
        database.write_many(
            f"INSERT INTO {kind} (resident, id, generation, own) VALUES (?, ?, ?, 1)"  # noqa: S608
            " ON CONFLICT DO UPDATE SET body = NULL, own = 1, generation = excluded.generation",
            [(resident, id_, generation) for resident, id_ in mine],
        )
        ids = [id_ for id_ in ids if not own.resident_of(id_)]
    database.write_many(f"DELETE FROM {kind} WHERE id = ?", ((id_,) for id_ in ids))  # noqa: S608


def sweep_links(database: Database, generation: int, unacknowledged: Collection[str]) -> None:
    """Removes what the feed's pass `generation` did not bring.

    What is this station's own and acknowledged was removed by the hub; what is unacknowledged, the
    hub does not know, and the ledger's own record counts again.
    """
    database.write("DELETE FROM appointment WHERE generation < ?", (generation,))
    still_ours = json.dumps(list(unacknowledged))
    for kind in _DONE_BY_STATIONS:
        database.write(
            f"DELETE FROM {kind} WHERE generation < ?"  # noqa: S608
            " AND (NOT own OR id IN (SELECT value FROM json_each(?)))",
            (generation, still_ours),
        )
        database.write(
            f"UPDATE {kind} SET body = NULL, generation = ?1 WHERE generation < ?1",  # noqa: S608
            (generation,),
        )
