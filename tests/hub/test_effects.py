"""What accepted events do to the lists of the tables, whatever order they come in."""

from typing import Any, TypeVar

import msgspec

from station.domain.events import (
    Arrived,
    ClockSet,
    ClockTrust,
    Corrected,
    CorrectionReason,
    Dosed,
    Registered,
    TurnedAway,
)
from station.domain.people import Registration, Resident
from station.domain.roster import Arrival, GivenDose
from sync.hub.models import Event
from sync.hub.models import Resident as ResidentRow
from tests.hub.conftest import NewStation
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.staging import ago, listed, stage_site, today

Told = dict[tuple[str, str], bytes | None]
Thing = TypeVar("Thing")


def thing(told: Told, kind: str, name: str, of: type[Thing]) -> Thing:
    return msgspec.json.decode(told[kind, name] or b"", type=of)


def test_a_dose_and_an_arrival_are_known_at_the_other_tables(
    station: Caller, new_station: NewStation
) -> None:
    other, ledger = new_station(), Ledger(station.id)
    arrived = ledger.write(Arrived, resident="r", code="pass")
    given = dose(ledger, "r")
    station.push(ledger)
    told = other.pull_all()
    table = station.enrolled.table
    assert thing(told, "arrival", arrived.id, Arrival) == Arrival(
        id=arrived.id, resident="r", station=station.id, table=table, at=arrived.at
    )
    known = thing(told, "dose", given.id, GivenDose)
    assert (known.resident, known.product, known.lot) == ("r", "astrazeneca", "ABV1234")
    assert (known.at, known.day, known.table) == (given.at, today(), table)
    assert (known.site, known.station) == (station.enrolled.site, station.id)


def test_a_refusal_releases_the_arrival_at_its_own_table_only(
    station: Caller, new_station: NewStation
) -> None:
    other, watcher = new_station(), new_station()
    here, there = Ledger(station.id), Ledger(other.id)
    arrivals = [book.write(Arrived, resident="r", code="pass") for book in (here, there)]
    station.push(here)
    other.push(there)
    watcher.pull_all()
    here.write(TurnedAway, resident="r", code="pass", reasons=("too_soon",))
    station.push(here, here.points[1])
    assert watcher.pull_all() == {("arrival", arrivals[0].id): None}


def test_an_arrival_that_was_released_in_the_same_call_was_never_there(
    station: Caller, new_station: NewStation
) -> None:
    ledger = Ledger(station.id)
    ledger.write(Arrived, resident="r", code="pass")
    ledger.write(TurnedAway, resident="r", code="pass", reasons=("too_soon",))
    again = ledger.write(Arrived, resident="r", code="pass")
    station.push(ledger)
    told = new_station().pull_all()
    assert [name for kind, name in told if kind == "arrival"] == [again.id]


def test_a_correction_takes_a_dose_back_at_every_table(
    station: Caller, new_station: NewStation
) -> None:
    watcher, ledger = new_station(), Ledger(station.id)
    given = dose(ledger)
    station.push(ledger)
    watcher.pull_all()
    ledger.write(Corrected, corrects=given.id, why=CorrectionReason.UNDO)
    station.push(ledger, ledger.points[1])
    assert watcher.pull_all() == {("dose", given.id): None}
    assert not Event.objects.get(pk=given.id).stands


def test_another_tables_correction_is_news_for_the_table_that_gave_the_dose(
    station: Caller, new_station: NewStation
) -> None:
    ledger, other = Ledger(station.id), new_station()
    given = dose(ledger)
    station.push(ledger)
    station.pull_all()
    corrections = Ledger(other.id)
    corrections.write(Corrected, corrects=given.id, why=CorrectionReason.WRONG_PERSON)
    other.push(corrections)
    assert station.pull_all() == {("dose", given.id): None}


def test_a_correction_may_come_before_the_dose_that_it_corrects(
    station: Caller, new_station: NewStation
) -> None:
    other, ledger = new_station(), Ledger(station.id)
    given = dose(ledger)
    corrections = Ledger(other.id)
    corrections.write(Corrected, corrects=given.id, why=CorrectionReason.WRONG_PERSON)
    other.push(corrections)
    station.push(ledger)
    assert not Event.objects.get(pk=given.id).stands
    assert ("dose", given.id) not in new_station().pull_all()


