"""What this table did counts at once, whether or not the hub knows of it yet."""

from datetime import UTC, date, datetime, timedelta

import msgspec

from station.domain.events import Arrived, ClockSet, ClockTrust, Registered, TurnedAway
from station.domain.people import Registration, Resident, Site
from station.store.station import StationStore
from tests.store.world import (
    BOOT,
    DAO,
    NOW,
    SITE,
    TABLE_1,
    TODAY,
    acknowledge,
    arrivals_of,
    arrive,
    as_arrival,
    as_given,
    at_table_3,
    brought,
    dose,
    doses_of,
    feed,
    now,
    removed,
    take_back,
)


def test_a_dose_is_in_the_residents_file_as_soon_as_it_is_recorded(store: StationStore) -> None:
    feed(store, brought(DAO, SITE), "e1.2")
    event = dose(store)
    assert doses_of(store) == (as_given(event),)


def test_the_day_of_a_dose_is_the_sites_own(store: StationStore) -> None:
    feed(store, brought(DAO, SITE), "e1.2")
    dose(store, reading=now(60 * 15))
    assert (NOW + timedelta(hours=15)).date() == TODAY
    assert doses_of(store)[0].day == date(2021, 9, 16)


def test_the_sites_time_zone_is_the_hubs_word(store: StationStore) -> None:
    feed(store, brought(DAO, Site(id=SITE.id, name="Praia", timezone="Atlantic/Cape_Verde")), "e1")
    dose(store, reading=now(-150))
    assert doses_of(store)[0].day == date(2021, 9, 14)


