"""A real PostgreSQL server of Debian's package, in a folder of its own, for one run of tests."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_START_WITHIN_S = 60
_STOP_WITHIN_S = 30


class Postgres:
    """`new_database` makes one and returns its URL."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._numbers = count(1)

    def new_database(self) -> str:
        name = f"hub_{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgresql://tram@127.0.0.1:{self._port}/{database}"


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A server on a free port of the loopback. It refuses root, who hands it to another user."""
    owner = _unprivileged()
    # Not below pytest's folders: those are closed to the owner of the server.
    folder = Path(tempfile.mkdtemp(prefix="tram-postgres-"))
    try:
        os.chown(folder, pwd.getpwnam(owner).pw_uid if owner else -1, -1)
        data, port = folder / "data", _free_port()
        _run(owner, "initdb", "-D", data, "-U", "tram", "-A", "trust", "-E", "UTF8", "--no-sync")
        with _served(owner, data, port):
            yield Postgres(port)
    finally:
        shutil.rmtree(folder)


@contextmanager
def _served(owner: str | None, data: Path, port: int) -> Iterator[None]:
    # Durability is Debian's business here: what is tried is what the hub asks of the server.
    options = ["-F", "-p", str(port), "-h", "127.0.0.1", "-k", str(data.parent)]
    log = data.parent / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [_program("postgres"), "-D", data, *options], user=owner, stderr=output
        )
    try:
        _wait_until_up(server, port, log)
        yield
    finally:
        server.terminate()
        server.wait(_STOP_WITHIN_S)


def _wait_until_up(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until_s = time.monotonic() + _START_WITHIN_S
    while True:
        try:
            psycopg.connect(Postgres(port).url("postgres")).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until_s:
                raise AssertionError(f"PostgreSQL did not start: {log.read_text()}") from None
            time.sleep(0.05)
        else:
            return


def _unprivileged() -> str | None:
    """The user who may own the server, where that is not we."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _run(owner: str | None, program: str, *arguments: str | Path) -> None:
    command = [_program(program), *arguments]
    subprocess.run(command, user=owner, check=True, stdout=subprocess.DEVNULL)


def _program(name: str) -> Path:
    """Debian keeps the server's programs out of the path, a folder a version."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    assert found, "install Debian's package postgresql"
    return found[-1]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
