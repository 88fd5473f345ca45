"""The exchange, as the hub answers it. Runs in a thread; `asgi.py` does the waiting.

A revoked station may still send what it has: a call that brings events is taken and answered with
an empty feed. A call that brings none is answered `revoked`: the hub holds all that was offered,
so the station locks and wipes its roster once its own backlog is empty.
"""

from datetime import datetime

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import transaction

from sync.hub.epoch import notice_restore
from sync.hub.feed import PAGE_ITEMS, Page, read_page
from sync.hub.ingest.chain import Link, branch_of, in_order
from sync.hub.ingest.check import Unusable
from sync.hub.ingest.resend import take_again
from sync.hub.ingest.take import locked, take
from sync.hub.models import Epoch, Station
from sync.hub.refused import RefusalError
from sync.protocol import (
    VERSION,
    ExchangeAnswer,
    ExchangeRequest,
    Parked,
    Point,
    Refusal,
    signed_head,
)

MOST_EVENTS = 5000


class Exchanged(msgspec.Struct, frozen=True):
    """What a call has brought; `page` is None for a station that is given no feed."""

    station: Station
    request: ExchangeRequest
    acknowledged: Point
    parked: list[Parked]
    settled: list[int]
    page: Page | None


def exchange(caller: Station, request: ExchangeRequest, now: datetime) -> Exchanged:
    """Takes the events of a call, then reads what the station lacks. Raises RefusalError."""
    _check(request)
    if caller.revoked_at and not (request.events or request.resend):
        raise RefusalError(Refusal.REVOKED, "all that was sent is held: lock, wipe the roster")
    branch = branch_of(request, signed=_is_signed(caller, request))
    with transaction.atomic():
        station = locked(caller.id)
        taken = take(station, branch, now)
        notice_restore(request.epoch, lost=taken.lost, now=now)
        settled, still_parked = take_again(station, request.resend, now)
        _heard(station, request, now)
    page = page_for(station, request, request.cursor)
    parked = [_parked(link, why) for link, why in [*taken.parked, *still_parked]]
    return Exchanged(station, request, taken.acknowledged, parked, settled, page)


def page_for(station: Station, request: ExchangeRequest, after: str | None) -> Page | None:
    """The feed after a cursor; None where the station wants none, or may have none."""
    if station.revoked_at or request.max_items < 1:
        return None
    limit = min(request.max_items, PAGE_ITEMS)
    return read_page(station.site_id, station.id, after, limit)


def answer(exchanged: Exchanged, page: Page | None, now: datetime) -> ExchangeAnswer:
    """The answer to a call, with the page of the feed that it ends up with."""
    return ExchangeAnswer(
        acknowledged=exchanged.acknowledged,
        epoch=page.cursor.epoch if page else Epoch.objects.get().name,
        hub_time=now,
        cursor=str(page.cursor) if page else exchanged.request.cursor or "",
        parked=exchanged.parked,
        settled=exchanged.settled,
        items=page.items if page else [],
        more=bool(page and page.more),
        restart=bool(page and page.restart),
    )


def may_wait(exchanged: Exchanged) -> bool:
    """Whether the station asks to wait, and nothing is there that it should know at once."""
    request, page = exchanged.request, exchanged.page
    brings = request.events or request.resend
    return request.wait_s > 0 and page is not None and page.has_no_news and not brings


def _parked(link: Link, why: Unusable) -> Parked:
    return Parked(seq=link.seq, reason=why.reason, detail=why.detail)


def _check(request: ExchangeRequest) -> None:
    if request.version != VERSION:
        raise RefusalError(Refusal.VERSION, f"this hub speaks version {VERSION}")
    if len(request.events) + len(request.resend) > MOST_EVENTS:
        raise RefusalError(Refusal.TOO_LARGE, f"more than {MOST_EVENTS} events in one call")
    if not in_order(request):
        raise RefusalError(Refusal.MALFORMED, "the events do not lead from after to head")


def _is_signed(station: Station, request: ExchangeRequest) -> bool:
    key = Ed25519PublicKey.from_public_bytes(bytes(station.public_key or b""))
    try:
        key.verify(request.signature, signed_head(station.id, request.head))
    except InvalidSignature:
        return False
    return True


def _heard(station: Station, request: ExchangeRequest, now: datetime) -> None:
    Station.objects.filter(pk=station.id).update(
        last_heard_at=now, health=msgspec.json.encode(request.health)
    )
