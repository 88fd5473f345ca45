"""The processes that the demo starts, and ends: nobody else's."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

COMMAND_TIMEOUT_S = 180.0
READY_TIMEOUT_S = 60.0
END_TIMEOUT_S = 10.0
LOOK_EVERY_S = 0.05
LOG_LINES_SHOWN = 12


class DemoError(Exception):
    """What stopped the demo: what happened, where, and what to do."""


class Child:
    """A process at work. What it writes and nobody reads stands in `log`."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
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
        """Sends one line. A child that is gone hears nothing: `check` tells why it is gone."""
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
            self.check()
            time.sleep(LOOK_EVERY_S)
        raise self.trouble(f"was not ready after {READY_TIMEOUT_S:.0f} s")

    def check(self) -> None:
        """Raises DemoError when the process is gone although the demo has not ended it."""
        if self._process.poll() is not None and not self._ended_by_us:
            raise self.trouble("ended by itself")

    def gone(self) -> DemoError:
        """The error for a process that has closed its end: it is ending, or has ended."""
        return self.trouble("ended by itself" if self._has_ended() else "fell silent")

    def trouble(self, what: str) -> DemoError:
        """An error that says `what` happened, with the end of the log and what to do."""
        status = self._process.poll()
        state = "still at work" if status is None else f"exit status {status}"
        return DemoError(
            f"{self.name} {what} ({state}). The end of its log, {self._log}:\n"
            f"{_last_lines(self._words())}\n"
            "Run the demo again with --keep DIR to keep the logs and databases."
        )

    def _words(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")

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

    def _has_ended(self) -> bool:
        try:
            self._process.wait(END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            return False
        return True


class Children:
    """Everything that the demo starts; `logs` is the folder of the log files."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._at_work: list[Child] = []

    @classmethod
    @contextlib.contextmanager
    def logging_to(cls, logs: Path) -> Iterator["Children"]:
        """Afterwards none of them is left; the last one started ends first."""
        logs.mkdir(parents=True, exist_ok=True)
        children = cls(logs)
        try:
            yield children
        finally:
            for child in reversed(children._at_work):
                child.end()

    def start(self, name: str, argv: Sequence[str], **environment: str) -> Child:
        """A child whose output all goes to its log."""
        return self._start(name, argv, None, environment)

    def start_spoken_to(self, name: str, argv: Sequence[str], **environment: str) -> Child:
        """A child with `say` and `said`; its stderr goes to its log."""
        return self._start(name, argv, subprocess.PIPE, environment)

    def check(self) -> None:
        """Raises DemoError when one of them is gone although the demo has not ended it."""
        for child in self._at_work:
            child.check()

    def run(self, argv: Sequence[str], told: str | None = None) -> str:
        """What the command printed, once it is done; `told` is its input. Raises DemoError."""
        try:
            done = subprocess.run(  # noqa: S603 - the installed commands, with the demo's words
                argv,
                input=told or "",
                capture_output=True,
                check=True,
                encoding="utf-8",
                env=_environment({}),
                process_group=0,
                timeout=COMMAND_TIMEOUT_S,
            )
        except subprocess.TimeoutExpired as slow:
            raise DemoError(
                f"`{' '.join(argv)}` was not done after {COMMAND_TIMEOUT_S:.0f} s"
            ) from slow
        except subprocess.CalledProcessError as failed:
            raise DemoError(
                f"`{' '.join(argv)}` failed (exit status {failed.returncode}):\n"
                f"{_last_lines(failed.stderr or failed.stdout)}"
            ) from failed
        return done.stdout

    def _start(
        self, name: str, argv: Sequence[str], pipe: int | None, environment: dict[str, str]
    ) -> Child:
        log = self._logs / f"{name}.log"
        with log.open("ab") as words:
            process = subprocess.Popen(  # noqa: S603 - the installed commands, as a user would
                argv,
                stdin=pipe or subprocess.DEVNULL,
                stdout=pipe or words,
                stderr=words,
                env=_environment(environment),
                process_group=0,  # Ctrl-C is for the demo, which then ends them in order
            )
        child = Child(name, process, log)
        self._at_work.append(child)
        return child


def installed(command: str) -> str:
    """The path of a console command of the same installation as this one. Raises DemoError."""
    path = Path(sys.executable).with_name(command)
    if not path.exists():
        raise DemoError(
            f"There is no {path}. The demo needs the commands `tram` and `tram-hub` beside its own "
            "Python: install Trạm with the extra `hub`, or run `make demo`."
        )
    return str(path)


def _environment(additions: dict[str, str]) -> dict[str, str]:
    """This process's, without a home or database of a real station or hub."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("TRAM_")}
    return inherited | additions


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-LOG_LINES_SHOWN:]) or "(nothing)"
