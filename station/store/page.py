"""A page of the feed, read and sorted into rows before the database is locked for it."""

import re
from collections.abc import Iterator, Mapping, Sequence
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

ResidentRow = tuple[str, str | None, bytes, str]
"""Id, citizen id, body, and the terms that the resident is found by."""

LinkRow = tuple[str, str, str, str | None, bytes]
"""Id, kind, resident, the station that did it (None for what no station did), and body."""

ThingRow = tuple[str, str, bytes]
"""Kind, id, and body."""


class Change(msgspec.Struct, frozen=True, gc=False):
    """A changed thing of the feed; `body` is None where it was removed."""

    kind: str
    id: str
    body: bytes | None


class Page(msgspec.Struct, frozen=True):
    """The last state of each thing in the page, as rows.

    `things` also has kinds that are unknown to this version. `unreadable` says what is wrong.
    """

    residents: list[ResidentRow] = []
    links: list[LinkRow] = []
    things: list[ThingRow] = []
    removed: dict[str, list[str]] = {}
    unreadable: dict[Name, str] = {}

    def names(self) -> set[Name]:
        """All that the page brings in a state that can be read, or removes."""
        gone = {(kind, id_) for kind, ids in self.removed.items() for id_ in ids}
        residents = {("resident", row[0]) for row in self.residents}
        links = {(row[1], row[0]) for row in self.links}
        return gone | residents | links | {(row[0], row[1]) for row in self.things}


def read_page(changes: Sequence[Change]) -> Page:
    """Sorts `changes`. What cannot be read is set aside with the reason and holds up nothing."""
    by_kind: dict[str, dict[str, bytes | None]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, {})[change.id] = change.body
    page = Page()
    for kind, bodies in by_kind.items():
        page.removed[kind] = [id_ for id_, body in bodies.items() if body is None]
        _sort(page, kind, bodies)
    return page


Bodies = Mapping[str, bytes | None]


def _sort(page: Page, kind: str, bodies: Bodies) -> None:
    if kind == "resident":
        page.residents.extend(
            (id_, person.citizen_id, body, terms(person))
            for id_, person, body in _readable(page, kind, bodies)
        )
    elif kind == "appointment":
        page.links.extend(
            (id_, kind, slot.resident, None, body)
            for id_, slot, body in _readable(page, kind, bodies)
        )
    elif kind in LINKED:
        page.links.extend(
            (id_, kind, done.resident, done.station, body)
            for id_, done, body in _readable(page, kind, bodies)
        )
    elif kind in _DECODERS:
        page.things.extend((kind, id_, body) for id_, _, body in _readable(page, kind, bodies))
    else:
        page.things.extend((kind, id_, body) for id_, body in bodies.items() if body is not None)


def _readable(page: Page, kind: str, bodies: Bodies) -> Iterator[tuple[str, Any, bytes]]:
    decode = _DECODERS[kind].decode
    for id_, body in bodies.items():
        if body is None:
            continue
        try:
            thing = decode(body)
        except msgspec.DecodeError as error:
            page.unreadable[kind, id_] = _why(error)
            continue
        if thing.id == id_:
            yield id_, thing, body
        else:
            page.unreadable[kind, id_] = "its own id is another"


def _why(error: msgspec.DecodeError) -> str:
    """The field that is wrong, without what stands in it."""
    place = _PLACE.search(str(error))
    return f"field {place[1]} is wrong" if place else "it is not the JSON of such a thing"
