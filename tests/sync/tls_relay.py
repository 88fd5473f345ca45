"""A relay that is let into the secret: it has the hub's own certificate, and counts plain bytes."""

import asyncio
import contextlib
import ssl
import threading
from types import TracebackType
from typing import Self

from sync.hub.home import Home

_PIECE_BYTES = 64 * 1024


class TlsRelay:
    """`plain_bytes` is HTTP in both directions, head and body, without TLS."""

    def __init__(self, home: Home, hub_port: int) -> None:
        self._home = home
        self._hub_port = hub_port
        self._loop = asyncio.new_event_loop()
        self.plain_bytes = 0
        self.port = 0

    def __enter__(self) -> Self:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self.port = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(30)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _listen(self) -> int:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._home.certificate, self._home.certificate_key)
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        return int(server.sockets[0].getsockname()[1])

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, caller: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        hub, there = await asyncio.open_connection("127.0.0.1", self._hub_port, ssl=context)
        # The end of the relay; asyncio's streams would report it as an error.
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(self._carry(caller, there), self._carry(hub, back))

    async def _carry(self, from_: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while piece := await from_.read(_PIECE_BYTES):
            self.plain_bytes += len(piece)
            to.write(piece)
            await to.drain()
        to.close()