def test_a_dose_is_known_wherever_the_resident_is_on_the_list(
    station: Caller, new_station: NewStation
) -> None:
    far = stage_site(f"{station.enrolled.site}-far")
    resident = listed(far, "079087000001")
    away = new_station(far)
    away.pull_all()
    ledger = Ledger(station.id)
    given = dose(ledger, resident.id)
    station.push(ledger)
    assert set(away.pull_all()) == {("dose", given.id)}


def test_a_list_that_comes_later_brings_the_doses_given_before(
    station: Caller, new_station: NewStation
) -> None:
    near = stage_site(f"{station.enrolled.site}-near")
    resident = listed(near, "079087000002")
    ledger = Ledger(station.id)
    given = dose(ledger, resident.id)
    station.push(ledger)
    far = stage_site(f"{station.enrolled.site}-later")
    listed(far, "079087000002")
    told = new_station(far).pull_all()
    assert ("dose", given.id) in told
    sites = {slot["site"] for slot in things(told, "appointment")}
    assert sites == {near.id, far.id}


def things(told: Told, kind: str) -> list[dict[str, str]]:
    return [msgspec.json.decode(body or b"") for (k, _), body in told.items() if k == kind]


def test_a_walk_in_is_on_the_list_and_never_overwrites_one_who_is(
    station: Caller, new_station: NewStation
) -> None:
    walk_in = Resident(
        id="walk-in", name="H'Hen Niê", birth_year=1990, registration=Registration.WALK_IN
    )
    known = listed(stage_site(f"{station.enrolled.site}-list"), "079087000003")
    ledger = Ledger(station.id)
    ledger.write(Registered, person=walk_in)
    ledger.write(Registered, person=msgspec.structs.replace(walk_in, id=known.id))
    station.push(ledger)
    assert thing(new_station().pull_all(), "resident", "walk-in", Resident) == walk_in
    assert ResidentRow.objects.get(pk=known.id).name == known.name


def test_times_of_a_wrong_clock_are_repaired_once_the_time_is_known(
    station: Caller, new_station: NewStation
) -> None:
    """A station that booted in 1970 gives a dose, learns the time, and gives another."""
    watcher, ledger, true_at = new_station(), Ledger(station.id), ago(minutes=10)
    in_1970: dict[str, Any] = {
        "at": ago(days=20000),
        "clock": ClockTrust.UNSURE,
        "boot": "00000001",
    }
    first = dose(ledger, mono_ms=60_000, **in_1970)
    elsewhere = dose(ledger, mono_ms=60_000, **(in_1970 | {"boot": "00000002"}))
    station.push(ledger)
    told = watcher.pull_all()
    assert thing(told, "dose", first.id, GivenDose).day == first.at.date()

    ledger.write(ClockSet, true_at=true_at, mono_ms=360_000, **in_1970)
    late = dose(ledger, mono_ms=420_000, **in_1970)
    station.push(ledger, ledger.points[2])
    told = watcher.pull_all()
    assert thing(told, "dose", first.id, GivenDose).at == true_at - (ago() - ago(minutes=5))
    assert thing(told, "dose", first.id, GivenDose).day == today()
    assert thing(told, "dose", late.id, GivenDose).day == today()
    assert ("dose", elsewhere.id) not in told
    assert ("dose", first.id) in station.pull_all()


def test_the_bytes_of_a_repaired_event_stay_as_they_were(station: Caller) -> None:
    ledger = Ledger(station.id)
    wrong: dict[str, Any] = {"at": ago(days=20000), "clock": ClockTrust.UNSURE}
    given: Dosed = dose(ledger, **wrong)
    ledger.write(ClockSet, true_at=ago(), **wrong)
    station.push(ledger)
    row = Event.objects.get(pk=given.id)
    assert bytes(row.canonical) == ledger.bodies[0]
    assert (row.at, row.day) == (given.at, today())
