"""Appointments, doses and arrivals as the feed brings them, each linked to its resident.

A dose or arrival of this station that the feed has brought counts by the feed's word from then on:
once the hub removes it, an empty row keeps the ledger's own record from showing through.
"""

import json
from collections.abc import Collection, Mapping

from station.store.database import Database
from station.store.own import OwnRecords
from station.store.page import Link

_WRITE = """
    INSERT INTO link (id, kind, resident, generation, own, body) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id, kind) DO UPDATE SET resident = excluded.resident,
        generation = excluded.generation, own = excluded.own, body = excluded.body
"""


def write_links(
    database: Database,
    links: Mapping[tuple[str, str], Link],
    generation: int,
    station: str | None,
) -> None:
    """Adds or replaces links; those of `station` are this station's own."""
    database.write_many(
        _WRITE,
        (
            (id_, kind, link.resident, generation, link.station == station, link.body)
            for (kind, id_), link in links.items()
        ),
    )


def remove_links(
    database: Database, kind: str, ids: Collection[str], generation: int, own: OwnRecords
) -> None:
    """Removes what the hub removed; of this station's own an empty row stays."""
    mine = {id_: resident for id_ in ids if (resident := own.resident_of(id_))}
    database.write_many(
        _WRITE, ((id_, kind, resident, generation, True, None) for id_, resident in mine.items())
    )
    database.write_many(
        "DELETE FROM link WHERE id = ? AND kind = ?",
        ((id_, kind) for id_ in ids if id_ not in mine),
    )


def sweep_links(database: Database, generation: int, unacknowledged: Collection[str]) -> None:
    """Removes what the feed's pass `generation` did not bring.

    What is this station's own and acknowledged was removed by the hub; what is unacknowledged, the
    hub does not know, and the ledger's own record counts again.
    """
    database.write(
        "DELETE FROM link WHERE generation < ?"
        " AND (NOT own OR id IN (SELECT value FROM json_each(?)))",
        (generation, json.dumps(list(unacknowledged))),
    )
    database.write(
        "UPDATE link SET body = NULL, generation = ?1 WHERE generation < ?1", (generation,)
    )
