from collections.abc import Iterator
from pathlib import Path

import pytest

from station.store.station import StationStore
from tests.store.world import TABLE_1


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "station"


@pytest.fixture
def store(home: Path) -> Iterator[StationStore]:
    """An enrolled station with an empty list."""
    with StationStore.open(home) as opened:
        opened.identity.set(TABLE_1)
        yield opened
