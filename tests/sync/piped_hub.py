"""A hub without a network: its ingest and feed on SQLite, in a process of its own, over a pipe.

For tests that need thousands of calls and a database that goes back in time in a millisecond.
"""

import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import msgspec

from sync.client import HubClient, Reply
from sync.link import Retry
from sync.protocol import EXCHANGE_PATH


class Post(msgspec.Struct, frozen=True, tag=True):
    authorization: str
    encoding: str
    body: bytes


class AddStation(msgspec.Struct, frozen=True, tag=True):
    """Answered with the station's id."""

    table: int
    public_key: bytes


class BackUp(msgspec.Struct, frozen=True, tag=True):
    to: str


class Restore(msgspec.Struct, frozen=True, tag=True):
    """`renew` is what a careful person does after it."""

    from_: str
    renew: bool


class ListEvents(msgspec.Struct, frozen=True, tag=True):
    pass


Order = Post | AddStation | BackUp | Restore | ListEvents


class Done(msgspec.Struct, frozen=True, kw_only=True):
    status: int = 200
    body: bytes = b""
    events: list[tuple[str, int, bytes]] = []


class PipedHub:
    """The near end of the pipe."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sync.far_hub", str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._process.wait(30)

    def do(self, order: Order) -> Done:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        write(self._process.stdin, msgspec.msgpack.encode(order))
        return msgspec.msgpack.decode(read(self._process.stdout), type=Done)

    def events(self) -> list[tuple[str, int, bytes]]:
        """Everything that the hub holds: station, number, bytes."""
        return self.do(ListEvents()).events


class PipedClient(HubClient):
    """Posts into the pipe instead of the network."""

    def __init__(self, hub: PipedHub) -> None:
        self._hub = hub

    def post(
        self, path: str, body: bytes, headers: dict[str, str], wait_s: float = 0
    ) -> Reply | Retry:
        assert (path, wait_s) == (EXCHANGE_PATH, 0), "the pipe takes exchanges, and waits for none"
        order = Post(headers["Authorization"], headers.get("Content-Encoding", ""), body)
        done = self._hub.do(order)
        return Reply(done.status, done.body, time.monotonic())

    def close(self) -> None:
        pass


def write(pipe: IO[bytes], message: bytes) -> None:
    """One message, its length before it."""
    pipe.write(len(message).to_bytes(4) + message)
    pipe.flush()


def read(pipe: IO[bytes]) -> bytes:
    """The next message; empty at the end."""
    return pipe.read(int.from_bytes(pipe.read(4)))
