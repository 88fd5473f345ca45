"""Hubs die, come back from backups and meet copied cards; no record is lost by any of it."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from sync.outcome import Exchanged, Load
from tests.hub.running import RunningHub, running_hub
from tests.sync.hub_book import HubBook
from tests.sync.table import ALL, Table, enrol

DATABASE = ("hub.sqlite3", "hub.sqlite3-wal", "hub.sqlite3-shm")


_numbers = count(1)


@pytest.fixture(scope="module")
def own_hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHub]:
    with running_hub(tmp_path_factory.mktemp("hub")) as hub:
        yield hub


@pytest.fixture
def add_table(own_hub: RunningHub, tmp_path: Path) -> Iterator[Callable[[], Table]]:
    made: list[Table] = []

    def make() -> Table:
        number = str(next(_numbers))
        text = own_hub.run("station", "add", "--site", "q1", "--table", number, "--name", "Bàn")
        made.append(enrol(tmp_path / f"table-{number}", text))
        return made[-1]

    yield make
    for table in made:
        table.store.close()


def restart(hub: RunningHub, between: Callable[[], object] = lambda: None) -> None:
    """Stops the hub, does something to its files, and starts it where the stations know it."""
    port = hub.port
    hub.stop()
    between()
    hub.start(port)


def back_up(hub: RunningHub, to: Path) -> None:
    to.mkdir()
    for name in DATABASE:
        if (hub.home.path / name).exists():
            shutil.copy2(hub.home.path / name, to)


def restore(hub: RunningHub, from_: Path) -> None:
    for name in DATABASE:
        (hub.home.path / name).unlink(missing_ok=True)
        if (from_ / name).exists():
            shutil.copy2(from_ / name, hub.home.path)


def until_quiet(*tables: Table) -> None:
    """Exchanges as the sync would, some calls of which the hub may answer with less than hoped."""
    for _ in range(12):
        for table in tables:
            table.engine().cycle(ALL)
    assert all(table.store.outbox.backlog() == 0 for table in tables)


def assert_held_once(table: Table, book: HubBook) -> None:
    kept = [(entry.seq, entry.canonical) for entry in table.store.ledger.entries(0, 10_000)]
    assert [(held.seq, held.canonical) for held in book.events(table.me.station)] == kept


@pytest.mark.parametrize("renewed", [True, False], ids=["epoch renewed", "epoch forgotten"])
def test_a_hub_that_came_from_a_backup_is_made_whole(
    own_hub: RunningHub, add_table: Callable[[], Table], tmp_path: Path, renewed: bool
) -> None:
    tables = [add_table(), add_table()]
    book = HubBook(own_hub.home.path)
    for table in tables:
        table.dose("r1")
    until_quiet(*tables)
    restart(own_hub, lambda: back_up(own_hub, tmp_path / "backup"))
    walk_in = tables[0].walk_in()
    dose = tables[0].dose(walk_in)
    until_quiet(*tables)
    assert tables[1].store.roster.by_id(walk_in) is not None

    restart(own_hub, lambda: restore(own_hub, tmp_path / "backup"))
    assert dose.seq not in book.seqs(tables[0].me.station)
    if renewed:
        own_hub.run("epoch", "renew")
    tables[0].dose("r2")
    until_quiet(*tables)

    for table in tables:
        assert_held_once(table, book)
        file = table.store.roster.file(walk_in)
        assert file is not None
        assert [seen.id for seen in file.doses] == [dose.id]


def test_what_a_hub_acknowledged_survives_its_sigkill(
    own_hub: RunningHub, add_table: Callable[[], Table]
) -> None:
    table = add_table()
    book = HubBook(own_hub.home.path)
    engine, port = table.engine(), own_hub.port
    for _ in range(5):
        for _ in range(20):
            table.dose("r1")
        assert isinstance(engine.cycle(Load(events=10)), Exchanged)
        own_hub.kill()
        acknowledged = table.store.outbox.acknowledged().seq
        assert book.seqs(table.me.station)[:acknowledged] == list(range(1, acknowledged + 1))
        own_hub.start(port)
    until_quiet(table)
    assert_held_once(table, book)


def test_a_copied_card_is_kept_beside_the_first_and_blocks_neither(
    own_hub: RunningHub, add_table: Callable[[], Table], tmp_path: Path
) -> None:
    one = add_table()
    one.dose("r1")
    until_quiet(one)
    copy = copied(one, tmp_path / "copy")
    one.dose("r2")
    other = copy.dose("r3")
    copy.dose("r4")
    until_quiet(one)
    until_quiet(copy)
    one.dose("r5")
    last = copy.dose("r6")
    until_quiet(one, copy)

    book = HubBook(own_hub.home.path)
    assert_held_once(one, book)
    forked = [held.seq for held in book.forked(one.me.station)]
    assert forked == list(range(other.seq, last.seq + 1))
    assert copy.store.ledger.verify() is None
    copy.store.close()


def test_a_copied_cards_branch_survives_a_hub_from_a_backup(
    own_hub: RunningHub, add_table: Callable[[], Table], tmp_path: Path
) -> None:
    one = add_table()
    until_quiet(one)
    copy = copied(one, tmp_path / "copy")
    for _ in range(5):
        one.dose("r1")
    until_quiet(one)
    restart(own_hub, lambda: back_up(own_hub, tmp_path / "backup"))
    first = copy.dose("r2")
    copy.dose("r3")
    until_quiet(copy)
    restart(own_hub, lambda: restore(own_hub, tmp_path / "backup"))
    copy.dose("r4")
    until_quiet(one, copy)

    book = HubBook(own_hub.home.path)
    assert_held_once(one, book)
    forked = [held.seq for held in book.forked(one.me.station)]
    assert forked == list(range(first.seq, copy.store.ledger.tip().seq + 1))
    copy.store.close()


def test_a_table_keeps_sight_of_its_own_dose_through_two_lives_of_the_hub(
    own_hub: RunningHub, add_table: Callable[[], Table], tmp_path: Path
) -> None:
    table = add_table()
    resident = table.walk_in()
    until_quiet(table)
    restart(own_hub, lambda: back_up(own_hub, tmp_path / "backup"))
    dose = table.dose(resident)
    until_quiet(table)
    own_hub.run("epoch", "renew")
    until_quiet(table)
    restart(own_hub, lambda: restore(own_hub, tmp_path / "backup"))
    own_hub.run("epoch", "renew")
    until_quiet(table)
    file = table.store.roster.file(resident)
    assert file
    assert [known.id for known in file.doses] == [dose.id]


def copied(table: Table, to: Path) -> Table:
    """The same card a second time, as it stands now."""
    table.store.close()
    shutil.copytree(table.home, to)
    table.store = Table(table.home).store
    return Table(to)
