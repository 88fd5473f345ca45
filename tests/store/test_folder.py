"""Who can read and write a station's files."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.store.errors import NotOpenedError
from station.store.station import StationStore

FILES = ("key", "station.db", "station.db-wal", "station.db-shm")


@pytest.fixture(params=[0o022, 0o077], ids=["umask 022", "umask 077"], autouse=True)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(home: Path) -> dict[str, str]:
    return {name: f"{(home / name).stat().st_mode & 0o777:o}" for name in FILES}


def test_only_the_stations_user_can_read_its_files(tmp_path: Path) -> None:
    home = tmp_path / "home"

    with StationStore.open(home):
        assert modes(home) == dict.fromkeys(FILES, "600")


def test_in_a_shared_folder_the_two_processes_are_two_users_of_its_group(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o2770)

    with StationStore.open(home):
        assert modes(home) == dict.fromkeys(FILES, "660")


def test_a_key_that_the_group_can_read_is_refused_outside_a_shared_folder(tmp_path: Path) -> None:
    with StationStore.open(tmp_path):
        pass
    (tmp_path / "key").chmod(0o640)

    with pytest.raises(NotOpenedError, match="chmod 600"):
        StationStore.open(tmp_path)
