"""What happens at one table, on a real encrypted store: scans in, screens and events out."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from station.domain import inputs, screens
from station.domain.events import Arrived, ClockTrust, Corrected, Dosed, TurnedAway
from station.domain.people import Resident
from station.domain.roster import Arrival, GivenDose, Revocation
from station.domain.screens import Screen
from station.store.errors import DamagedError, DiskFullError
from station.store.ledger import Ledger
from station.store.roster import Roster
from station.store.station import StationStore
from tests.flows.table import NINE, SITE, VIAL, Issuer, TableInTest, resident, slot_for

PHUONG = resident("Nguyễn Thị Hồng Phượng")
DAO = resident("Nguyễn Thị Đào", date(1984, 7, 2))
HHEN = resident("H'Hen Niê", date(1992, 5, 1))
EVERYBODY = (PHUONG, DAO, HHEN)


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def table(tmp_path: Path, issuer: Issuer) -> Iterator[TableInTest]:
    table = TableInTest(tmp_path)
    table.lists([issuer.key, *EVERYBODY, *map(slot_for, EVERYBODY)])
    table.uses()
    yield table
    table.store.close()


def found(screen: Screen) -> tuple[str, tuple[str, ...]]:
    """Decision and reasons of a screen that shows a verdict."""
    assert isinstance(screen, screens.Found)
    return screen.subject.verdict.decision.value, screen.subject.verdict.reasons


def given(person: Resident, days_ago: int) -> GivenDose:
    day = NINE.date() - timedelta(days=days_ago)
    return GivenDose(id="d-1", resident=person.id, product="astrazeneca", dose_number=1, day=day)


def test_a_green_resident_is_one_scan_one_touch_and_two_events(
    table: TableInTest, issuer: Issuer
) -> None:
    assert found(table.scans(issuer.pass_for(PHUONG, slot_for(PHUONG)))) == ("go", ())
    screen = table.touches(inputs.Confirm())
    assert isinstance(screen, screens.Recorded)
    assert table.kept == ["vial_opened", "arrived", "dosed"]
    assert table.sounds == ["go", "recorded"]
    (dose,) = table.store.ledger.recent(Dosed, 5)
    assert (dose.resident, dose.product, dose.lot, dose.dose_number) == (
        PHUONG.id,
        "astrazeneca",
        "ABV1234",
        1,
    )
    assert (dose.at, dose.staff, dose.vial, dose.expiry) == (NINE, "n-1", "v-1", VIAL.expiry)


def test_a_dose_is_shown_as_recorded_only_once_it_stands_in_the_ledger(
    table: TableInTest, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.scans(issuer.pass_for(PHUONG, slot_for(PHUONG)))

    def full(*_: object, **__: object) -> None:
        raise DiskFullError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "append", full)
        screen = table.touches(inputs.Confirm())
    assert isinstance(screen, screens.OutOfOrder)
    assert "full" in screen.why
    assert table.store.ledger.recent(Dosed, 5) == []
    screen = table.touches(inputs.Back(), inputs.Confirm())
    assert isinstance(screen, screens.Recorded), "nothing of the resident was lost"


def test_a_card_that_cannot_be_read_shows_it_and_the_desk_goes_on(
    table: TableInTest, issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    payload = issuer.pass_for(PHUONG, slot_for(PHUONG))

    def damaged(*_: object) -> None:
        raise DamagedError("the card cannot be read")

    with monkeypatch.context() as patched:
        patched.setattr(Roster, "file", damaged)
        for _ in range(3):
            assert isinstance(table.scans(payload), screens.OutOfOrder)
    assert isinstance(table.touches(inputs.Back()), screens.Ready)
    assert found(table.scans(payload)) == ("go", ())


def test_the_same_resident_again_is_already_dosed_and_the_second_scan_is_turned_away(
    table: TableInTest, issuer: Issuer
) -> None:
    payload = issuer.pass_for(PHUONG, slot_for(PHUONG))
    table.scans(payload)
    table.touches(inputs.Confirm())
    assert found(table.scans(payload)) == ("stop", ("already_dosed_today",))
    table.touches(inputs.Refuse())
    (refusal,) = table.store.ledger.recent(TurnedAway, 5)
    assert refusal.reasons == ("already_dosed_today",)


def test_a_resident_without_the_pass_is_found_by_a_name_typed_without_accents(
    table: TableInTest,
) -> None:
    screen = table.touches(inputs.OpenSearch(), inputs.Type(text="nguyen thi dao 1984"))
    assert isinstance(screen, screens.Searching)
    assert [match.resident for match in screen.matches] == [DAO]
    assert found(table.touches(inputs.Pick(resident=DAO.id))) == ("go", ())
    table.touches(inputs.Confirm())
    (dose,) = table.store.ledger.recent(Dosed, 5)
    assert dose.resident == DAO.id


def test_a_second_dose_too_soon_is_told_the_first_day_that_is_allowed(
    table: TableInTest, issuer: Issuer
) -> None:
    table.lists([given(HHEN, days_ago=30)])
    screen = table.scans(issuer.pass_for(HHEN, slot_for(HHEN)))
    assert found(screen) == ("stop", ("too_soon",))


def test_a_stop_can_be_overridden_with_a_reason_that_stands_in_the_dose(
    table: TableInTest, issuer: Issuer
) -> None:
    table.lists([given(HHEN, days_ago=54)])
    table.scans(issuer.pass_for(HHEN, slot_for(HHEN)))
    table.touches(inputs.Decide(why="travels tomorrow"), inputs.Confirm())
    (dose,) = table.store.ledger.recent(Dosed, 5)
    assert dose.override
    assert (dose.dose_number, dose.override.reasons) == (2, ("too_soon",))


def test_the_arrival_at_another_table_reaches_the_desk_before_the_needle(
    table: TableInTest, issuer: Issuer
) -> None:
    table.clock.at = NINE + timedelta(minutes=5)
    assert found(table.scans(issuer.pass_for(PHUONG, slot_for(PHUONG)))) == ("go", ())
    other = Arrival(id="e-9", resident=PHUONG.id, station="langthuong-3", table=3, at=NINE)
    table.lists([other])
    screen = table.touches(inputs.News())
    assert found(screen) == ("stop", ("already_arrived",))
    assert table.sounds[-1] == "stop"


def test_a_forged_pass_is_refused_and_says_nothing_of_anybody(
    table: TableInTest, issuer: Issuer
) -> None:
    screen = table.scans(Issuer().pass_for(PHUONG, slot_for(PHUONG)))
    assert found(screen) == ("stop", ("pass_unknown_issuer",))
    payload = bytearray(issuer.pass_for(PHUONG, slot_for(PHUONG)))
    payload[-3] = payload[-3] + 1 if payload[-3] != ord("9") else ord("8")
    table.scans(bytes(payload))
    assert found(table.desk.desk.screen) == ("stop", ("pass_forged",))
    table.touches(inputs.Back())
    assert [event.resident for event in table.store.ledger.recent(TurnedAway, 5)] == [None, None]


def test_a_pass_that_was_withdrawn_is_refused(table: TableInTest, issuer: Issuer) -> None:
    payload = issuer.pass_for(PHUONG, slot_for(PHUONG), number="0a1b2c3d4e5f6071")
    assert found(table.scans(payload)) == ("go", ())
    table.touches(inputs.Back())
    table.lists([Revocation(id="0a1b2c3d4e5f6071")])
    assert found(table.scans(payload)) == ("stop", ("pass_revoked",))


def test_undo_is_a_correction_beside_the_dose_and_the_resident_can_be_dosed_again(
    table: TableInTest, issuer: Issuer
) -> None:
    payload = issuer.pass_for(PHUONG, slot_for(PHUONG))
    table.scans(payload)
    table.touches(inputs.Confirm(), inputs.Undo())
    (dose,) = table.store.ledger.recent(Dosed, 5)
    (correction,) = table.store.ledger.recent(Corrected, 5)
    assert correction.corrects == dose.id
    assert found(table.scans(payload)) == ("go", ())


def test_after_a_restart_vial_and_undo_are_as_they_were(table: TableInTest, issuer: Issuer) -> None:
    table.scans(issuer.pass_for(PHUONG, slot_for(PHUONG)))
    table.touches(inputs.Confirm())
    before = table.desk.desk
    after = table.restarted().desk
    assert after.vial == before.vial
    assert after.vial
    assert after.vial.doses_left == VIAL.doses_left - 1
    assert after.undoable
    assert before.undoable
    assert after.undoable.event == before.undoable.event
    table.clock.at = NINE + timedelta(minutes=11)
    assert table.restarted().desk.undoable is None


def test_a_table_that_is_enrolled_anew_is_the_new_one_at_once(
    table: TableInTest, issuer: Issuer, tmp_path: Path
) -> None:
    with StationStore.open(tmp_path) as sync:
        sync.outbox.settle(sync.ledger.tip(), [], [], "e1")
        sync.identity.set(replace(table.here, station="langthuong-9", table=9))
    table.desk.looked_up()
    table.scans(issuer.pass_for(PHUONG, slot_for(PHUONG)))
    assert found(table.touches(inputs.News())) == ("go", ()), "it has this resident itself"


def test_yesterdays_vial_is_not_in_use_this_morning(table: TableInTest) -> None:
    table.clock.at = NINE + timedelta(hours=22)
    assert table.restarted().desk.vial is None


def test_a_resident_whom_the_list_forgets_can_still_be_recorded(
    table: TableInTest, issuer: Issuer
) -> None:
    table.scans(issuer.pass_for(PHUONG, slot_for(PHUONG)))
    table.forgets(PHUONG)
    table.touches(inputs.News())
    assert isinstance(table.touches(inputs.Confirm()), screens.Recorded)


def test_an_expired_lot_stops_before_the_needle(table: TableInTest, issuer: Issuer) -> None:
    table.uses(replace(VIAL, vial="v-2", expiry=NINE.date() - timedelta(days=1)))
    assert found(table.scans(issuer.pass_for(PHUONG, slot_for(PHUONG)))) == (
        "stop",
        ("lot_expired",),
    )


def test_after_a_restart_a_resident_who_had_arrived_here_is_not_claimed_twice(
    table: TableInTest, issuer: Issuer
) -> None:
    payload = issuer.pass_for(PHUONG, slot_for(PHUONG))
    table.scans(payload)
    table.restarted()
    assert found(table.scans(payload)) == ("go", ())
    assert len(table.store.ledger.recent(Arrived, 5)) == 1


def test_a_station_that_boots_in_1970_asks_but_records_and_marks_the_time_as_unsure(
    table: TableInTest, issuer: Issuer
) -> None:
    table.clock.trust = ClockTrust.UNSURE
    decision, reasons = found(table.scans(issuer.pass_for(PHUONG, slot_for(PHUONG))))
    assert (decision, "clock_not_trusted" in reasons) == ("check", True)
    table.touches(inputs.Decide(why="the date on the wall is today"), inputs.Confirm())
    (dose,) = table.store.ledger.recent(Dosed, 5)
    assert dose.clock is ClockTrust.UNSURE


def test_a_resident_of_another_site_is_sent_there(table: TableInTest, issuer: Issuer) -> None:
    binh = resident("Trần Văn Bình")
    elsewhere = slot_for(binh, site="giangvo")
    assert found(table.scans(issuer.pass_for(binh, elsewhere))) == ("stop", ("other_site",))
    assert SITE.id != elsewhere.site
