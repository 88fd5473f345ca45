"""A page of the feed, read and sorted by kind before the database is locked for it."""

import re
from collections.abc import Sequence

import msgspec

from station.domain.people import Appointment, Resident
from station.domain.roster import KINDS, Arrival, GivenDose

LINKED = ("appointment", "dose", "arrival")
"""The kinds that belong to a resident and are looked up by it."""

_DECODERS = {kind: msgspec.json.Decoder(thing) for kind, thing in KINDS.items()}
_PLACE = re.compile(r"at `\$?\.?([^`]+)`")


class Change(msgspec.Struct, frozen=True):
    """A changed thing of the feed; `body` is None where it was removed."""

    kind: str
    id: str
    body: bytes | None


class Link(msgspec.Struct, frozen=True):
    """A thing that belongs to `resident`; `station` is set on what a station did."""

    resident: str
    station: str | None
    body: bytes


class Page(msgspec.Struct, frozen=True):
    """The last state of each thing in the page. `things` also has kinds unknown to this version."""

    residents: dict[str, tuple[Resident, bytes]]
    links: dict[str, dict[str, Link]]
    things: dict[tuple[str, str], bytes]
    removed: dict[str, list[str]]
    unreadable: dict[tuple[str, str], str]


def read_page(changes: Sequence[Change]) -> Page:
    """Sorts `changes`. What cannot be read is set aside with the reason and holds up nothing."""
    page = Page({}, {kind: {} for kind in LINKED}, {}, {}, {})
    last = {(change.kind, change.id): change.body for change in changes}
    for (kind, id_), body in last.items():
        if body is None:
            page.removed.setdefault(kind, []).append(id_)
        else:
            _sort(page, kind, id_, body)
    return page


def _sort(page: Page, kind: str, id_: str, body: bytes) -> None:
    decoder = _DECODERS.get(kind)
    if decoder is None:
        page.things[kind, id_] = body
        return
    try:
        thing = decoder.decode(body)
    except msgspec.DecodeError as error:
        page.unreadable[kind, id_] = _why(error)
        return
    match thing:
        case _ if thing.id != id_:
            page.unreadable[kind, id_] = "its own id is another"
        case Resident():
            page.residents[id_] = thing, body
        case Appointment(resident=resident):
            page.links[kind][id_] = Link(resident, None, body)
        case GivenDose(resident=resident, station=station):
            page.links[kind][id_] = Link(resident, station, body)
        case Arrival(resident=resident, station=station):
            page.links[kind][id_] = Link(resident, station, body)
        case _:
            page.things[kind, id_] = body


def _why(error: msgspec.DecodeError) -> str:
    """The field that is wrong, without what stands in it."""
    place = _PLACE.search(str(error))
    return f"field {place[1]} is wrong" if place else "it is not the JSON of such a thing"
