"""The network between the stations and the hub: a TCP relay that can be cut and mended."""

import contextlib
import socket
import threading
from collections.abc import Iterator

CHUNK_BYTES = 64 * 1024
CONNECT_TIMEOUT_S = 5.0


class Relay:
    """Carries connections from `port` on loopback to `target_port` while it is whole."""

    def __init__(self, listener: socket.socket, target_port: int) -> None:
        self.port: int = listener.getsockname()[1]
        self._target = ("127.0.0.1", target_port)
        self._whole = True
        self._lock = threading.Lock()
        self._carried: set[socket.socket] = set()

    @classmethod
    @contextlib.contextmanager
    def running(cls, target_port: int) -> Iterator["Relay"]:
        """A relay at work; afterwards its port is free again and nothing is carried."""
        with socket.create_server(("127.0.0.1", 0)) as listener:
            relay = cls(listener, target_port)
            accepting = threading.Thread(target=relay._accept, args=(listener,), name="relay")
            accepting.start()
            try:
                yield relay
            finally:
                relay.cut()
                listener.shutdown(socket.SHUT_RDWR)
                accepting.join()

    def cut(self) -> None:
        """Breaks what is under way; whoever calls from now on is turned away at once."""
        with self._lock:
            self._whole = False
            for one in self._carried:
                _hang_up(one)

    def mend(self) -> None:
        """Lets calls through again."""
        with self._lock:
            self._whole = True

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                caller, _ = listener.accept()
            except OSError:  # shut down: running() is over
                return
            threading.Thread(target=self._carry, args=(caller,), daemon=True).start()

    def _carry(self, caller: socket.socket) -> None:
        with (
            caller,
            contextlib.suppress(OSError),
            self._kept(caller),
            socket.create_connection(self._target, CONNECT_TIMEOUT_S) as hub,
            self._kept(hub),
        ):
            hub.settimeout(None)
            back = threading.Thread(target=_pump, args=(hub, caller), daemon=True)
            back.start()
            _pump(caller, hub)
            back.join()

    @contextlib.contextmanager
    def _kept(self, end: socket.socket) -> Iterator[None]:
        """Keeps `end` where a cut finds it. Raises ConnectionError when the network is cut."""
        with self._lock:
            if not self._whole:
                raise ConnectionError
            self._carried.add(end)
        try:
            yield
        finally:
            with self._lock:
                self._carried.discard(end)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Carries bytes one way until `source` has no more or either end is gone."""
    with contextlib.suppress(OSError):
        while chunk := source.recv(CHUNK_BYTES):
            sink.sendall(chunk)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
