"""Takes what a station offers, inside the transaction of its call."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from station.domain.events import AnyEvent
from sync.hub.bulk import insert, insert_new, upsert
from sync.hub.ingest.chain import Branch, Link
from sync.hub.ingest.check import ParkingReason, Unusable, examine
from sync.hub.ingest.clock_repair import repair_new, repair_old
from sync.hub.ingest.effects import list_walk_ins, tell_sites
from sync.hub.ingest.place import Ahead, CarriesOn, Forks, place
from sync.hub.ingest.reviewing import review, review_again
from sync.hub.ingest.rows import day_at, row_of
from sync.hub.ingest.take_back import take_back
from sync.hub.models import Event, ForkedEvent, ParkedEvent, ReviewItem, Station
from sync.hub.reviews import ReviewKind, raise_items
from sync.protocol import Point

Good = list[tuple[Link, AnyEvent]]
Bad = list[tuple[Link, Unusable]]


class Taken(msgspec.Struct, frozen=True):
    """What became of the events of a call; it is answered only after the commit.

    `lost` says that this database does not hold what it acknowledged: it came from a backup.
    """

    acknowledged: Point
    parked: Bad = []
    lost: bool = False


def locked(station_id: str) -> Station:
    """The station, held by this transaction: its ledger grows by one call at a time."""
    rows = Station.objects.select_for_update(of=("self",)).select_related("site")
    return rows.get(pk=station_id)


def take(station: Station, branch: Branch, now: datetime) -> Taken:
    """Takes a branch of the ledger of a locked station. Taking it again changes nothing."""
    parked: Bad = []
    match place(station, branch):
        case Ahead():
            return Taken(Point(station.tip_seq, bytes(station.tip_hash)), lost=True)
        case Forks(links=links):
            _keep_fork(station, links, now)
        case CarriesOn(links=links):
            _carry_on(station, branch, links, now)
            parked = _parked_of(station, branch)
    return Taken(branch.head if branch.links else branch.after, parked)


def _keep_fork(station: Station, links: Sequence[Link], now: datetime) -> None:
    if not links:
        return
    raise_items([_about_ledger(ReviewKind.FORK, station, now)])
    rows = [
        ForkedEvent(
            station=station, seq=link.seq, hash=link.hash, body=link.canonical, received_at=now
        )
        for link in links
    ]
    insert_new(rows)


def _about_ledger(
    kind: ReviewKind, station: Station, now: datetime, links: Sequence[Link] = ()
) -> ReviewItem:
    """One item a station for all its forks, one for each range that is broken."""
    numbers = [link.seq for link in links]
    return ReviewItem(
        site_id=station.site_id,
        kind=kind.value,
        subject="|".join(map(str, (station.id, *numbers[:1]))),
        day=day_at(now, station),
        about={"station": station.id, "seq": numbers},
        raised_at=now,
    )


def _carry_on(station: Station, branch: Branch, links: Sequence[Link], now: datetime) -> None:
    if not links:
        return
    good, bad = ([], _damaged(branch)) if _is_damaged(branch) else sort_out(station, links)
    accept(station, good, now)
    park(station, bad, now)
    if not (branch.adds_up and branch.signed):
        raise_items([_about_ledger(ReviewKind.BROKEN_CHAIN, station, now, links)])
    station.tip_seq, station.tip_hash = branch.head.seq, branch.head.hash
    station.save(update_fields=["tip_seq", "tip_hash"])


def _parked_of(station: Station, branch: Branch) -> Bad:
    """Also those of an earlier call: the answer that named them may never have arrived."""
    held = ParkedEvent.objects.filter(
        station=station, seq__gt=branch.after.seq, seq__lte=branch.head.seq, settled_at=None
    )
    return [as_parked(row) for row in held.order_by("seq")]


def _is_damaged(branch: Branch) -> bool:
    """One event alone that does not fit its hash: of several, nobody can tell which it is."""
    return not branch.adds_up and len(branch.links) == 1


def _damaged(branch: Branch) -> Bad:
    why = Unusable(ParkingReason.DAMAGED, "its bytes do not lead to the hash that was signed")
    return [(link, why) for link in branch.links]


def sort_out(station: Station, links: Sequence[Link]) -> tuple[Good, Bad]:
    """The events that the hub can use, and the others with the reason."""
    good: Good = []
    bad: Bad = []
    for link in links:
        match examine(station.id, link.seq, link.canonical):
            case Unusable() as why:
                bad.append((link, why))
            case event:
                good.append((link, event))
    return _without_known_ids(good, bad)


def _without_known_ids(good: Good, bad: Bad) -> tuple[Good, Bad]:
    ids = [event.id for _, event in good]
    known = set(Event.objects.filter(pk__in=ids).values_list("pk", flat=True))
    fresh: Good = []
    for link, event in good:
        if event.id in known:
            bad.append((link, _DUPLICATE))
        else:
            known.add(event.id)
            fresh.append((link, event))
    return fresh, bad


_DUPLICATE = Unusable(ParkingReason.DUPLICATE_ID, "another event has this id")


def accept(station: Station, good: Good, now: datetime) -> None:
    """Stores events and all that follows from them."""
    if not good:
        return
    events = [event for _, event in good]
    rows = [row_of(event, link, station, now) for link, event in good]
    repair_new(station, rows, events)
    taken_back = take_back(station.id, rows)
    insert(rows)
    repaired = repair_old(station, events)
    list_walk_ins(station, events)
    tell_sites(station, [*rows, *taken_back], origin=station.id)
    tell_sites(station, repaired, origin="")
    review(station, rows, events, now)
    review_again(taken_back, repaired, now)


def as_parked(row: ParkedEvent) -> tuple[Link, Unusable]:
    """A parked event as its station is told of it."""
    link = Link(row.seq, bytes(row.body), bytes(row.hash))
    return link, Unusable(ParkingReason(row.reason), row.detail)


def park(station: Station, bad: Bad, now: datetime) -> None:
    """Keeps what the hub cannot use."""
    rows = [
        ParkedEvent(
            station=station,
            seq=link.seq,
            hash=link.hash,
            body=link.canonical,
            reason=why.reason.value,
            detail=why.detail,
            received_at=now,
        )
        for link, why in bad
    ]
    upsert(rows, unique=["station", "seq"], replace=["reason", "detail"])
