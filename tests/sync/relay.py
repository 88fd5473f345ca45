"""A TCP relay in front of a hub, which treats each connection as a bad link would."""

import contextlib
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Self

import msgspec


class Pass(msgspec.Struct, frozen=True):
    """Carries everything."""


class Reset(msgspec.Struct, frozen=True):
    """Ends the connection as soon as it is made."""


class CutRequest(msgspec.Struct, frozen=True):
    """Carries so many bytes to the hub, and ends the connection."""

    after_bytes: int


class CutAnswer(msgspec.Struct, frozen=True):
    """Carries everything to the hub and so many bytes back, and ends the connection."""

    after_bytes: int


class Delay(msgspec.Struct, frozen=True):
    """Carries everything, each piece so much later."""

    seconds: float


class Swallow(msgspec.Struct, frozen=True):
    """Takes what comes and answers nothing."""


Fault = Pass | Reset | CutRequest | CutAnswer | Delay | Swallow

_PIECE_BYTES = 64 * 1024


class Relay:
    """Listens on a port of loopback. `faults` are for the next connections, one each, then Pass."""

    def __init__(self, target_port: int) -> None:
        self._target = ("127.0.0.1", target_port)
        self._server = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._up = True
        self.faults: deque[Fault] = deque()
        self.to_hub_bytes = 0
        self.from_hub_bytes = 0
        self.connections = 0

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()
        self.cut()

    def cut(self) -> None:
        """Ends every connection that is open."""
        for sock in list(self._open):
            _end(sock)

    def down(self) -> None:
        """The network is away: what is open ends, and new connections are reset."""
        self._up = False
        self.cut()

    def up(self) -> None:
        self._up = True

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._server.accept()
                self.connections += 1
                fault = self.faults.popleft() if self.faults else Pass()
                threading.Thread(target=self._serve, args=(caller, fault), daemon=True).start()

    def _serve(self, caller: socket.socket, fault: Fault) -> None:
        with caller:
            if self._up and not isinstance(fault, Reset):
                self._carry(caller, fault)

    def _carry(self, caller: socket.socket, fault: Fault) -> None:
        with socket.create_connection(self._target) as hub:
            self._open += [hub, caller]
            back = threading.Thread(target=self._back, args=(hub, caller, fault), daemon=True)
            back.start()
            self._there(caller, hub, fault)
            back.join()
            self._open.remove(hub)
            self._open.remove(caller)

    def _there(self, caller: socket.socket, hub: socket.socket, fault: Fault) -> None:
        limit = fault.after_bytes if isinstance(fault, CutRequest) else None
        for piece in _pieces(caller, limit):
            if isinstance(fault, Swallow):
                continue
            if isinstance(fault, Delay):
                time.sleep(fault.seconds)
            self.to_hub_bytes += len(piece)
            if not _send(hub, piece):
                break
        _end(hub, caller)

    def _back(self, hub: socket.socket, caller: socket.socket, fault: Fault) -> None:
        limit = fault.after_bytes if isinstance(fault, CutAnswer) else None
        for piece in _pieces(hub, limit):
            if isinstance(fault, Delay):
                time.sleep(fault.seconds)
            self.from_hub_bytes += len(piece)
            if not _send(caller, piece):
                break
        _end(hub, caller)


def _pieces(sock: socket.socket, limit: int | None) -> Iterator[bytes]:
    """What comes in until the end, or until `limit` bytes came."""
    left = limit
    while left is None or left > 0:
        try:
            piece = sock.recv(_PIECE_BYTES if left is None else min(left, _PIECE_BYTES))
        except OSError:
            return
        if not piece:
            return
        if left is not None:
            left -= len(piece)
        yield piece


def _send(sock: socket.socket, piece: bytes) -> bool:
    try:
        sock.sendall(piece)
    except OSError:
        return False
    return True


def _end(*socks: socket.socket) -> None:
    for sock in socks:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
