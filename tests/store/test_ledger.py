"""The ledger: in order, chained, and never changed by anybody."""

from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import RFC_4122, UUID

import msgspec
import pytest

from station.domain import events
from station.domain.events import ROOT_HASH, Dosed, SignedIn, VialOpened
from station.store.errors import NotEnrolledError, StoreError
from station.store.ledger import Mark
from station.store.sqlcipher import IntegrityError
from station.store.station import StationStore
from tests.store.world import (
    DAO,
    TABLE_1,
    TODAY,
    acknowledge,
    arrive,
    brought,
    dose,
    feed,
    now,
    take_back,
)


def test_events_are_numbered_from_one_without_gaps(store: StationStore) -> None:
    written = [arrive(store), dose(store), take_back(store, dose(store))]
    assert [event.seq for event in written] == [1, 2, 4]
    assert [entry.seq for entry in store.ledger.entries(0, 100)] == [1, 2, 3, 4]


def test_an_event_carries_its_place_its_clock_and_a_uuid_of_its_own(store: StationStore) -> None:
    reading = now(7)
    event, other = dose(store, reading=reading), dose(store)
    assert (event.station, event.staff, event.resident) == (TABLE_1.station, "n-1", DAO.id)
    assert (event.at, event.boot, event.mono_ms) == (reading.at, reading.boot, reading.mono_ms)
    assert event.id != other.id


def test_an_events_uuid_tells_the_stations_time_and_not_the_machines(store: StationStore) -> None:
    reading = now(7)
    written = UUID(dose(store, reading=reading).id)
    assert written.version == 7
    assert written.variant == RFC_4122
    assert written.int >> 80 == int(reading.at.timestamp() * 1000)
    in_1969 = msgspec.structs.replace(reading, at=datetime(1969, 12, 31, tzinfo=UTC))
    assert UUID(dose(store, reading=in_1969).id).version == 7


def test_the_ledger_holds_the_canonical_bytes(store: StationStore) -> None:
    event = dose(store)
    (entry,) = store.ledger.entries(0, 10)
    assert (entry.seq, entry.id) == (event.seq, event.id)
    assert entry.canonical == events.encode(event)
    assert events.decode(entry.canonical) == event


def test_each_hash_covers_all_that_came_before(store: StationStore) -> None:
    assert store.ledger.tip() == Mark(0, ROOT_HASH)
    for _ in range(3):
        dose(store)
    last = ROOT_HASH
    for entry in store.ledger.entries(0, 10):
        last = events.chain(last, entry.canonical)
        assert entry.hash == last
        assert store.ledger.mark(entry.seq) == Mark(entry.seq, last)
    assert store.ledger.tip() == Mark(3, last)
    assert store.ledger.mark(0) == Mark(0, ROOT_HASH)
    assert store.ledger.mark(4) is None


def test_entries_come_in_order_from_any_place(store: StationStore) -> None:
    for _ in range(5):
        dose(store)
    assert [entry.seq for entry in store.ledger.entries(2, 2)] == [3, 4]
    assert store.ledger.entries(5, 10) == []


def test_the_newest_events_of_a_kind_come_first(store: StationStore) -> None:
    first, _, last = dose(store), arrive(store), dose(store)
    assert store.ledger.recent(Dosed, 10) == [last, first]
    assert store.ledger.recent(Dosed, 1) == [last]
    assert store.ledger.recent(VialOpened, 1) == []


def test_nothing_is_recorded_before_the_station_is_enrolled(home: Path) -> None:
    with (
        StationStore.open(home) as store,
        pytest.raises(NotEnrolledError, match="tram enrol"),
    ):
        store.ledger.append(SignedIn, now(), staff="n-1")


@pytest.mark.parametrize("wrong", [{"product": 7}, {"dose_number": "two"}, {"arm": "knee"}])
def test_an_event_that_could_not_be_read_again_is_not_recorded(
    store: StationStore, wrong: dict[str, Any]
) -> None:
    with pytest.raises(msgspec.ValidationError):
        dose(store, **wrong)
    assert store.ledger.tip().seq == 0
    assert dose(store).seq == 1


