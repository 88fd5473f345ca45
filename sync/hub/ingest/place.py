"""Whether a branch carries on a station's ledger, repeats it, forks from it or lies past it."""

import msgspec

from station.domain.events import ROOT_HASH
from sync.hub.ingest.chain import Branch, Link
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
    after = branch.after
    if _hash_at(station, after.seq) != after.hash:
        return Forks(branch.links) if _is_forked(station, after) else Ahead()
    held = [link for link in branch.links if link.seq <= station.tip_seq]
    if held and _hash_at(station, held[-1].seq) != held[-1].hash:
        return Forks(_from_first_difference(station, branch, held))
    return CarriesOn(branch.links[len(held) :])


def _from_first_difference(station: Station, branch: Branch, held: list[Link]) -> tuple[Link, ...]:
    same = 0
    for link in held:
        if _hash_at(station, link.seq) != link.hash:
            break
        same += 1
    return branch.links[same:]


def _is_forked(station: Station, point: Point) -> bool:
    return ForkedEvent.objects.filter(station=station, seq=point.seq, hash=point.hash).exists()


def _hash_at(station: Station, seq: int) -> bytes | None:
    """The hash of the ledger after event `seq`, as the hub holds it."""
    if seq == 0:
        return ROOT_HASH
    if seq == station.tip_seq:
        return bytes(station.tip_hash)
    for table in (Event, ParkedEvent):
        for held in table.objects.filter(station=station, seq=seq).values_list("hash", flat=True):
            return bytes(held)
    return None
