"""Stations that can be started and killed in a few milliseconds."""

import os
import select
import signal
import subprocess
import sys
from types import TracebackType
from typing import Self

_DEAD_WITHIN_MS = 30_000


class Victim:
    """A process that was started to be killed."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._handle = os.pidfd_open(pid)

    def kill(self) -> None:
        """SIGKILL; returns once it is dead, so that no write of its is under way."""
        signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        waiting = select.poll()
        waiting.register(self._handle, select.POLLIN)
        died = waiting.poll(_DEAD_WITHIN_MS)
        os.close(self._handle)
        assert died, f"process {self._pid} did not die"


class ForkServer:
    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.fork_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
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

    def start(self, *order: str) -> Victim:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(" ".join(order) + "\n")
        self._process.stdin.flush()
        return Victim(int(self._process.stdout.readline()))