def test_a_field_that_the_kind_does_not_have_is_not_recorded(store: StationStore) -> None:
    with pytest.raises(TypeError, match="dosage"):
        dose(store, dosage=5)
    assert store.ledger.tip().seq == 0


def test_an_event_is_not_recorded_inside_a_larger_transaction(store: StationStore) -> None:
    with pytest.raises(StoreError, match="not committed"), store.transaction():
        dose(store)
    assert store.ledger.tip().seq == 0


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE event SET canonical = x'00' WHERE seq = 1",
        "UPDATE event SET seq = 9 WHERE seq = 3",
        "DELETE FROM event WHERE seq = 1",
        "DELETE FROM event WHERE seq = 3",
        "DELETE FROM event",
        "DELETE FROM ledger",
        "INSERT INTO event SELECT 5, id, kind, resident, canonical, hash FROM event LIMIT 1",
        "INSERT INTO event SELECT 2, id, kind, resident, canonical, hash FROM event LIMIT 1",
        "REPLACE INTO event SELECT 3, id, kind, resident, canonical, hash FROM event LIMIT 1",
        "INSERT INTO event SELECT NULL, id, kind, resident, canonical, hash FROM event LIMIT 1",
        "INSERT INTO event VALUES (4, '', '', NULL, x'00', x'00')",
    ],
)
def test_no_sql_changes_or_drops_an_event(store: StationStore, sql: str) -> None:
    for _ in range(3):
        dose(store)
    acknowledge(store, 2)
    before = store.ledger.entries(0, 100)
    with pytest.raises(IntegrityError):
        store.database.execute(sql)
    assert store.ledger.entries(0, 100) == before
    assert store.ledger.verify() is None


def test_a_whole_ledger_verifies(store: StationStore) -> None:
    assert store.ledger.verify() is None
    for _ in range(3):
        dose(store)
    assert store.ledger.verify() is None


@pytest.mark.parametrize(
    ("tampering", "found_at"),
    [
        ("UPDATE event SET canonical = CAST(canonical || ' ' AS BLOB) WHERE seq = 2", 2),
        ("UPDATE event SET hash = zeroblob(32) WHERE seq = 3", 3),
        ("DELETE FROM event WHERE seq = 2", 3),
        ("DELETE FROM event WHERE seq = 1", 2),
    ],
)
def test_whoever_takes_the_triggers_away_is_found_out(
    store: StationStore, tampering: str, found_at: int
) -> None:
    for _ in range(4):
        dose(store)
    for trigger in ("event_stays_as_it_is", "event_is_kept"):
        store.database.execute(f"DROP TRIGGER {trigger}")
    store.database.execute(tampering)
    damage = store.ledger.verify()
    assert damage is not None
    assert damage.seq == found_at


EACH = 60


def _record_many(home: Path) -> list[str]:
    with StationStore.open(home) as store:
        return [dose(store).id for _ in range(EACH)]


def _change_the_list(home: Path) -> int:
    with StationStore.open(home) as store:
        for number in range(EACH):
            feed(store, brought(DAO), f"e1.{number}")
        return EACH


def test_processes_that_write_at_once_lose_nothing(home: Path) -> None:
    with StationStore.open(home) as store:
        store.identity.set(TABLE_1)
    with get_context("spawn").Pool(3) as pool:
        recording = [pool.apply_async(_record_many, (home,)) for _ in range(2)]
        listing = pool.apply_async(_change_the_list, (home,))
        recorded = {event for result in recording for event in result.get(timeout=60)}
        listing.get(timeout=60)
    with StationStore.open(home) as store:
        entries = store.ledger.entries(0, 10_000)
        assert [entry.seq for entry in entries] == list(range(1, 2 * EACH + 1))
        assert {entry.id for entry in entries} == recorded
        assert store.ledger.verify() is None
        assert store.roster.cursor() == f"e1.{EACH - 1}"


def test_dates_and_lots_come_back_as_they_were_recorded(store: StationStore) -> None:
    event = dose(store, expiry=TODAY, vial="v-1", arm=events.Arm.RIGHT)
    assert store.ledger.recent(Dosed, 1) == [event]
    assert event.expiry == TODAY
    assert event.at == datetime(2021, 9, 15, 3, 0, tzinfo=UTC)
