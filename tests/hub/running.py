"""A hub that is really served: `tram-hub serve` as a process, on a free port, with a fresh home."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sync.hub.certificate import fingerprint
from sync.hub.home import Home

_STOP_WITHIN_S = 20
_COMMAND_WITHIN_S = 120


class RunningHub:
    """`url` and `fingerprint` are what a station needs; `run` runs a `tram-hub` command there."""

    def __init__(self, home: Path, database_url: str | None = None) -> None:
        self.home = Home(home)
        self.url = ""
        self._environment = os.environ | {"TRAM_HUB_HOME": str(home)}
        if database_url:
            self._environment["TRAM_DATABASE_URL"] = database_url
        self._process: subprocess.Popen[str] | None = None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.home.certificate)

    def run(self, *arguments: str, stdin: str = "") -> str:
        """What `tram-hub` with these arguments prints. Raises CalledProcessError."""
        return subprocess.run(
            [sys.executable, "-m", "sync.hub", *arguments],
            env=self._environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
            timeout=_COMMAND_WITHIN_S,
        ).stdout

    def start(self, port: int = 0) -> None:
        """Returns once the hub listens."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sync.hub", "serve", "--port", str(port)],
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("Serving "), f"the hub said {line!r}"
        self.url = line.removeprefix("Serving ").strip()

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def stop(self) -> None:
        """Ends the hub as systemd would, with SIGTERM."""
        if self._process is not None:
            self._process.terminate()
            self._gone()

    def kill(self) -> None:
        """Ends the hub as a power cut would, with SIGKILL."""
        if self._process is not None:
            self._process.kill()
            self._gone()

    def _gone(self) -> None:
        process, self._process = self._process, None
        assert process is not None
        with process:
            try:
                process.wait(_STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@contextmanager
def running_hub(home: Path, database_url: str | None = None) -> Iterator[RunningHub]:
    """A hub with the site "q1" (Trạm Quận 1), a nurse and a lot, served until the end."""
    hub = RunningHub(home, database_url)
    hub.run("init")
    hub.run("site", "add", "q1", "Trạm Quận 1", "--province", "079")
    hub.run("staff", "add", "--site", "q1", "n1", "Lê Thị Hoa")
    hub.run("lot", "add", "--site", "q1", "astrazeneca", "ABV1234", "2030-01-31")
    hub.start()
    try:
        yield hub
    finally:
        hub.stop()
