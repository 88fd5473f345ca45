"""Single values that the station keeps under a name, as JSON."""

from typing import TypeVar

import msgspec

from station.store.database import Database

T = TypeVar("T")


def read_note(database: Database, name: str, kind: type[T]) -> T | None:
    """The value kept under `name`, or None."""
    body = database.value("SELECT body FROM note WHERE name = ?", (name,))
    return None if body is None else msgspec.json.decode(body, type=kind)


def write_note(database: Database, name: str, value: object) -> None:
    """Keeps `value` under `name`. Inside `writing()`."""
    database.write(
        "INSERT INTO note (name, body) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET body = excluded.body",
        (name, msgspec.json.encode(value)),
    )