def test_an_arrival_claims_the_resident_until_they_are_turned_away(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    event = arrive(store)
    assert arrivals_of(store) == (as_arrival(event),)
    store.ledger.append(TurnedAway, now(1), resident=DAO.id, code="pass", reasons=("too_soon",))
    assert arrivals_of(store) == ()
    again = arrive(store, minutes=2)
    assert arrivals_of(store) == (as_arrival(again),)


def test_an_undone_dose_or_arrival_counts_no_longer(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    take_back(store, dose(store))
    take_back(store, arrive(store))
    assert doses_of(store) == ()
    assert arrivals_of(store) == ()


def test_a_scan_of_nobody_on_the_list_claims_nobody(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    store.ledger.append(TurnedAway, now(), code="unknown", reasons=("code_unknown",))
    store.ledger.append(Arrived, now(), code="search")
    assert arrivals_of(store) == ()


def test_what_was_taken_back_here_is_not_brought_back_by_an_older_page(
    store: StationStore,
) -> None:
    feed(store, brought(DAO), "e1.1")
    event, claim = dose(store), arrive(store)
    take_back(store, event)
    take_back(store, claim)
    feed(store, brought(as_given(event), as_arrival(claim)), "e1.3")
    assert doses_of(store) == ()
    assert arrivals_of(store) == ()


def test_another_tables_dose_can_be_taken_back_here(store: StationStore) -> None:
    elsewhere = msgspec.structs.replace(
        as_given(dose(store, Resident(id="r-x", name="X", birth_year=1980))),
        id="e-elsewhere",
        resident=DAO.id,
        station="buoi-3",
        table=3,
    )
    feed(store, brought(DAO, elsewhere), "e1.2")
    assert doses_of(store) == (elsewhere,)
    store.roster.apply([], after="e1.2", cursor="e1.3", restart=False, more=False, at=NOW)
    assert doses_of(store) == (elsewhere,)


def test_the_feed_bringing_back_an_own_dose_does_not_double_it(store: StationStore) -> None:
    feed(store, brought(DAO, SITE), "e1.2")
    event, claim = dose(store), arrive(store)
    feed(store, brought(as_given(event), as_arrival(claim)), "e1.4")
    assert doses_of(store) == (as_given(event),)
    assert arrivals_of(store) == (as_arrival(claim),)


def test_what_the_hub_removed_does_not_show_through_from_the_ledger(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    event, claim = dose(store), arrive(store)
    feed(store, [removed(as_given(event)), removed(as_arrival(claim))], "e1.3")
    assert doses_of(store) == ()
    assert arrivals_of(store) == ()
    with StationStore.open(store.database.path.parent) as later:
        assert doses_of(later) == ()


def test_unacknowledged_doses_survive_a_feed_that_begins_anew(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    event, claim = dose(store), arrive(store)
    feed(store, brought(DAO), "e2.1", restart=True)
    assert [given.id for given in doses_of(store)] == [event.id]
    assert [arrival.id for arrival in arrivals_of(store)] == [claim.id]


def test_acknowledged_doses_that_the_feed_never_brought_survive_it_too(
    store: StationStore,
) -> None:
    feed(store, brought(DAO), "e1.1")
    event = dose(store)
    acknowledge(store, event.seq)
    feed(store, brought(DAO), "e2.1", restart=True)
    assert [given.id for given in doses_of(store)] == [event.id]


def test_a_dose_that_the_hub_dropped_before_it_began_anew_is_gone(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    event = dose(store)
    acknowledge(store, event.seq)
    feed(store, brought(as_given(event)), "e1.2")
    feed(store, brought(DAO), "e2.1", restart=True)
    assert doses_of(store) == ()


def test_a_dose_that_a_restored_hub_has_lost_counts_until_it_is_sent_again(
    store: StationStore,
) -> None:
    feed(store, brought(DAO), "e1.1")
    event = dose(store)
    acknowledge(store, event.seq)
    feed(store, brought(as_given(event)), "e1.2")
    with store.transaction():
        acknowledge(store, 0, epoch="e2")
        feed(store, brought(DAO), "e2.1", restart=True)
    assert [given.id for given in doses_of(store)] == [event.id]
    assert store.outbox.backlog() == 1


def test_own_records_are_there_after_a_restart(store: StationStore) -> None:
    feed(store, brought(DAO, SITE), "e1.2")
    event, undone = dose(store), arrive(store)
    take_back(store, undone)
    with StationStore.open(store.database.path.parent) as restarted:
        assert doses_of(restarted) == (as_given(event),)
        assert arrivals_of(restarted) == ()


def test_one_process_sees_what_the_other_has_recorded(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    with StationStore.open(store.database.path.parent) as other:
        assert doses_of(other) == ()
        event = dose(store)
        assert [given.id for given in doses_of(other)] == [event.id]
        take_back(store, event)
        assert doses_of(other) == ()


def test_arrivals_of_other_tables_stand_beside_ones_own(store: StationStore) -> None:
    feed(store, brought(DAO, at_table_3()), "e1.2")
    mine = arrive(store)
    assert {arrival.station for arrival in arrivals_of(store)} == {"buoi-3", mine.station}


def test_a_dose_recorded_in_1970_is_dated_right_once_the_time_is_known(
    store: StationStore,
) -> None:
    feed(store, brought(DAO, SITE), "e1.2")
    in_1970 = msgspec.structs.replace(
        now(trust=ClockTrust.UNSURE), at=datetime(1970, 1, 1, 0, 10, tzinfo=UTC)
    )
    dose(store, reading=in_1970)
    assert doses_of(store)[0].day == date(1970, 1, 1)
    five_minutes_on = msgspec.structs.replace(in_1970, mono_ms=in_1970.mono_ms + 300_000)
    store.ledger.append(ClockSet, five_minutes_on, true_at=NOW + timedelta(minutes=5))
    (given,) = doses_of(store)
    assert given.at == NOW
    assert given.day == TODAY


def test_the_time_of_one_boot_says_nothing_of_another(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    event = dose(store, reading=now(boot="0therb00", trust=ClockTrust.UNSURE))
    store.ledger.append(ClockSet, now(boot=BOOT), true_at=NOW + timedelta(days=300))
    assert doses_of(store)[0].at == event.at


def test_a_trusted_time_is_never_repaired(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    event = dose(store)
    store.ledger.append(ClockSet, now(5), true_at=NOW + timedelta(days=300))
    assert doses_of(store)[0].at == event.at


def test_a_walk_in_is_found_and_kept_until_the_feed_brings_them(store: StationStore) -> None:
    walk_in = Resident(
        id="w-1", name="H'Hen Niê", birth_year=1992, registration=Registration.WALK_IN
    )
    store.ledger.append(Registered, now(), resident=walk_in.id, person=walk_in)
    dose(store, walk_in)
    feed(store, brought(DAO), "e2.1", restart=True)
    assert store.search.find("h hen nie") == [walk_in]
    assert len(doses_of(store, walk_in)) == 1
    feed(store, brought(walk_in), "e2.2")
    feed(store, [], "e3.1", restart=True)
    assert store.roster.by_id(walk_in.id) is None


def test_a_table_that_moved_says_its_new_number(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    dose(store)
    store.identity.set(msgspec.structs.replace(TABLE_1, table=7))
    assert doses_of(store)[0].table == 7
