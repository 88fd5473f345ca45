"""A desk as lines: what it shows and does as JSON, one object a line, and touches as words.

So a desk is worked from a terminal, from another program, or by a window's remote control:

    confirm · decide WHY · edit · refuse · back · search · type TEXT · pick RESIDENT · undo
    choose PRODUCT LOT EXPIRY · vial PRODUCT LOT EXPIRY DOSES · quit
"""

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from station.desk import Heard, Kept, Report, Shown
from station.domain import inputs, screens
from station.domain.code import kind_of
from station.domain.screens import Choice, Match, Screen, Subject, VialInUse


class Quit(msgspec.Struct, frozen=True):
    """Whoever works the desk is done with it."""


class TouchError(ValueError):
    """A line that is no touch; its text says what is allowed."""


def line_of(report: Report) -> str | None:
    """The line for `report`; None for what is only heard."""
    match report:
        case Shown(desk=desk, waited_ms=waited_ms):
            fields = _shown(desk.screen) | _timed("scan_to_verdict_ms", waited_ms)
        case Kept(event=event, record_ms=record_ms):
            fields = {"written": event.kind, "event": event.id, "seq": event.seq}
            fields |= {"resident": event.resident} | _timed("record_ms", record_ms)
        case Heard():
            return None
    return msgspec.json.encode(fields).decode()


def _timed(name: str, ms: float | None) -> dict[str, Any]:
    return {} if ms is None else {name: round(ms, 3)}


def _shown(screen: Screen) -> dict[str, Any]:
    named: dict[str, Any] = {"screen": screen.__struct_config__.tag}
    match screen:
        case screens.Found(subject=subject) | screens.Dosing(subject=subject):
            return named | _subject(subject)
        case screens.Recorded(event=event):
            return named | {"event": event.id, "seq": event.seq, "resident": event.resident}
        case screens.Searching(text=text, matches=matches):
            return named | {"text": text, "matches": [_match(match) for match in matches]}
        case screens.OutOfOrder(why=why):
            return named | {"why": why}
        case screens.Ready():
            return named


def _subject(subject: Subject) -> dict[str, Any]:
    return {
        "decision": subject.verdict.decision,
        "reasons": subject.verdict.reasons,
        "code": kind_of(subject.code),
        "resident": subject.resident.id if subject.resident else None,
    }


def _match(match: Match) -> dict[str, Any]:
    person = match.resident
    return {"resident": person.id, "name": person.name, "birth_year": person.birth_year}


def touch_of(line: str) -> inputs.Input | Quit:
    """The touch that `line` asks for. Raises TouchError."""
    word, _, rest = line.strip().partition(" ")
    if word not in _TOUCHES:
        raise TouchError(f"{word!r} is no touch; there are: {', '.join(_TOUCHES)}")
    try:
        return _TOUCHES[word](rest.strip())
    except (TypeError, ValueError) as error:
        raise TouchError(f"{word}: {error}") from error


def _choose(rest: str) -> inputs.Input:
    product, lot, expiry = rest.split()
    return inputs.Choose(choice=Choice(product=product, lot=lot, expiry=date.fromisoformat(expiry)))


def _vial(rest: str) -> inputs.Input:
    product, lot, expiry, doses = rest.split()
    vial = VialInUse(
        vial=uuid.uuid4().hex,
        product=product,
        lot=lot,
        expiry=date.fromisoformat(expiry),
        doses_left=int(doses),
    )
    return inputs.UseVial(vial=vial)


_TOUCHES: dict[str, Callable[[str], inputs.Input | Quit]] = {
    "confirm": lambda _: inputs.Confirm(),
    "decide": lambda why: inputs.Decide(why=why),
    "edit": lambda _: inputs.Edit(),
    "refuse": lambda _: inputs.Refuse(),
    "back": lambda _: inputs.Back(),
    "search": lambda _: inputs.OpenSearch(),
    "type": lambda text: inputs.Type(text=text),
    "pick": lambda resident: inputs.Pick(resident=resident),
    "undo": lambda _: inputs.Undo(),
    "choose": _choose,
    "vial": _vial,
    "quit": lambda _: Quit(),
}
