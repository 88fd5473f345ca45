"""Parked events that a station offers again: after an update of the hub they may be good."""

from collections.abc import Sequence
from datetime import datetime

from sync.hub.ingest.check import ParkingReason, body_bytes
from sync.hub.ingest.take import Bad, accept, as_parked, park, sort_out
from sync.hub.models import ParkedEvent, Station
from sync.protocol import SentEvent


def take_again(
    station: Station, resent: Sequence[SentEvent], now: datetime
) -> tuple[list[int], Bad]:
    """The numbers of the events that are good now, and those that stay parked."""
    offered = {sent.seq: body_bytes(sent.body) for sent in resent if sent.seq <= station.tip_seq}
    held = list(ParkedEvent.objects.filter(station=station, seq__in=offered))
    settled = [row.seq for row in held if row.settled_at]
    waiting = [row for row in held if not row.settled_at]
    same = [row for row in waiting if _may_pass(row, offered[row.seq])]
    good, bad = sort_out(station, [as_parked(row)[0] for row in same])
    accept(station, good, now)
    park(station, bad, now)
    passed = [link.seq for link, _ in good]
    ParkedEvent.objects.filter(station=station, seq__in=passed).update(settled_at=now)
    return settled + passed, bad + [as_parked(row) for row in waiting if row not in same]


def _may_pass(row: ParkedEvent, offered: bytes) -> bool:
    """An event whose bytes never led to the signed hash cannot become good."""
    return row.reason != ParkingReason.DAMAGED and bytes(row.body) == offered
