"""The processes that the demo starts, and ends: nobody else's."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

COMMAND_TIMEOUT_S = 180.0
END_TIMEOUT_S = 10.0
LOG_LINES_SHOWN = 12


class DemoError(Exception):
    """What stopped the demo: what happened, where, and what to do."""


class Child:
    """A process at work. What it writes and nobody reads stands in `log`."""

    def __init__(self, name: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
        self.name = name
        self._process = process
        self._log = log

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

    def check(self) -> None:
        """Raises DemoError when the process is gone although nobody ended it."""
        if self._process.poll() is not None:
            raise self.trouble("ended by itself")

    def gone(self) -> DemoError:
        """The error for a process that has closed its end: it is ending, or has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(END_TIMEOUT_S)
        return self.trouble("ended by itself")

    def trouble(self, what: str) -> DemoError:
        """An error that says `what` happened, with the end of the log and what to do."""
        status = self._process.poll()
        state = "still at work" if status is None else f"exit status {status}"
        words = self._log.read_text(encoding="utf-8", errors="replace")
        return DemoError(
            f"{self.name} {what} ({state}). The end of its log, {self._log}:\n"
            f"{_last_lines(words)}\n"
            "Run the demo again with --keep DIR to keep the logs and databases."
        )

    def kill(self) -> None:
        """SIGKILL: as if the power had gone."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """Asks the process to end, and makes it when it will not."""
        self._process.terminate()
        try:
            self._process.wait(END_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


class Children:
    """Everything that the demo starts; `logs` is the folder of the log files."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._at_work: list[Child] = []

    @classmethod
    @contextlib.contextmanager
    def logging_to(cls, logs: Path) -> Iterator["Children"]:
        """Afterwards none of them is left; the last one started ends first."""
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
