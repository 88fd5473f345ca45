"""What a manager has to look at: each thing once, and no longer than it is so."""

from datetime import timedelta

from station.domain.events import (
    ClockSet,
    ClockTrust,
    Corrected,
    CorrectionReason,
    Override,
)
from sync.hub.models import ReviewItem, Site
from tests.hub.conftest import NewStation
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.staging import ago, listed, stage_site, today


def open_items(site: Site) -> list[str]:
    items = ReviewItem.objects.filter(site=site, settled_at=None).order_by("pk")
    return [item.kind for item in items]


def override(*reasons: str) -> Override:
    return Override(by="n1", reasons=reasons, why="đi xa")


def test_two_tables_that_dosed_one_resident_are_one_thing_to_look_at(
    site: Site, station: Caller, new_station: NewStation
) -> None:
    resident, other = listed(site, "079087000011"), new_station()
    ledgers = Ledger(station.id), Ledger(other.id)
    for caller, ledger in zip((station, other), ledgers, strict=True):
        dose(ledger, resident.id)
        caller.push(ledger)
        caller.push(ledger)
    assert open_items(site) == ["two_doses"]
    item = ReviewItem.objects.get(site=site)
    assert (item.resident, item.day) == (resident.id, today())
    assert len(item.about["doses"]) == 2


def test_a_dose_at_another_site_is_shown_to_both(
    site: Site, station: Caller, new_station: NewStation
) -> None:
    far = stage_site(f"{site.id}-far")
    resident = listed(site, "079087000012")
    listed(far, "079087000012")
    for caller in (station, new_station(far)):
        ledger = Ledger(caller.id)
        dose(ledger, resident.id)
        caller.push(ledger)
    assert (open_items(site), open_items(far)) == (["two_doses"], ["two_doses"])


def test_taking_one_of_two_doses_back_settles_it(site: Site, station: Caller) -> None:
    resident, ledger = listed(site, "079087000013"), Ledger(station.id)
    dose(ledger, resident.id)
    second = dose(ledger, resident.id)
    station.push(ledger)
    ledger.write(Corrected, corrects=second.id, why=CorrectionReason.UNDO)
    station.push(ledger, ledger.points[2])
    assert open_items(site) == []
    dose(ledger, resident.id)
    station.push(ledger, ledger.points[3])
    assert open_items(site) == ["two_doses"]


def test_doses_on_two_days_are_not_two_doses(site: Site, station: Caller) -> None:
    ledger = Ledger(station.id)
    resident = listed(site, "079087000014", dose=2)
    dose(ledger, resident.id, at=ago(days=90))
    dose(ledger, resident.id, dose_number=2)
    station.push(ledger)
    assert "two_doses" not in open_items(site)


def test_a_stop_that_was_set_aside_is_shown_and_an_everyday_check_is_not(
    site: Site, station: Caller
) -> None:
    ledger = Ledger(station.id)
    checked, stopped = listed(site, "079087000015"), listed(site, "079087000016")
    dose(ledger, checked.id, override=override("late", "clock_not_trusted"))
    dose(ledger, stopped.id, override=override("other_day", "late"))
    station.push(ledger)
    item = ReviewItem.objects.get(site=site, settled_at=None)
    assert (item.kind, item.resident) == ("override", stopped.id)
    assert item.about == {"reasons": ["other_day"]}


def test_a_dose_that_the_rules_would_have_stopped_is_shown(site: Site, station: Caller) -> None:
    """The table was apart and did not know of the first dose."""
    day = today() - timedelta(days=9)
    resident = listed(
        site, "079087000017", dose=2, dose1_product="astrazeneca", dose1_day=f"{day:%d/%m/%Y}"
    )
    ledger = Ledger(station.id)
    given = dose(ledger, resident.id, dose_number=2)
    station.push(ledger)
    item = ReviewItem.objects.get(site=site)
    assert (item.kind, item.event, item.about) == (
        "against_rules",
        given.id,
        {"reasons": ["too_soon"]},
    )


def test_a_stop_that_a_person_decided_on_is_not_shown_twice(site: Site, station: Caller) -> None:
    day = today() - timedelta(days=9)
    resident = listed(
        site, "079087000018", dose=2, dose1_product="astrazeneca", dose1_day=f"{day:%d/%m/%Y}"
    )
    ledger = Ledger(station.id)
    dose(ledger, resident.id, dose_number=2, override=override("too_soon"))
    station.push(ledger)
    assert open_items(site) == ["override"]


def test_a_dose_for_somebody_unknown_is_taken_and_shown(site: Site, station: Caller) -> None:
    ledger = Ledger(station.id)
    dose(ledger, "nobody knows")
    assert station.push(ledger).acknowledged == ledger.head
    assert ReviewItem.objects.get(site=site).about == {"reasons": ["not_on_list"]}


def test_a_good_dose_is_nothing_to_look_at(site: Site, station: Caller) -> None:
    ledger = Ledger(station.id)
    dose(ledger, listed(site, "079087000019").id)
    station.push(ledger)
    assert open_items(site) == []


def test_an_unsure_time_is_shown_until_the_time_is_known(site: Site, station: Caller) -> None:
    ledger, resident = Ledger(station.id), listed(site, "079087000020")
    dose(ledger, resident.id, clock=ClockTrust.UNSURE)
    station.push(ledger)
    assert open_items(site) == ["unsure_clock"]
    ledger.write(ClockSet, true_at=ago(), clock=ClockTrust.UNSURE)
    station.push(ledger, ledger.points[1])
    assert open_items(site) == []
