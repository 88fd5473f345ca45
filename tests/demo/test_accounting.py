"""What the account says when everything arrived, and when something did not."""

from msgspec.structs import replace

from station.demo.accounting import Evidence, Held, Outcome, account_of, spread


def outcome(number: int, kind: str = "dosed", station: str = "table-1") -> Outcome:
    return Outcome(event=f"{station}/{number}", station=station, seq=number, kind=kind)


def held(one: Outcome) -> Held:
    return Held(event=one.event, station=one.station, seq=one.seq, kind=one.kind)


OUTCOMES = [outcome(2), outcome(4), outcome(5, "turned_away"), outcome(2, station="table-2")]
ARRIVED = Held(event="arrived", station="table-1", seq=1, kind="arrived")
GOOD_DAY = Evidence(
    residents=4,
    scans=4,
    outcomes=OUTCOMES,
    held=[ARRIVED, *map(held, OUTCOMES)],
    acknowledged={"table-1": 5, "table-2": 2},
    to_review=1,
    parked=0,
    scan_to_verdict_ms=[1.0, 2.0, 3.0],
    record_ms=[0.5],
)


def test_a_day_on_which_everything_arrived_adds_up() -> None:
    account = account_of(GOOD_DAY)
    assert (account.recorded, account.turned_away) == (3, 1)
    assert (account.acknowledged, account.in_hub) == (4, 4)
    assert (account.lost, account.duplicates) == (0, 0)
    assert account.adds_up


def test_a_dose_that_was_shown_and_is_not_at_the_hub_is_lost() -> None:
    account = account_of(replace(GOOD_DAY, held=GOOD_DAY.held[:-1]))
    assert (account.in_hub, account.lost) == (3, 1)
    assert not account.adds_up


def test_an_event_that_the_hub_lists_twice_is_a_duplicate() -> None:
    account = account_of(replace(GOOD_DAY, held=[*GOOD_DAY.held, held(OUTCOMES[0])]))
    assert (account.in_hub, account.lost, account.duplicates) == (4, 0, 1)
    assert not account.adds_up


def test_two_events_at_one_place_of_a_ledger_are_a_duplicate() -> None:
    twin = replace(ARRIVED, event="another")
    assert account_of(replace(GOOD_DAY, held=[*GOOD_DAY.held, twin])).duplicates == 1


def test_a_dose_at_the_hub_that_no_table_showed_is_a_duplicate() -> None:
    account = account_of(replace(GOOD_DAY, outcomes=OUTCOMES[1:]))
    assert (account.recorded, account.lost, account.duplicates) == (2, 0, 1)


def test_what_the_stations_do_not_know_to_be_at_the_hub_is_not_acknowledged() -> None:
    account = account_of(replace(GOOD_DAY, acknowledged={"table-1": 4}))
    assert account.acknowledged == 2


def test_a_spread_needs_something_to_measure() -> None:
    assert (spread([]).p50, spread([7.0]).p95) == (None, 7.0)
    assert spread([float(ms) for ms in range(101)]).p95 == 95.0
