"""One bad record blocks nothing: it is kept aside with the hub's reason, and can be sent again."""

from collections.abc import Callable

import msgspec
import pytest

from station.domain import events
from tests.sync.hub_book import HubBook
from tests.sync.table import Table

NewTable = Callable[..., Table]


def as_it_is(canonical: bytes, _table: Table) -> bytes:
    return canonical


def of_another_station(canonical: bytes, table: Table) -> bytes:
    return canonical.replace(table.me.station.encode(), b"q9-9-ffffff")


def with_another_number(canonical: bytes, _table: Table) -> bytes:
    seq = events.decode(canonical).seq
    return canonical.replace(b'"seq":%d' % seq, b'"seq":%d' % (seq + 7))


def of_a_kind_from_the_future(canonical: bytes, _table: Table) -> bytes:
    return canonical.replace(b'"dosed"', b'"teleported"')


def without_json(_canonical: bytes, _table: Table) -> bytes:
    return b"\x00\xff not JSON \xfe"


def cut_short(canonical: bytes, _table: Table) -> bytes:
    return canonical[: len(canonical) // 2]


def deep(_canonical: bytes, _table: Table) -> bytes:
    return b'{"a":' * 3000 + b"1" + b"}" * 3000


def empty(_canonical: bytes, _table: Table) -> bytes:
    return b""


POISONS = [
    as_it_is,
    of_another_station,
    with_another_number,
    of_a_kind_from_the_future,
    without_json,
    cut_short,
    deep,
    empty,
]


def poison(table: Table, spoil: Callable[[bytes, Table], bytes]) -> int:
    """Appends an event as it would be, spoilt. As it is, it has the id of the one before."""
    last = table.store.ledger.entries(table.store.ledger.tip().seq - 1, 1)[0]
    event = msgspec.structs.replace(events.decode(last.canonical), seq=last.seq + 1)
    return table.write_bytes(spoil(events.encode(event), table))


def test_one_bad_event_among_a_thousand_is_kept_aside_and_the_others_arrive(
    new_table: NewTable, book: HubBook
) -> None:
    table = new_table()
    for number in range(500):
        table.dose(f"r{number}")
    bad = poison(table, without_json)
    for number in range(499):
        table.dose(f"r{number}")
    table.exchange_all()
    ledger = table.store.ledger.entries(0, 2000)
    assert book.seqs(table.me.station) == [entry.seq for entry in ledger if entry.seq != bad]
    assert [(held.seq, held.canonical) for held in book.parked(table.me.station)] == [
        (bad, b"\x00\xff not JSON \xfe")
    ]
    (parked,) = table.store.outbox.parked()
    assert (parked.seq, parked.reason) == (bad, "unreadable")
    assert parked.detail


@pytest.mark.parametrize("spoil", POISONS, ids=lambda spoil: spoil.__name__)
def test_whatever_is_wrong_with_an_event_the_next_one_arrives(
    new_table: NewTable, book: HubBook, spoil: Callable[[bytes, Table], bytes]
) -> None:
    table = new_table()
    table.dose("r1")
    bad = poison(table, spoil)
    after = table.dose("r2")
    table.exchange_all()
    assert [parked.seq for parked in table.store.outbox.parked()] == [bad]
    assert [held.seq for held in book.parked(table.me.station)] == [bad]
    assert after.seq in book.seqs(table.me.station)
    assert bad not in book.seqs(table.me.station)


def test_a_parked_event_that_is_sent_again_and_still_bad_stays_parked(
    new_table: NewTable, book: HubBook
) -> None:
    table = new_table()
    table.dose("r1")
    bad = poison(table, of_a_kind_from_the_future)
    table.exchange_all()
    table.store.outbox.ask_resend([bad])
    assert [entry.seq for entry in table.store.outbox.resend_batch(10)] == [bad]
    assert table.exchange().sent == 1
    assert table.store.outbox.resend_batch(10) == []
    assert [parked.seq for parked in table.store.outbox.parked()] == [bad]
    assert [held.seq for held in book.parked(table.me.station)] == [bad]
