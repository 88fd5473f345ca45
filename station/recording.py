"""Writes what the desk asks for into the ledger."""

from typing import Any

import msgspec

from station.clock import Reading
from station.domain import effects, events
from station.domain.code import kind_of
from station.domain.screens import Subject, VialInUse
from station.store.ledger import Ledger


def record(effect: effects.Write, ledger: Ledger, now: Reading, staff: str) -> events.AnyEvent:
    """The event of `effect`, durable. Raises StoreError, and then nothing is recorded."""
    kind, fields = _event_of(effect)
    return ledger.append(kind, now, staff=staff, **fields)


def _event_of(effect: effects.Write) -> tuple[type[events.AnyEvent], dict[str, Any]]:
    match effect:
        case effects.RecordArrival(subject=subject):
            reasons = subject.verdict.reasons
            return events.Arrived, _scanned(subject) | {"reasons": reasons}
        case effects.RecordRefusal(subject=subject, reasons=reasons):
            return events.TurnedAway, _scanned(subject) | {"reasons": reasons}
        case effects.RecordDose():
            return events.Dosed, _dose(effect)
        case effects.RecordVial(vial=vial):
            return events.VialOpened, _vial(vial)
        case effects.TakeBack(event=event, why=why):
            taken_back = {"resident": event.resident, "corrects": event.id, "why": why}
            return events.Corrected, taken_back


def _scanned(subject: Subject) -> dict[str, Any]:
    return {"resident": _id(subject), "code": kind_of(subject.code)}


def _dose(effect: effects.RecordDose) -> dict[str, Any]:
    chosen = msgspec.structs.asdict(effect.choice)
    subject = effect.subject
    return chosen | {
        "resident": _id(subject),
        "dose_number": subject.dose_number,
        "override": effect.override,
    }


def _vial(vial: VialInUse) -> dict[str, Any]:
    fields = msgspec.structs.asdict(vial)
    doses = fields.pop("doses_left")
    return fields | {"doses": doses}


def _id(subject: Subject) -> str | None:
    return subject.resident.id if subject.resident else None
