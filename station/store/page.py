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


Name = tuple[str, str]
"""A thing's kind and its id, which is unique within the kind."""


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

    resident: str
    station: str | None
    body: bytes


class Page(msgspec.Struct, frozen=True):
    """The last state of each thing in the page, by id or by kind and id.

    `things` also has kinds that are unknown to this version; `unreadable` says what is wrong.
    """

    residents: dict[str, Listed] = {}
    links: dict[Name, Link] = {}
    things: dict[Name, bytes] = {}
    removed: dict[str, list[str]] = {}
    unreadable: dict[Name, str] = {}

    def settles(self, name: Name) -> bool:
        """Whether the page brings the thing in a state that can be read, or removes it."""
        kind, id_ = name
        return (
            name in self.links
            or name in self.things
            or (kind == "resident" and id_ in self.residents)
            or id_ in self.removed.get(kind, ())
        )


def read_page(changes: Sequence[Change]) -> Page:
    """Sorts `changes`. What cannot be read is set aside with the reason and holds up nothing."""
    page = Page()
    last = {(change.kind, change.id): change.body for change in changes}
    for name, body in last.items():
        kind, id_ = name
        if body is None:
            page.removed.setdefault(kind, []).append(id_)
        elif kind not in _DECODERS:
            page.things[name] = body
        else:
            _read(page, name, body)
    return page


def _read(page: Page, name: Name, body: bytes) -> None:
    kind, id_ = name
    try:
        thing: Any = _DECODERS[kind].decode(body)
    except msgspec.DecodeError as error:
        page.unreadable[name] = _why(error)
        return
    if thing.id != id_:
        page.unreadable[name] = "its own id is another"
    elif kind == "resident":
        page.residents[id_] = Listed(thing.citizen_id, terms(thing), body)
    elif kind == "appointment":
        page.links[name] = Link(thing.resident, None, body)
    elif kind in LINKED:
        page.links[name] = Link(thing.resident, thing.station, body)
    else:
        page.things[name] = body


def _why(error: msgspec.DecodeError) -> str:
    """The field that is wrong, without what stands in it."""
    place = _PLACE.search(str(error))
    return f"field {place[1]} is wrong" if place else "it is not the JSON of such a thing"
