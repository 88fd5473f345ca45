"""One hub for the tests of the exchange; each test has tables of its own."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.hub.running import RunningHub, running_hub
from tests.sync.hub_book import HubBook
from tests.sync.relay import Relay
from tests.sync.table import Table, enrol

_numbers = count(1)


@pytest.fixture(scope="session")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="session")
def book(hub: RunningHub) -> HubBook:
    return HubBook(hub.home.path)


@pytest.fixture
def relay(hub: RunningHub) -> Iterator[Relay]:
    with Relay(hub.port) as between:
        yield between


@pytest.fixture
def new_table(hub: RunningHub, tmp_path: Path) -> Iterator[Callable[..., Table]]:
    """Makes tables, behind the relay's address where it is given."""
    made: list[Table] = []

    def make(url: str = "") -> Table:
        number = next(_numbers)
        text = hub.run(
            *("station", "add", "--site", "q1", "--table", str(number), "--name", f"Bàn {number}"),
            *("--url", url or hub.url),
        )
        made.append(enrol(tmp_path / f"table-{number}", text))
        return made[-1]

    yield make
    for table in made:
        table.store.close()
