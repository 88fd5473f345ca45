"""One process that the demo has started: spoken to, watched, ended."""

import contextlib
import subprocess
import time
from pathlib import Path
from typing import IO

READY_TIMEOUT_S = 60.0
END_TIMEOUT_S = 10.0
LOOK_EVERY_S = 0.05
LOG_LINES_SHOWN = 12

Process = subprocess.Popen[bytes]


class DemoError(Exception):
    """What stopped the demo: what happened, where, and what to do."""


class Child:
    """A process at work. What it writes and nobody reads stands in `log`."""

    def __init__(self, name: str, process: Process, log: Path) -> None:
        self.name = name
        self._process = process
        self._log = log
        self._ended_by_us = False

    @property
    def said(self) -> IO[bytes]:
        """What a child that is spoken to answers, line by line."""
        if self._process.stdout is None:
            raise ValueError(f"{self.name} was started without pipes")
        return self._process.stdout

    def say(self, line: str) -> None:
        """Sends one line. A child that is gone hears nothing, and says nothing any more."""
        if self._process.stdin is None:
            raise ValueError(f"{self.name} was started without pipes")
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()

    def announced(self, opening: str) -> str:
        """What follows `opening` in the log, once a line of it begins so. Raises DemoError."""
        deadline_s = time.monotonic() + READY_TIMEOUT_S
        while time.monotonic() < deadline_s:
            for line in self._words().splitlines():
                if line.startswith(opening):
                    return line.removeprefix(opening)
            if self.fell:
                break
            time.sleep(LOOK_EVERY_S)
        raise self.trouble(f"has not said {opening!r} within {READY_TIMEOUT_S:.0f} s")

    @property
    def fell(self) -> bool:
        """Whether the process is gone although the demo has not ended it."""
        return self._process.poll() is not None and not self._ended_by_us

    def gone(self) -> DemoError:
        """The error for a process that has closed its end: it is ending, or has ended."""
        return self.trouble("ended by itself" if self._has_ended() else "fell silent")

    def trouble(self, what: str) -> DemoError:
        """An error that says `what` happened, with the end of the log and what to do."""
        status = self._process.poll()
        state = "still at work" if status is None else f"exit status {status}"
        return DemoError(
            f"{self.name} {what} ({state}). The end of its log, {self._log}:\n"
            f"{last_lines(self._words())}\n"
            "Run the demo again with --keep DIR to keep the logs and databases."
        )

    def kill(self) -> None:
        """SIGKILL: as if the power had gone. What it said before can still be heard."""
        self._ended_by_us = True
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """Asks the process to end, and makes it when it will not."""
        self._ended_by_us = True
        self._process.terminate()
        if not self._has_ended():
            self.kill()
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()

    def end_after(self, last_line: str) -> None:
        """Says `last_line`, which a child takes as its leave; `end` for one that does not."""
        self._ended_by_us = True
        self.say(last_line)
        if not self._has_ended():
            self.end()

    def _words(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _has_ended(self) -> bool:
        try:
            self._process.wait(END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            return False
        return True


def last_lines(text: str) -> str:
    """The end of what a process wrote."""
    return "\n".join(text.strip().splitlines()[-LOG_LINES_SHOWN:]) or "(nothing)"
