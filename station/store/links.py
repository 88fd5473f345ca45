"""Appointments, doses and arrivals as the feed brings them, each linked to its resident.

A dose or arrival of this station that the feed has brought counts by the feed's word from then on:
once the hub removes it, an empty row keeps the ledger's own record from showing through.
"""

import json
from collections.abc import Collection, Sequence
from operator import itemgetter

from station.store.database import Database
from station.store.own import OwnRecords
from station.store.page import LinkRow

_WRITE = """
    INSERT INTO link (id, kind, resident, station, body, generation) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id, kind) DO UPDATE SET resident = excluded.resident,
        station = excluded.station, body = excluded.body, generation = excluded.generation
"""
_resident = itemgetter(2)


def write_links(database: Database, links: Sequence[LinkRow], generation: int) -> None:
    """Adds or replaces links, those of one resident beside each other: a verdict reads them all."""
    together = sorted(links, key=_resident)
    database.write_many(_WRITE, [(*link, generation) for link in together])


def remove_links(
    database: Database, kind: str, ids: Collection[str], generation: int, own: OwnRecords
) -> None:
    """Removes what the hub removed; of this station's own an empty row stays."""
    mine = {id_: resident for id_ in ids if (resident := own.resident_of(id_))}
    database.write_many(
        _WRITE,
        [(id_, kind, resident, own.station, None, generation) for id_, resident in mine.items()],
    )
    database.write_many(
        "DELETE FROM link WHERE id = ? AND kind = ?",
        [(id_, kind) for id_ in ids if id_ not in mine],
    )


def sweep_links(database: Database, generation: int, own: OwnRecords) -> None:
    """Removes what the feed's pass `generation` did not bring.

    What is this station's own and acknowledged was removed by the hub; what is unacknowledged, the
    hub does not know, and the ledger's own record counts again.
    """
    database.write(
        "DELETE FROM link WHERE generation < ?"
        " AND (station IS NOT ? OR id IN (SELECT value FROM json_each(?)))",
        (generation, own.station, json.dumps(own.unacknowledged())),
    )
    database.write(
        "UPDATE link SET body = NULL, generation = ?1 WHERE generation < ?1", (generation,)
    )
