"""The processes that the demo starts, and ends: nobody else's."""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from station.demo.child import Child, DemoError, Process, last_lines

COMMAND_TIMEOUT_S = 180.0

Stream = int | IO[bytes]


class Children:
    """Everything that the demo starts; `logs` is the folder of the log files."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._lock = threading.Lock()
        self._over = False
        self._at_work: list[Child] = []
        self._commands: set[Process] = set()

    @classmethod
    @contextlib.contextmanager
    def logging_to(cls, logs: Path) -> Iterator["Children"]:
        """Afterwards none of them is left, and none can be started any more."""
        logs.mkdir(parents=True, exist_ok=True)
        children = cls(logs)
        try:
            yield children
        finally:
            children._end()

    def start(self, name: str, argv: Sequence[str]) -> Child:
        """A child whose output all goes to its log."""
        log = self._logs / f"{name}.log"
        with log.open("ab") as words:
            process = self._popen(argv, subprocess.DEVNULL, words, words)
        return self._kept(Child(name, process, log))

    def start_spoken_to(self, name: str, argv: Sequence[str]) -> Child:
        """A child with `say` and `said`; its stderr goes to its log."""
        log = self._logs / f"{name}.log"
        with log.open("ab") as words:
            process = self._popen(argv, subprocess.PIPE, subprocess.PIPE, words)
        return self._kept(Child(name, process, log))

    def run(self, argv: Sequence[str], told: str = "") -> str:
        """What the command printed, once it is done; `told` is its input. Raises DemoError."""
        with self._popen(argv, *[subprocess.PIPE] * 3) as process:
            self._commands.add(process)
            try:
                said, complaint = process.communicate(told.encode(), COMMAND_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise DemoError(f"`{' '.join(argv)}` took over {COMMAND_TIMEOUT_S:.0f} s") from None
            finally:
                self._commands.discard(process)
        if process.returncode:
            words = last_lines((complaint or said).decode(errors="replace"))
            raise DemoError(f"`{' '.join(argv)}`, exit status {process.returncode}:\n{words}")
        return said.decode()

    def check(self) -> None:
        """Raises DemoError when one of them is gone although the demo has not ended it."""
        if error := self.fallen():
            raise error

    def fallen(self) -> DemoError | None:
        """The error for the first one that is gone although the demo has not ended it."""
        return next(
            (child.trouble("ended by itself") for child in self._at_work if child.fell), None
        )

    def _kept(self, child: Child) -> Child:
        with self._lock:
            self._at_work.append(child)
            over = self._over
        if over:
            child.end()
        return child

    def _popen(self, argv: Sequence[str], *streams: Stream) -> Process:
        stdin, stdout, stderr = streams
        with self._lock:
            if self._over:
                raise DemoError("the demo is over")
            return subprocess.Popen(  # noqa: S603 - the installed commands, as a user would
                argv,
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                env=_own_environment(),
                process_group=0,  # Ctrl-C is for the demo, which then ends them in order
            )

    def _end(self) -> None:
        """The last child that was started ends first."""
        with self._lock:
            self._over = True
        for child in reversed(self._at_work):
            child.end()
        for process in tuple(self._commands):
            process.kill()


def installed(command: str) -> str:
    """The path of a console command of the same installation as this one. Raises DemoError."""
    path = Path(sys.executable).with_name(command)
    if not path.exists():
        raise DemoError(
            f"There is no {path}. The demo needs the commands `tram` and `tram-hub` beside its own "
            "Python: install Trạm with the extra `hub`, or run `make demo`."
        )
    return str(path)


def _own_environment() -> dict[str, str]:
    """This process's, without a home or database of a real station or hub."""
    return {key: value for key, value in os.environ.items() if not key.startswith("TRAM_")}
