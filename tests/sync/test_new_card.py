"""Cards that break, come back, and change places: no dose of any of them stays out of the log."""

from collections.abc import Callable
from pathlib import Path

from tests.hub.running import RunningHub
from tests.sync.hub_book import HubBook
from tests.sync.table import Table, enrol

NewTable = Callable[..., Table]


def test_the_doses_of_a_new_card_at_an_old_table_count(
    new_table: NewTable, hub: RunningHub, book: HubBook, tmp_path: Path
) -> None:
    broken = new_table()
    broken.dose("r1")
    broken.exchange_all()

    new = enrol(tmp_path / "new-card", hub.run("station", "code", broken.me.station))
    dose = new.dose("r2")
    new.exchange_all()

    assert new.me.table == broken.me.table
    assert dose.seq in book.seqs(new.me.station)
    assert book.forked(broken.me.station) == []
    new.store.close()


def test_the_old_card_that_turns_up_again_still_sends_what_it_has(
    new_table: NewTable, hub: RunningHub, book: HubBook, tmp_path: Path
) -> None:
    old = new_table()
    old.exchange_all()
    enrol(tmp_path / "new-card", hub.run("station", "code", old.me.station)).store.close()
    late = old.dose("r1")
    old.exchange_all()
    assert late.seq in book.seqs(old.me.station)


def test_the_same_card_enrolled_again_carries_on_its_ledger(
    new_table: NewTable, hub: RunningHub, book: HubBook
) -> None:
    table = new_table()
    station = table.me.station
    table.dose("r1")
    table.exchange_all()
    unsent = table.dose("r2")
    enrol(table.home, hub.run("station", "code", station)).store.close()
    assert table.me.station == station
    table.exchange_all()
    assert unsent.seq in book.seqs(station)


def test_two_cards_that_change_places_and_back_lose_nothing(
    new_table: NewTable, hub: RunningHub, book: HubBook
) -> None:
    one, other = new_table(), new_table()
    first, second = one.me.station, other.me.station
    for table in (one, other):
        table.dose("r1")
        table.exchange_all()
    for station in (second, first, second):
        enrol(one.home, hub.run("station", "code", station)).store.close()
        dose = one.dose("r2")
        one.exchange_all()
        assert dose.seq in book.seqs(one.me.station)
    assert book.forked(first) == book.forked(second) == []
