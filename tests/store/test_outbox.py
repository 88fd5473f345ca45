"""What the hub has, what it could not use, and what is still to be sent."""

import pytest

from station.domain.events import ROOT_HASH
from station.store.errors import NotOurLedgerError
from station.store.ledger import Mark
from station.store.outbox import ParkedEvent
from station.store.station import StationStore
from tests.store.world import acknowledge, dose

POISON = ParkedEvent(2, "invalid", "dose_number: 0")


@pytest.fixture
def five(store: StationStore) -> StationStore:
    """A station with five doses to send."""
    for _ in range(5):
        dose(store)
    return store


def mark(store: StationStore, seq: int) -> Mark:
    found = store.ledger.mark(seq)
    assert found is not None
    return found


def seqs(store: StationStore) -> list[int]:
    return [entry.seq for entry in store.outbox.batch(100)]


def test_a_new_station_has_nothing_to_send(store: StationStore) -> None:
    assert store.outbox.acknowledged() == Mark(0, ROOT_HASH)
    assert (store.outbox.backlog(), store.outbox.batch(10)) == (0, [])


def test_everything_is_to_be_sent_until_the_hub_names_it(five: StationStore) -> None:
    assert five.outbox.backlog() == 5
    assert [entry.seq for entry in five.outbox.batch(2)] == [1, 2]
    acknowledge(five, 3)
    assert five.outbox.acknowledged() == mark(five, 3)
    assert (five.outbox.backlog(), seqs(five)) == (2, [4, 5])


def test_a_parked_event_blocks_nothing_and_stays_visible(five: StationStore) -> None:
    five.outbox.settle(mark(five, 5), [POISON], [], "e1")
    assert five.outbox.backlog() == 0
    assert five.outbox.parked() == [POISON]
    assert five.status.read().parked == 1
    assert five.outbox.resend_batch(10) == []


def test_a_parked_event_is_offered_again_when_asked_and_settled_by_the_hub(
    five: StationStore,
) -> None:
    five.outbox.settle(mark(five, 5), [POISON], [], "e1")
    five.outbox.ask_resend([2, 4])
    assert [entry.seq for entry in five.outbox.resend_batch(10)] == [2]
    five.outbox.settle(mark(five, 5), [], [2], "e1")
    assert five.outbox.parked() == []
    assert five.outbox.resend_batch(10) == []


def test_an_event_that_is_parked_again_waits_for_another_request(five: StationStore) -> None:
    five.outbox.settle(mark(five, 5), [POISON], [], "e1")
    five.outbox.ask_resend([2])
    again = POISON._replace(reason="unknown_lot")
    five.outbox.settle(mark(five, 5), [again], [], "e1")
    assert five.outbox.parked() == [again]
    assert five.outbox.resend_batch(10) == []


def test_an_answer_that_comes_late_moves_nothing_back(five: StationStore) -> None:
    acknowledge(five, 4)
    acknowledge(five, 2)
    assert five.outbox.acknowledged().seq == 4


def test_a_restored_hub_is_sent_again_what_it_lacks(five: StationStore) -> None:
    five.outbox.settle(mark(five, 5), [POISON, ParkedEvent(5, "invalid")], [], "e1")
    acknowledge(five, 3, epoch="e2")
    assert seqs(five) == [4, 5]
    assert five.outbox.parked() == [POISON]
    assert five.outbox.epoch() == "e2"
    acknowledge(five, 0, epoch="e3")
    assert seqs(five) == [1, 2, 3, 4, 5]
    assert five.outbox.parked() == []


@pytest.mark.parametrize("foreign", [Mark(3, bytes(32)), Mark(9, bytes(32)), Mark(0, b"1" * 32)])
def test_an_acknowledgement_of_another_ledger_takes_nothing_as_sent(
    five: StationStore, foreign: Mark
) -> None:
    acknowledge(five, 1)
    with pytest.raises(NotOurLedgerError, match="nothing was taken as sent"):
        five.outbox.settle(foreign, [POISON], [], "e2")
    assert five.outbox.acknowledged().seq == 1
    assert five.outbox.parked() == []
    assert five.outbox.epoch() == "e1"


def test_what_belongs_together_is_settled_together_or_not_at_all(five: StationStore) -> None:
    def settle_an_answer_in_two_steps() -> None:
        with five.transaction():
            acknowledge(five, 5)
            five.outbox.settle(Mark(9, bytes(32)), [], [], "e1")

    with pytest.raises(NotOurLedgerError):
        settle_an_answer_in_two_steps()
    assert five.outbox.backlog() == 5
