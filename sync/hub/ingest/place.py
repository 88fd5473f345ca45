"""Whether a branch carries on a station's ledger, repeats it, forks from it or lies past it."""

from functools import partial
from itertools import chain, takewhile

import msgspec

from station.domain.events import ROOT_HASH
from sync.hub.ingest.chain import UNKNOWN, Branch, Link
from sync.hub.models import Event, ForkedEvent, ParkedEvent, Station
from sync.protocol import Point


class CarriesOn(msgspec.Struct, frozen=True):
    """`links` are the ones that the hub does not hold yet; none where all was sent before."""

    links: tuple[Link, ...]


class Forks(msgspec.Struct, frozen=True):
    """`links` stand under numbers that the hub holds with other hashes, or follow such ones."""

    links: tuple[Link, ...]


class Ahead(msgspec.Struct, frozen=True):
    """The hub does not hold what it acknowledged before these: it was restored from a backup."""


Placement = CarriesOn | Forks | Ahead


def place(station: Station, branch: Branch) -> Placement:
    """Where `branch` belongs. Replaying, overlapping and reordered calls all come out right."""
    if not _holds(station, branch.after):
        return Forks(branch.links) if _is_forked(station, branch.after) else Ahead()
    repeated = [link for link in branch.links if link.seq <= station.tip_seq]
    if repeated and not _is_held(station, repeated[-1]):
        same = sum(1 for _ in takewhile(partial(_is_held, station), repeated))
        return Forks(branch.links[same:])
    return CarriesOn(branch.links[len(repeated) :])


def _holds(station: Station, point: Point) -> bool:
    """Whether the ledger passes through `point`, as far as the hub knows."""
    if point.seq == 0:
        return point.hash == ROOT_HASH
    if point.seq == station.tip_seq:
        return point.hash == bytes(station.tip_hash)
    held = _held_at(station, point.seq)
    return held is not None and held.hash in (point.hash, UNKNOWN)


def _is_held(station: Station, link: Link) -> bool:
    """Whether the hub holds this very event; where a hash is unknown, its bytes tell."""
    held = _held_at(station, link.seq)
    if held is None or UNKNOWN in (held.hash, link.hash):
        return held is not None and held.canonical == link.canonical
    return held.hash == link.hash


def _is_forked(station: Station, point: Point) -> bool:
    return ForkedEvent.objects.filter(station=station, seq=point.seq, hash=point.hash).exists()


def _held_at(station: Station, seq: int) -> Link | None:
    events = Event.objects.filter(station=station, seq=seq).values_list("hash", "canonical")
    parked = ParkedEvent.objects.filter(station=station, seq=seq).values_list("hash", "body")
    for found, canonical in chain(events, parked):
        return Link(seq, bytes(canonical), bytes(found))
    return None
