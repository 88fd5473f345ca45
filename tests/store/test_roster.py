"""The list: what the feed brings, changes, takes away, and cannot make readable."""

import msgspec
import pytest

from station import campaigns
from station.domain.roster import IssuerKey, Revocation, Staff, Table
from station.domain.vaccines import Lot, Product
from station.store.errors import StoreError
from station.store.page import Change
from station.store.station import StationStore
from tests.store.world import (
    DAO,
    DAOS_FIRST_DOSE,
    DAOS_SLOT,
    NOW,
    PHUONG,
    SITE,
    at_table_3,
    brought,
    doses_of,
    feed,
    removed,
)


def test_before_the_first_page_there_is_no_list(store: StationStore) -> None:
    assert store.roster.cursor() is None
    assert store.roster.as_of() is None
    assert store.roster.file(DAO.id) is None
    assert store.roster.campaign() is None
    assert store.roster.site(SITE.id) is None


def test_a_resident_comes_with_all_that_a_verdict_needs(store: StationStore) -> None:
    feed(store, brought(DAO, DAOS_SLOT, DAOS_FIRST_DOSE, at_table_3()), "e1.4")
    file = store.roster.file(DAO.id)
    assert file is not None
    assert file.resident == DAO
    assert file.appointments == (DAOS_SLOT,)
    assert file.doses == (DAOS_FIRST_DOSE,)
    assert file.arrivals == (at_table_3(),)
    assert store.roster.by_id(DAO.id) == DAO
    assert store.roster.by_citizen_id("001184012345") == DAO
    assert store.roster.by_citizen_id("001184099999") is None


def test_the_order_within_the_feed_does_not_matter(store: StationStore) -> None:
    feed(store, brought(DAOS_FIRST_DOSE, DAOS_SLOT), "e1.2", more=True)
    assert store.roster.file(DAO.id) is None
    feed(store, brought(DAO), "e1.3")
    assert doses_of(store) == (DAOS_FIRST_DOSE,)


def test_a_change_replaces_what_was_there(store: StationStore) -> None:
    feed(store, brought(DAO, DAOS_SLOT), "e1.2")
    renamed = msgspec.structs.replace(DAO, name="Trần Thị Đào", citizen_id="001184011111")
    moved = msgspec.structs.replace(DAOS_SLOT, resident=PHUONG.id)
    feed(store, brought(renamed, PHUONG, moved), "e1.5")
    file, other = store.roster.file(DAO.id), store.roster.file(PHUONG.id)
    assert file is not None
    assert (file.resident, file.appointments) == (renamed, ())
    assert other is not None
    assert other.appointments == (moved,)
    assert store.roster.by_citizen_id("001184012345") is None
    assert [found.id for found in store.search.find("nguyen dao")] == []
    assert [found.id for found in store.search.find("tran thi dao")] == [DAO.id]


def test_the_last_word_within_a_page_counts(store: StationStore) -> None:
    renamed = msgspec.structs.replace(DAO, name="Trần Thị Đào")
    feed(store, [*brought(DAO, PHUONG), removed(PHUONG), *brought(renamed)], "e1.4")
    assert store.roster.by_id(DAO.id) == renamed
    assert store.roster.by_id(PHUONG.id) is None


def test_a_removed_thing_is_gone_and_does_not_come_back(store: StationStore) -> None:
    feed(store, brought(DAO, DAOS_SLOT, DAOS_FIRST_DOSE, at_table_3()), "e1.4")
    gone = [removed(thing) for thing in (DAOS_SLOT, DAOS_FIRST_DOSE, at_table_3())]
    feed(store, gone, "e1.7")
    file = store.roster.file(DAO.id)
    assert file is not None
    assert (file.appointments, file.doses, file.arrivals) == ((), (), ())
    feed(store, [removed(DAO)], "e1.8")
    assert store.roster.file(DAO.id) is None
    assert store.search.find("dao") == []
    feed(store, [removed(DAO), removed(PHUONG)], "e1.9")


