"""Records go to the hub once and whole, and the site's news come back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from station.domain.events import ClockSet, ClockTrust
from station.store.status import HubState
from sync.link import Answered, Cause, Failure, HubLink, Retry
from sync.outcome import Exchanged, Load
from sync.protocol import ExchangeRequest
from tests.hub.running import RunningHub
from tests.sync.hub_book import HubBook
from tests.sync.relay import CutAnswer, CutRequest, Fault, Relay, Reset
from tests.sync.table import ALL, SteadyClock, Table

NewTable = Callable[..., Table]


def assert_the_hub_has_all(table: Table, book: HubBook) -> None:
    """Each event of the ledger once, to the byte, and nothing else."""
    kept = [(entry.seq, entry.canonical) for entry in table.store.ledger.entries(0, 100_000)]
    held = [(event.seq, event.canonical) for event in book.events(table.me.station)]
    assert held == kept
    assert table.store.outbox.backlog() == 0


def test_a_dose_reaches_the_hub_with_the_bytes_of_the_ledger(
    new_table: NewTable, book: HubBook
) -> None:
    table = new_table()
    table.dose("r1")
    table.exchange_all()
    assert_the_hub_has_all(table, book)


def test_nothing_is_taken_as_sent_before_the_hub_says_so(new_table: NewTable, relay: Relay) -> None:
    table = new_table(relay.url)
    table.exchange_all()
    table.dose("r1")
    relay.faults.append(CutAnswer(0))
    outcome = table.engine().cycle(ALL)
    assert isinstance(outcome, Retry)
    assert table.store.outbox.backlog() == 1


@pytest.mark.parametrize(
    "faults",
    [
        [Reset()] * 3,
        [CutRequest(length) for length in range(0, 4000, 250)],
        [CutAnswer(length) for length in range(0, 3000, 150)],
    ],
    ids=["reset", "request cut anywhere", "answer cut anywhere"],
)
def test_a_link_that_breaks_anywhere_changes_nothing(
    new_table: NewTable, book: HubBook, relay: Relay, faults: list[Fault]
) -> None:
    table = new_table(relay.url)
    relay.faults.extend(faults)
    while relay.faults:
        table.dose("r1")
        table.engine().cycle(ALL)
    table.exchange_all()
    assert_the_hub_has_all(table, book)


class LosesAnswers:
    """A link on which every request arrives and no answer comes back."""

    def __init__(self, link: HubLink) -> None:
        self._link = link

    def exchange(self, request: ExchangeRequest) -> Answered | Failure:
        assert isinstance(self._link.exchange(request), Answered)
        return Retry(Cause.CUT, "the answer was lost")

    def close(self) -> None:
        self._link.close()


def test_what_was_sent_twice_is_held_once(new_table: NewTable, book: HubBook) -> None:
    table = new_table()
    for _ in range(20):
        table.dose("r1")
    unlucky = table.engine(LosesAnswers(table.link()))
    for limit in (3, 20, 7):
        unlucky.cycle(Load(events=limit))
    assert len(book.events(table.me.station)) >= 20
    assert table.store.outbox.acknowledged().seq == 0
    table.exchange_all()
    assert_the_hub_has_all(table, book)


def test_a_long_backlog_goes_in_batches_and_in_order(new_table: NewTable, book: HubBook) -> None:
    table = new_table()
    for number in range(130):
        table.dose(f"r{number}")
    engine = table.engine()
    sent = []
    while table.store.outbox.backlog():
        outcome = engine.cycle(Load(events=50))
        assert isinstance(outcome, Exchanged)
        sent.append(outcome.sent)
    assert max(sent) == 50
    assert_the_hub_has_all(table, book)


def test_another_tables_arrival_and_dose_come_with_the_news(new_table: NewTable) -> None:
    one, other = new_table(), new_table()
    resident = one.walk_in()
    arrival, dose = one.arrive(resident), one.dose(resident)
    one.exchange_all()
    other.exchange_all()
    file = other.store.roster.file(resident)
    assert file is not None
    assert [(seen.id, seen.table) for seen in file.arrivals] == [(arrival.id, one.me.table)]
    assert [(seen.id, seen.table) for seen in file.doses] == [(dose.id, one.me.table)]


def test_a_dose_that_was_taken_back_goes_from_the_other_tables_too(new_table: NewTable) -> None:
    one, other = new_table(), new_table()
    resident = one.walk_in()
    dose = one.dose(resident)
    one.exchange_all()
    other.exchange_all()
    one.take_back(dose)
    one.exchange_all()
    other.exchange_all()
    file = other.store.roster.file(resident)
    assert file is not None
    assert file.doses == ()


def test_a_call_without_room_for_items_leaves_the_list_alone(new_table: NewTable) -> None:
    table = new_table()
    before = table.store.roster.cursor()
    table.dose("r1")
    table.exchange(Load(events=10))
    assert table.store.roster.cursor() == before
    assert table.store.roster.as_of() is None
    assert table.store.outbox.backlog() == 0


def test_the_list_comes_in_parts_as_large_as_asked_for(new_table: NewTable) -> None:
    table = new_table()
    parts = [table.exchange(Load(items=3)) for _ in range(3)]
    assert [part.received for part in parts] == [3, 3, 3]
    assert parts[-1].more
    assert table.store.roster.as_of() is None
    table.exchange_all()
    assert table.store.roster.as_of() is not None
    assert table.store.roster.campaign() is not None


def test_a_station_that_boots_in_1970_works_and_learns_the_time(
    new_table: NewTable, book: HubBook
) -> None:
    table = new_table()
    table.clock = SteadyClock(datetime(1970, 1, 1, 0, 1, tzinfo=UTC), ClockTrust.UNSURE)
    table.dose("r1")
    table.exchange_all()
    table.exchange_all()
    known = [event for event in table.store.ledger.recent(ClockSet, 5) if event.boot == "b0b0b0b0"]
    assert len(known) == 1
    assert abs(known[0].true_at - datetime.now(UTC)) < timedelta(minutes=1)
    moment = table.store.times.known()
    assert moment is not None
    assert moment.boot == "b0b0b0b0"
    assert_the_hub_has_all(table, book)


def test_each_boot_with_a_wrong_clock_says_so_once(new_table: NewTable) -> None:
    table = new_table()
    clock = SteadyClock(datetime.now(UTC) - timedelta(days=3))
    table.clock = clock
    for boot in ("aaaaaaaa", "aaaaaaaa", "bbbbbbbb"):
        clock.boot = boot
        table.exchange_all()
    boots = [event.boot for event in table.store.ledger.recent(ClockSet, 5)]
    assert boots[:2] == ["bbbbbbbb", "aaaaaaaa"]
    assert boots.count("aaaaaaaa") == 1


def test_a_clock_that_is_right_is_left_alone(new_table: NewTable) -> None:
    table = new_table()
    before = len(table.store.ledger.recent(ClockSet, 5))
    table.clock = SteadyClock(datetime.now(UTC))
    table.exchange_all()
    assert len(table.store.ledger.recent(ClockSet, 5)) == before


def test_the_status_says_how_the_hub_answered(new_table: NewTable, relay: Relay) -> None:
    table = new_table(relay.url)
    table.exchange_all()
    assert table.store.status.contact().state is HubState.ONLINE
    relay.down()
    table.engine().cycle(ALL)
    away = table.store.status.contact()
    assert away.state is HubState.OFFLINE
    assert away.detail.startswith(Cause.CUT)
    assert away.answered_at is not None
    relay.up()
    table.exchange_all()
    assert table.store.status.contact().state is HubState.ONLINE


def test_a_revoked_station_sends_what_it_has_and_then_wipes_its_list(
    new_table: NewTable, hub: RunningHub, book: HubBook
) -> None:
    table = new_table()
    table.exchange_all()
    table.dose("r1")
    table.dose("r2")
    hub.run("station", "revoke", table.me.station)
    engine = table.engine()
    while table.store.status.contact().state is not HubState.REVOKED:
        engine.cycle(Load(events=1, items=100))
    assert_the_hub_has_all(table, book)
    assert table.store.roster.staff() == ()
    assert table.store.roster.campaign() is None
    assert len(table.store.ledger.entries(0, 10)) >= 2
    assert table.store.ledger.verify() is None


def test_a_revoked_station_keeps_its_list_while_it_has_events(
    new_table: NewTable, hub: RunningHub
) -> None:
    table = new_table()
    table.exchange_all()
    table.dose("r1")
    hub.run("station", "revoke", table.me.station)
    table.engine().cycle(Load(items=100))
    assert table.store.roster.staff() != ()
