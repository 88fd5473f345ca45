"""This process's Django, pointed at the database of one hub after another."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from sync.hub.home import Home
from sync.hub.settings import configure, database_of


def ready() -> None:
    """Makes the hub's models importable; they have no database yet."""
    if not settings.configured:
        configure(Home(Path(tempfile.gettempdir()) / "no-hub"), None)


@contextmanager
def looking_into(home: Home, database_url: str | None) -> Iterator[None]:
    """Within it, the models read and write what the hub at `home` does."""
    entry = connections.configure_settings({"default": database_of(home, database_url)})
    before = connections.settings["default"]
    forget_connection()
    connections.settings["default"] = entry["default"]
    try:
        yield
    finally:
        forget_connection()
        connections.settings["default"] = before


def forget_connection() -> None:
    """Closes this thread's connection."""
    connections["default"].close()
    del connections["default"]