def test_ids_are_unique_within_a_kind_only(store: StationStore) -> None:
    dose = msgspec.structs.replace(DAOS_FIRST_DOSE, id=DAOS_SLOT.id)
    feed(store, brought(DAO, DAOS_SLOT, dose), "e1.3")
    feed(store, [removed(DAOS_SLOT)], "e1.4")
    assert doses_of(store) == (dose,)


def test_a_page_that_does_not_follow_the_cursor_changes_nothing(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    late = store.roster.apply(
        brought(PHUONG), after=None, cursor="e1.2", restart=False, more=False, at=NOW
    )
    assert not late
    assert store.roster.cursor() == "e1.1"
    assert store.roster.by_id(PHUONG.id) is None


def test_the_cursor_moves_with_the_rows_or_not_at_all(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    store.database.execute(
        "CREATE TEMP TRIGGER full BEFORE UPDATE OF cursor ON main.feed"
        " BEGIN SELECT RAISE(ABORT, 'the card is pulled here'); END"
    )
    with pytest.raises(StoreError, match="pulled here"):
        feed(store, [*brought(PHUONG), removed(DAO)], "e1.3")
    assert store.roster.cursor() == "e1.1"
    assert store.roster.by_id(DAO.id) == DAO
    assert store.roster.by_id(PHUONG.id) is None
    assert store.search.find("phuong") == []


def test_the_list_is_as_old_as_its_last_complete_page(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1", more=True)
    assert store.roster.as_of() is None
    feed(store, brought(PHUONG), "e1.2")
    assert store.roster.as_of() == NOW


def test_a_feed_begun_anew_sweeps_only_at_its_end_what_it_did_not_bring(
    store: StationStore,
) -> None:
    feed(store, brought(DAO, DAOS_SLOT, PHUONG, SITE), "e1.4")
    feed(store, brought(DAO), "e2.1", restart=True, more=True)
    assert store.roster.by_id(PHUONG.id) == PHUONG
    feed(store, brought(DAOS_SLOT), "e2.2")
    file = store.roster.file(DAO.id)
    assert file is not None
    assert file.appointments == (DAOS_SLOT,)
    assert store.roster.by_id(PHUONG.id) is None
    assert store.search.find("phuong") == []
    assert store.roster.site(SITE.id) is None


def test_a_feed_begun_anew_twice_over_still_ends_with_what_the_last_brought(
    store: StationStore,
) -> None:
    feed(store, brought(DAO, PHUONG), "e1.2")
    feed(store, brought(PHUONG), "e2.1", restart=True, more=True)
    feed(store, brought(DAO), "e3.1", restart=True, more=True)
    feed(store, [], "e3.2")
    assert store.roster.by_id(DAO.id) == DAO
    assert store.roster.by_id(PHUONG.id) is None


def test_later_pages_sweep_nothing(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1", restart=True)
    feed(store, brought(PHUONG), "e1.2")
    assert store.roster.by_id(DAO.id) == DAO


def test_one_unreadable_thing_holds_up_nothing(store: StationStore) -> None:
    nameless = Change("resident", "r-x", b'{"id": "r-x", "name": 7, "birth_year": 1980}')
    cut = Change("dose", "d-x", b'{"id": "d-x", "resi')
    other = Change("lot", "l-x", msgspec.json.encode(DAO))
    feed(store, [nameless, *brought(DAO), cut, other], "e1.4")
    assert store.roster.by_id(DAO.id) == DAO
    unreadable = store.roster.unreadable()
    assert set(unreadable) == {("resident", "r-x"), ("dose", "d-x"), ("lot", "l-x")}
    assert unreadable["resident", "r-x"] == "field name is wrong"
    assert store.status.read().unreadable == 3


def test_what_is_wrong_is_told_without_what_stands_there(store: StationStore) -> None:
    body = msgspec.json.encode(DAO).replace(b'"birth_year":1984', b'"birth_year":"Nguyen Dao"')
    assert b"Nguyen Dao" in body
    feed(store, [Change("resident", DAO.id, body)], "e1.1")
    assert store.roster.unreadable() == {("resident", DAO.id): "field birth_year is wrong"}


def test_a_body_under_another_id_is_not_taken_for_it(store: StationStore) -> None:
    feed(store, [Change("resident", PHUONG.id, msgspec.json.encode(DAO))], "e1.1")
    assert store.roster.by_id(PHUONG.id) is None
    assert store.roster.by_id(DAO.id) is None


def test_an_unreadable_change_leaves_the_older_state_even_when_the_feed_begins_anew(
    store: StationStore,
) -> None:
    feed(store, brought(DAO, DAOS_SLOT, SITE), "e1.3")
    broken = [Change(change.kind, change.id, b"{}") for change in brought(DAO, DAOS_SLOT, SITE)]
    feed(store, broken, "e2.3", restart=True)
    file = store.roster.file(DAO.id)
    assert file is not None
    assert file.appointments == (DAOS_SLOT,)
    assert store.roster.site(SITE.id) == SITE


def test_what_becomes_readable_or_is_removed_is_no_longer_set_aside(store: StationStore) -> None:
    broken = [Change(change.kind, change.id, b"{}") for change in brought(DAO, DAOS_SLOT, SITE)]
    feed(store, broken, "e1.3")
    feed(store, [*brought(DAO, SITE), removed(DAOS_SLOT)], "e1.6")
    assert store.roster.unreadable() == {}


def test_a_kind_of_a_newer_hub_is_kept_and_disturbs_nothing(store: StationStore) -> None:
    feed(store, [Change("hologram", "h-1", b'{"id": "h-1"}'), *brought(DAO)], "e1.2")
    feed(store, [Change("hologram", "h-1", None)], "e1.3")
    assert store.roster.by_id(DAO.id) == DAO
    assert store.roster.unreadable() == {}


def test_the_small_things_of_a_site_are_there_and_follow_the_feed(store: StationStore) -> None:
    campaign = campaigns.load()
    key = IssuerKey(id="0a", issuer="hub", public_key=bytes(32))
    lot = Lot(id="l-1", product="astrazeneca", number="ABV4011", expiry=DAOS_SLOT.day)
    product = Product(id="astrazeneca", name="AstraZeneca", doses_per_vial=10)
    nurse = Staff(id="n-1", name="Lê Thị Sen")
    table = Table(id="buoi-3", table=3)
    revoked = Revocation(id="77")
    things = (SITE, campaign, key, lot, product, nurse, table, revoked)
    feed(store, brought(*things), "e1.8")
    roster = store.roster
    assert roster.site(SITE.id) == SITE
    assert roster.site_names() == {SITE.id: SITE.name}
    assert roster.campaign() == campaign
    assert roster.issuer_keys() == {"0a": key}
    assert (roster.lots(), roster.products()) == ((lot,), (product,))
    assert (roster.staff(), roster.tables()) == ((nurse,), (table,))
    assert roster.revoked("77")
    assert not roster.revoked("78")
    second = msgspec.structs.replace(lot, id="l-2", number="ABV4012")
    feed(store, [*brought(second), removed(nurse), removed(revoked)], "e1.11")
    assert roster.lots() == (lot, second)
    assert roster.staff() == ()
    assert not roster.revoked("77")


def test_another_process_sees_the_list_change(store: StationStore) -> None:
    with StationStore.open(store.database.path.parent) as kiosk:
        assert kiosk.roster.site(SITE.id) is None
        version = kiosk.data_version()
        feed(store, brought(DAO, SITE), "e1.2")
        assert kiosk.data_version() != version
        assert kiosk.roster.site(SITE.id) == SITE
        assert kiosk.roster.by_id(DAO.id) == DAO


def test_all_reads_of_one_verdict_see_one_state(store: StationStore) -> None:
    feed(store, brought(DAO), "e1.1")
    with StationStore.open(store.database.path.parent) as kiosk, kiosk.reading():
        assert kiosk.roster.cursor() == "e1.1"
        feed(store, [*brought(DAOS_FIRST_DOSE), removed(DAO)], "e1.3")
        assert kiosk.roster.cursor() == "e1.1"
        file = kiosk.roster.file(DAO.id)
        assert file is not None
        assert file.doses == ()


def test_nothing_can_be_written_while_one_state_is_read(store: StationStore) -> None:
    with store.reading(), pytest.raises(StoreError, match="rolled back"):
        feed(store, brought(DAO), "e1.1")
    assert store.roster.cursor() is None
