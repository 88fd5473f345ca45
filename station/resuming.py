"""A desk after a restart: its vial in use and its undoable dose, read from the ledger."""

import time
from datetime import timedelta

from station.clock import Clock
from station.domain.desk import UNDO_FOR_S
from station.domain.events import Corrected, Dosed, VialDiscarded, VialOpened
from station.domain.screens import Desk, Undoable, VialInUse
from station.store.ledger import Ledger
from station.store.station import StationStore

VIAL_IN_USE_AT_MOST = timedelta(hours=12)
"""Longer than any day at a table: what was open yesterday is not in use this morning."""

_LOOKED_AT = 200
"""Events of a kind that are looked at: several vials' worth."""


def resumed(store: StationStore, clock: Clock, staff: str) -> Desk:
    """The desk of this table as its ledger leaves it, ready for the next scan."""
    now_s = time.monotonic()
    return Desk(
        staff=staff,
        now_s=now_s,
        vial=_vial_in_use(store.ledger, clock),
        undoable=_undoable(store, clock, now_s),
    )


def _standing(ledger: Ledger) -> list[Dosed]:
    """The latest doses that were not taken back, the newest first."""
    taken_back = {event.corrects for event in ledger.recent(Corrected, _LOOKED_AT)}
    return [dose for dose in ledger.recent(Dosed, _LOOKED_AT) if dose.id not in taken_back]


def _vial_in_use(ledger: Ledger, clock: Clock) -> VialInUse | None:
    for opened in ledger.recent(VialOpened, 1):
        if clock.read().at - opened.at > VIAL_IN_USE_AT_MOST:
            return None
        if any(gone.vial == opened.vial for gone in ledger.recent(VialDiscarded, _LOOKED_AT)):
            return None
        used = sum(dose.vial == opened.vial for dose in _standing(ledger))
        return VialInUse(
            vial=opened.vial,
            product=opened.product,
            lot=opened.lot,
            expiry=opened.expiry,
            doses_left=opened.doses - used,
        )
    return None


def _undoable(store: StationStore, clock: Clock, now_s: float) -> Undoable | None:
    now = clock.read()
    for dose in _standing(store.ledger)[:1]:
        age_s = (now.at - dose.at).total_seconds()
        resident = store.roster.by_id(dose.resident) if dose.resident else None
        if 0 <= age_s <= UNDO_FOR_S:
            return Undoable(
                event=dose, name=resident.name if resident else "", since_s=now_s - age_s
            )
    return None
