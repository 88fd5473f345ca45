"""Who the station is, and that becoming another one loses nothing."""

from pathlib import Path

import msgspec
import pytest

from station.store.errors import NotEnrolledError, UnsentEventsError
from station.store.sqlcipher import IntegrityError
from station.store.station import StationStore
from tests.store.world import DAO, TABLE_1, acknowledge, brought, dose, doses_of, feed

TABLE_2 = msgspec.structs.replace(TABLE_1, station="buoi-2", table=2, name="Bàn 2")


def test_a_new_station_is_nobody(home: Path) -> None:
    with StationStore.open(home) as store:
        assert store.identity.get() is None
        with pytest.raises(NotEnrolledError, match="tram enrol"):
            store.identity.require()


def test_an_enrolment_is_kept_with_its_key(home: Path) -> None:
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
    with StationStore.open(home) as store:
        assert store.identity.get() == TABLE_1
        assert store.identity.require() == TABLE_1


def test_the_same_station_enrolled_again_goes_on_with_its_ledger(store: StationStore) -> None:
    dose(store)
    feed(store, brought(DAO), "e1.1")
    again = msgspec.structs.replace(TABLE_1, private_key=bytes(32), table=4)
    store.identity.set(again)
    assert store.identity.get() == again
    assert store.outbox.backlog() == 1
    assert dose(store).seq == 2
    assert store.roster.cursor() == "e1.1"


def test_another_station_is_refused_while_events_are_unsent(store: StationStore) -> None:
    dose(store)
    dose(store)
    acknowledge(store, 1)
    with pytest.raises(UnsentEventsError, match=r"1 event.* not acknowledged.*tram sync"):
        store.identity.set(TABLE_2)
    assert store.identity.get() == TABLE_1
    assert store.outbox.backlog() == 1


def test_another_station_begins_its_own_ledger_and_keeps_the_old_one(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    first = dose(store)
    before = store.ledger.entries(0, 10)
    acknowledge(store, first.seq)
    store.identity.set(TABLE_2)
    event = dose(store)
    assert (event.station, event.seq) == ("buoi-2", 1)
    assert store.ledger.verify() is None
    assert store.outbox.epoch() is None
    assert [given.id for given in doses_of(store)] == [event.id]
    kept = store.database.rows("SELECT station, seq, canonical FROM former_event")
    assert kept == [("buoi-1", 1, before[0].canonical)]


def test_a_process_that_runs_on_through_it_sees_the_new_ledger(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    with StationStore.open(store.database.path.parent) as kiosk:
        for _ in range(3):
            acknowledge(store, dose(store).seq)
        assert len(doses_of(kiosk)) == 3
        store.identity.set(TABLE_2)
        event = dose(store)
        assert [given.id for given in doses_of(kiosk)] == [event.id]


def test_no_sql_drops_a_former_ledger(store: StationStore) -> None:
    acknowledge(store, dose(store).seq)
    store.identity.set(TABLE_2)
    for sql in ("DELETE FROM former_event", "UPDATE former_event SET canonical = x''"):
        with pytest.raises(IntegrityError):
            store.database.execute(sql)


@pytest.mark.parametrize("elsewhere", [{"site": "my-dinh"}, {"fingerprint": "cd" * 32}])
def test_another_site_or_hub_brings_its_list_from_the_beginning(
    store: StationStore, elsewhere: dict[str, str]
) -> None:
    feed(store, brought(DAO), "e1.1")
    store.identity.set(msgspec.structs.replace(TABLE_1, **elsewhere))
    assert store.roster.cursor() is None
    assert store.roster.by_id(DAO.id) == DAO
