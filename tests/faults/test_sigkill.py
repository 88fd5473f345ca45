"""Kill a station at any moment: what was shown or acknowledged is there, and there once."""

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station.store.station import StationStore
from tests.faults.killing import ForkServer, Victim
from tests.hub.running import RunningHub, running_hub
from tests.sync.hub_book import HubBook
from tests.sync.table import Table, enrol, eventually

RECORDERS = 120
SYNCS = 100
TOGETHER = 20
HUBS = 5
_chance = random.Random(20210917)  # noqa: S311  (moments, not secrets)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="module")
def forks() -> Iterator[ForkServer]:
    with ForkServer() as server:
        yield server


@pytest.fixture
def table(hub: RunningHub, tmp_path: Path) -> Iterator[Table]:
    text = hub.run("station", "add", "--site", "q1", "--table", "1", "--name", "Bàn 1")
    enrolled = enrol(tmp_path / "table", text)
    yield enrolled
    enrolled.store.close()


def lasts_s(victim: Victim, done: Callable[[], object], what: str) -> float:
    """How long this machine takes until something is done, so that kills fall into the midst."""
    began_s = time.monotonic()
    eventually(done, what)
    victim.kill()
    return time.monotonic() - began_s


def events_flow(table: Table) -> Callable[[], bool]:
    """Whether the hub has acknowledged more than it has now."""
    before = table.store.outbox.acknowledged().seq
    return lambda: table.store.outbox.acknowledged().seq > before


def at_any_moment(longest_s: float) -> None:
    """Lets something be under way; this wait is the fault that is injected."""
    time.sleep(_chance.uniform(0, longest_s))


def shown_in(screen: Path) -> list[int]:
    """The numbers that were on the screen. A line that was cut off was not seen whole."""
    lines = screen.read_text().split("\n")[:-1] if screen.exists() else []
    return [int(line) for line in lines]


def test_whatever_was_shown_is_there_after_each_kill(
    forks: ForkServer, table: Table, tmp_path: Path, times: int
) -> None:
    screen = tmp_path / "screen"
    table.store.close()
    order = ("record", str(table.home), str(screen), "0")
    full_s = lasts_s(forks.start(*order), lambda: shown_in(screen), "something is shown")
    for _ in range(RECORDERS * times):
        victim = forks.start(*order)
        at_any_moment(2 * full_s)
        victim.kill()
        with StationStore.open(table.home) as store:
            tip = store.ledger.tip().seq
            assert store.ledger.verify() is None
            assert [entry.seq for entry in store.ledger.entries(0, tip + 1)] == [*range(1, tip + 1)]
            assert max(shown_in(screen), default=0) <= tip
    shown = shown_in(screen)
    assert len(shown) == len(set(shown))
    assert len(shown) > RECORDERS


def test_each_event_reaches_the_hub_once_however_often_the_sync_is_killed(
    forks: ForkServer, table: Table, hub: RunningHub, times: int
) -> None:
    book, station = HubBook(hub.home.path), table.me.station
    order = ("sync", str(table.home))
    table.dose("r0")
    full_s = lasts_s(
        forks.start(*order), lambda: table.store.outbox.backlog() == 0, "the sync has sent"
    )
    between = 0
    for number in range(SYNCS * times):
        for _ in range(3):
            table.dose(f"r{number}")
        victim = forks.start(*order)
        at_any_moment(2 * full_s)
        victim.kill()
        acknowledged = table.store.outbox.acknowledged().seq
        held = book.seqs(station)
        assert held[:acknowledged] == list(range(1, acknowledged + 1))
        between += len(held) > acknowledged
    assert between, "no kill fell between the hub's commit and the station's"
    victim = forks.start("sync", str(table.home))
    eventually(lambda: table.store.outbox.backlog() == 0, "all is sent")
    victim.kill()
    kept = [(entry.seq, entry.canonical) for entry in table.store.ledger.entries(0, 10**6)]
    assert [(held.seq, held.canonical) for held in book.events(station)] == kept
    assert table.store.ledger.verify() is None
    assert len(kept) >= 3 * SYNCS


def test_recording_and_sync_are_killed_together_like_the_power(
    forks: ForkServer, table: Table, hub: RunningHub, tmp_path: Path, times: int
) -> None:
    book, station, screen = HubBook(hub.home.path), table.me.station, tmp_path / "screen"
    for _ in range(TOGETHER * times):
        victims = [
            forks.start("sync", str(table.home)),
            forks.start("record", str(table.home), str(screen), "0.005"),
        ]
        at_any_moment(0.3)
        for victim in victims:
            victim.kill()
        assert table.store.ledger.verify() is None
        assert max(shown_in(screen), default=0) <= table.store.ledger.tip().seq
    victim = forks.start("sync", str(table.home))
    eventually(lambda: table.store.outbox.backlog() == 0, "all is sent")
    victim.kill()
    assert book.seqs(station) == list(range(1, table.store.ledger.tip().seq + 1))


def test_a_hub_that_is_killed_at_any_moment_keeps_what_it_acknowledged(
    forks: ForkServer, table: Table, hub: RunningHub, tmp_path: Path, times: int
) -> None:
    book, station, port = HubBook(hub.home.path), table.me.station, hub.port
    victims = [
        forks.start("sync", str(table.home)),
        forks.start("record", str(table.home), str(tmp_path / "screen"), "0.005"),
    ]
    for _ in range(HUBS * times):
        eventually(events_flow(table), "events flow")
        at_any_moment(0.2)
        hub.kill()
        acknowledged = table.store.outbox.acknowledged().seq
        assert book.seqs(station)[:acknowledged] == list(range(1, acknowledged + 1))
        hub.start(port)
    victims[1].kill()
    eventually(lambda: table.store.outbox.backlog() == 0, "all is sent")
    victims[0].kill()
    assert book.seqs(station) == list(range(1, table.store.ledger.tip().seq + 1))
