"""Serves the hub over HTTPS until it is told to stop."""

import logging
import socket
from collections.abc import Callable

import uvicorn
from django.core.asgi import get_asgi_application
from django.db import connection

from station import notify
from sync.hub.asgi import HubApp
from sync.hub.home import Home

_FINISH_WITHIN_S = 1
_ALIVE_EVERY_TICKS = 50
"""uvicorn's main loop ticks ten times a second; the watchdog of the unit waits for a minute."""
_THREADS = {"sqlite": 1, "postgresql": 8}
"""SQLite has one writer at a time: a second thread would only wait for its lock."""


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, app: HubApp, listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._app = app
        self._listening = listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._listening()
        notify.ready()

    async def on_tick(self, counter: int) -> bool:
        if counter % _ALIVE_EVERY_TICKS == 0:
            notify.alive()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        notify.stopping()
        await self._app.close()
        await super().shutdown(sockets)


def serve(home: Home, bind: str, port: int, listening: Callable[[int], None]) -> None:
    """Serves until SIGTERM or SIGINT; calls `listening` with the port once it can be reached."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    app = HubApp(get_asgi_application(), _THREADS[connection.vendor])
    config = uvicorn.Config(
        app,
        host=bind,
        port=port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        ssl_certfile=home.certificate,
        ssl_keyfile=home.certificate_key,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_FINISH_WITHIN_S,
    )
    listener = config.bind_socket()
    # asyncio does not do it for this socket, and an answer in two parts waits 40 ms for its second.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    bound_port = listener.getsockname()[1]
    _Server(config, app, lambda: listening(bound_port)).run(sockets=[listener])
