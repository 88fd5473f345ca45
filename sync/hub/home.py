"""Where a hub keeps its files, and what it needs before it can start."""

import secrets
from pathlib import Path
from typing import Self

import msgspec


class Home(msgspec.Struct, frozen=True):
    """A hub's folder. Nobody but its owner may read the files in it."""

    path: Path

    @property
    def database(self) -> Path:
        return self.path / "hub.sqlite3"

    @property
    def certificate(self) -> Path:
        return self.path / "certificate.pem"

    @property
    def certificate_key(self) -> Path:
        return self.path / "certificate.key"

    @property
    def secret(self) -> Path:
        return self.path / "secret"

    @property
    def url(self) -> Path:
        """Holds how stations reach the hub, since it was last served."""
        return self.path / "url"

    @classmethod
    def make(cls, path: Path) -> Self:
        """The home at `path`, with its folder and its secret made where they are missing."""
        home = cls(path.resolve())
        home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not home.secret.exists():
            write_private(home.secret, secrets.token_urlsafe(48).encode())
        return home


def write_private(path: Path, content: bytes) -> None:
    """Writes a file that only its owner may read, and never leaves half of one."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(content)
    unfinished.replace(path)
