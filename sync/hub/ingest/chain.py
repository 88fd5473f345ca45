"""Where events belong in a station's ledger as the hub holds it."""

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from station.domain.events import ROOT_HASH, chain
from sync.hub.ingest.check import body_bytes
from sync.protocol import ExchangeRequest, Point, SentEvent

_LAST_SEQ = 2**62
UNKNOWN = b""
"""The hash where the bytes do not lead to the signed head: only the station knows it."""


class Link(msgspec.Struct, frozen=True):
    """An event with the hash of the ledger after it, or UNKNOWN."""

    seq: int
    canonical: bytes
    hash: bytes


class Branch(msgspec.Struct, frozen=True):
    """What a request brings: `links` after `after`, up to `head`.

    `adds_up` says that the bytes lead to the head, `signed` that the station vouched for it.
    """

    after: Point
    links: tuple[Link, ...]
    head: Point
    adds_up: bool
    signed: bool


def branch_of(request: ExchangeRequest, *, signed: bool) -> Branch:
    """The branch of a request; `signed` says whether its signature fits its head."""
    links = _links(request.after, request.events)
    adds_up = not links or links[-1].hash == request.head.hash
    if not adds_up:
        links = [msgspec.structs.replace(link, hash=UNKNOWN) for link in links]
        links[-1] = msgspec.structs.replace(links[-1], hash=request.head.hash)
    return Branch(request.after, tuple(links), request.head, adds_up, signed)


def _links(after: Point, events: Sequence[SentEvent]) -> list[Link]:
    links, previous = [], after.hash
    for event in events:
        canonical = body_bytes(event.body)
        previous = chain(previous, canonical)
        links.append(Link(event.seq, canonical, previous))
    return links


def in_order(request: ExchangeRequest) -> bool:
    """Whether `after` and `head` are places, and the events' numbers rise from one to the other."""
    numbers = [request.after.seq, *(event.seq for event in request.events)]
    rising = all(one < other for one, other in pairwise(numbers))
    ends = not request.events or numbers[-1] == request.head.seq
    return rising and ends and _is_place(request.after) and _is_place(request.head)


def _is_place(point: Point) -> bool:
    return 0 <= point.seq <= _LAST_SEQ and len(point.hash) == len(ROOT_HASH)
