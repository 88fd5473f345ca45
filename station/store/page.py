"""A page of the feed, read and sorted by kind before the database is locked for it."""

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from station.domain.roster import KINDS
from station.store.words import terms

LINKED = ("appointment", "dose", "arrival")
"""The kinds that belong to a resident and are looked up by it."""

_DECODERS = {kind: msgspec.json.Decoder(thing) for kind, thing in KINDS.items()}
_PLACE = re.compile(r"at `\$?\.?([^`]+)`")


class Change(msgspec.Struct, frozen=True, gc=False):
    """A changed thing of the feed; `body` is None where it was removed."""

    kind: str
    id: str
    body: bytes | None


class Listed(msgspec.Struct, frozen=True, gc=False):
    """A resident as the store keeps them: the body, and what it is found by."""

    citizen_id: str | None
    terms: str
    body: bytes


class Link(msgspec.Struct, frozen=True, gc=False):
    """A thing that belongs to `resident`; `station` is set on what a station did."""

    kind: str
    resident: str
    station: str | None
    body: bytes


class Page(msgspec.Struct, frozen=True):
    """The last state of each thing in the page. `things` also has kinds unknown to this version."""

    residents: dict[str, Listed] = {}
    links: dict[str, Link] = {}
    things: dict[tuple[str, str], bytes] = {}
    removed: dict[str, list[str]] = {}
    unreadable: dict[tuple[str, str], str] = {}


def read_page(changes: Sequence[Change]) -> Page:
    """Sorts `changes`. What cannot be read is set aside with the reason and holds up nothing."""
    page = Page()
    last = {(change.kind, change.id): change.body for change in changes}
    for (kind, id_), body in last.items():
        if body is None:
            page.removed.setdefault(kind, []).append(id_)
        elif kind not in _DECODERS:
            page.things[kind, id_] = body
        else:
            _read(page, kind, id_, body)
    return page


def _read(page: Page, kind: str, id_: str, body: bytes) -> None:
    try:
        thing: Any = _DECODERS[kind].decode(body)
    except msgspec.DecodeError as error:
        page.unreadable[kind, id_] = _why(error)
        return
    if thing.id != id_:
        page.unreadable[kind, id_] = "its own id is another"
    elif kind == "resident":
        page.residents[id_] = Listed(thing.citizen_id, terms(thing), body)
    elif kind in LINKED:
        page.links[id_] = Link(kind, thing.resident, getattr(thing, "station", None), body)
    else:
        page.things[kind, id_] = body


def _why(error: msgspec.DecodeError) -> str:
    """The field that is wrong, without what stands in it."""
    place = _PLACE.search(str(error))
    return f"field {place[1]} is wrong" if place else "it is not the JSON of such a thing"
