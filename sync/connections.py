"""Connections to a hub: TLS without names and dates, alive or known to be dead, and closable."""

import socket
import ssl
import warnings
from collections.abc import Callable

from urllib3 import HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import SystemTimeWarning

# A long poll is silent for 25 s: without these a pulled cable would look like a quiet hub.
_SOCKET_OPTIONS = [
    (socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
]


def ignore_the_date() -> None:
    """Silences urllib3 where the clock is years behind: no date decides about a connection here."""
    warnings.simplefilter("ignore", SystemTimeWarning)


class Connections:
    """The connections of one thread, one after another, to hosts with this certificate."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        self._latest: HTTPSConnection | None = None

    def pools(self) -> PoolManager:
        """A pool manager for HTTPS alone: a pin means nothing without TLS."""
        pools = PoolManager(
            num_pools=1,
            assert_fingerprint=self._fingerprint,
            ssl_context=_tls(),
            socket_options=_SOCKET_OPTIONS,
        )
        pools.pool_classes_by_scheme = {"https": _pool_class(self._connecting)}
        return pools

    def shut(self) -> None:
        """Ends what is under way, from any thread: the reader sees the end of the stream."""
        if self._latest is not None and self._latest.sock is not None:
            _shut(self._latest.sock)

    def _connecting(self, connection: HTTPSConnection) -> None:
        self._latest = connection


def _pool_class(connecting: Callable[[HTTPSConnection], None]) -> type[HTTPSConnectionPool]:
    class Connection(HTTPSConnection):
        def connect(self) -> None:
            connecting(self)
            super().connect()

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return Pool


def _shut(sock: socket.socket) -> None:
    try:
        # Not SSLSocket.shutdown: it takes the TLS state away from under the thread that reads.
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # it was closed already, which is what was wanted


def _tls() -> ssl.SSLContext:
    """TLS that looks at no name, no date and no authority: the fingerprint alone decides."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
