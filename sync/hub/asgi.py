"""The hub's ASGI application: the stations' calls here, the pages by Django.

Calls go past Django's middleware: a body is refused while it arrives, not after, an answer has few
headers, and a call that waits for news holds no thread.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from django.db import close_old_connections

from sync import wire
from sync.hub.calls import Call, answered, call_enrol, call_exchange, heads
from sync.hub.exchange import Exchanged, may_wait, page_for
from sync.hub.feed import Page
from sync.hub.refused import STATUS, RefusalError
from sync.hub.watch import FeedWatch
from sync.protocol import (
    ENROL_PATH,
    EXCHANGE_PATH,
    MAX_BODY_BYTES,
    MAX_WAIT_S,
    Refusal,
    Refused,
)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Result = TypeVar("Result")


class HubApp:
    """Answers stations, and hands everything else to `pages`."""

    def __init__(self, pages: App, threads: int) -> None:
        self._pages = pages
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="call")
        self._watch = FeedWatch(lambda: self._run(heads))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in (EXCHANGE_PATH, ENROL_PATH):
            await self._answer(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def close(self) -> None:
        """Answers those who wait; the hub stops."""
        await self._watch.close()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        accepts = _header(scope, b"accept-encoding")
        try:
            call = await _call(scope, receive)
            message = await self._taken(scope["path"], call)
        except RefusalError as refused:
            body = Refused(
                refusal=refused.refusal, hub_time=datetime.now(UTC), detail=refused.detail
            )
            await _send(send, STATUS[refused.refusal], body, accepts)
        else:
            await _send(send, 200, message, accepts)

    async def _taken(self, path: str, call: Call) -> msgspec.Struct:
        if path == ENROL_PATH:
            return await self._run(call_enrol, call)
        exchanged = await self._run(call_exchange, call)
        if exchanged.request.events:
            await self._watch.look()
        page = await self._news(exchanged)
        return await self._run(answered, exchanged, page)

    async def _news(self, exchanged: Exchanged) -> Page | None:
        """The page that the call is answered with, after a wait where one was asked for."""
        page, station = exchanged.page, exchanged.station
        until_s = _now_s() + min(exchanged.request.wait_s, MAX_WAIT_S)
        if not may_wait(exchanged):
            return page
        while page is not None and page.has_no_news and (left_s := until_s - _now_s()) > 0:
            if not await self._watch.moved(station.site_id, page.cursor.revision, left_s):
                break
            page = await self._run(page_for, station, exchanged.request, str(page.cursor))
        return page

    async def _run(self, work: Callable[..., Result], *given: Any) -> Result:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, _with_connection, work, *given)


def _with_connection(work: Callable[..., Result], *given: Any) -> Result:
    close_old_connections()
    try:
        return work(*given)
    finally:
        close_old_connections()


def _now_s() -> float:
    return asyncio.get_running_loop().time()


async def _call(scope: Scope, receive: Receive) -> Call:
    if scope["method"] != "POST":
        raise RefusalError(Refusal.MALFORMED, "use POST")
    return Call(
        authorization=_header(scope, b"authorization"),
        encoding=_header(scope, b"content-encoding"),
        body=await _body(receive),
    )


async def _body(receive: Receive) -> bytes:
    """The body; one that grows past the cap is refused before the rest has come."""
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise RefusalError(Refusal.TOO_LARGE, f"a body has at most {MAX_BODY_BYTES} bytes")
        more = message.get("more_body", False)
    return b"".join(parts)


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


async def _send(send: Send, status: int, message: msgspec.Struct, accepts: str) -> None:
    body, encoding = msgspec.json.encode(message), None
    if wire.ZSTD in accepts:
        body, encoding = wire.compress(body)
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
