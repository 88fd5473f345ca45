"""A unit of Type=notify waits for READY, and its watchdog for WATCHDOG, from the process itself."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hub.running import running_hub

BIN = Path(sys.executable).parent
WITHIN_S = 60.0


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket that a unit's process finds in NOTIFY_SOCKET."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(WITHIN_S)
        yield listener


@contextmanager
def running(systemd: socket.socket, *command: str) -> Iterator[None]:
    environment = os.environ | {"NOTIFY_SOCKET": systemd.getsockname()}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait(WITHIN_S)


def heard(systemd: socket.socket, message: str) -> bool:
    """Whether `message` comes, whatever else comes before it."""
    while message not in systemd.recv(4096).decode().splitlines():
        pass
    return True


@pytest.fixture
def table(tmp_path: Path) -> Iterator[tuple[str, ...]]:
    """The command of an enrolled station whose hub is there."""
    tram = str(BIN / "tram"), "--home", str(tmp_path / "table")
    with running_hub(tmp_path / "hub") as hub:
        code = hub.run("station", "add", "--site", "q1", "--table", "1", "--name", "Bàn 1")
        subprocess.run([*tram, "enrol", code.strip()], check=True, stdout=subprocess.DEVNULL)
        yield tram


def test_a_hub_tells_when_it_serves_and_goes_on_telling(
    tmp_path: Path, systemd: socket.socket
) -> None:
    hub = str(BIN / "tram-hub"), "--home", str(tmp_path / "hub")
    subprocess.run([*hub, "init"], check=True, stdout=subprocess.DEVNULL)

    with running(systemd, *hub, "serve", "--port", "0"):
        assert heard(systemd, "READY=1")
        assert heard(systemd, "WATCHDOG=1")
        assert heard(systemd, "WATCHDOG=1")


def test_an_exchange_tells_when_it_works_and_goes_on_telling(
    table: tuple[str, ...], systemd: socket.socket
) -> None:
    with running(systemd, *table, "sync"):
        assert heard(systemd, "READY=1")
        assert heard(systemd, "WATCHDOG=1")
        assert heard(systemd, "WATCHDOG=1")


def test_a_kiosk_tells_when_it_shows_and_goes_on_telling(
    table: tuple[str, ...], systemd: socket.socket, tmp_path: Path
) -> None:
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    kiosk = "kiosk", "--headless", "--staff", "n1", "--camera", str(pictures)

    with running(systemd, *table, *kiosk):
        assert heard(systemd, "READY=1")
        assert heard(systemd, "WATCHDOG=1")
        assert heard(systemd, "WATCHDOG=1")
