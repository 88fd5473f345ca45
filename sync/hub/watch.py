"""Wakes the calls that wait for news of a site's feed, without a thread for each."""

import asyncio
from collections.abc import Awaitable, Callable

LOOK_EVERY_S = 0.2
"""How often the database is asked: another process may have written, such as `tram-hub lot add`."""


class FeedWatch:
    """Heads of the feeds as last seen. `read` reads them all, by site."""

    def __init__(self, read: Callable[[], Awaitable[dict[str, int]]]) -> None:
        self._read = read
        self._heads: dict[str, int] = {}
        self._moved = asyncio.Condition()
        self._waiting = 0
        self._looking: asyncio.Task[None] | None = None
        self._closed = False

    async def moved(self, site: str, revision: int, within_s: float) -> bool:
        """Whether the feed of `site` went past `revision` in time; False also at closing."""
        self._waiting += 1
        self._look_on()
        try:
            async with asyncio.timeout(within_s), self._moved:
                await self._moved.wait_for(lambda: self._closed or self._is_past(site, revision))
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1
        return not self._closed

    def _is_past(self, site: str, revision: int) -> bool:
        return self._heads.get(site, 0) > revision

    async def look(self) -> None:
        """Looks at once, where anybody waits: something was written."""
        if self._waiting:
            await self._see(await self._read())

    async def _see(self, heads: dict[str, int]) -> None:
        async with self._moved:
            self._heads.update(heads)
            self._moved.notify_all()

    async def close(self) -> None:
        """Sends all who wait home: the hub stops."""
        async with self._moved:
            self._closed = True
            self._moved.notify_all()

    def _look_on(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_while_waited_for())

    async def _look_while_waited_for(self) -> None:
        while self._waiting and not self._closed:
            await self._see(await self._read())
            await asyncio.sleep(LOOK_EVERY_S)
