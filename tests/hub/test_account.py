"""The account of a site: really counted, on both databases."""

import json

from station.domain.events import Arrived, Corrected, CorrectionReason, TurnedAway
from sync.hub.models import ParkedEvent, Site
from sync.hub.models import Station as StationRow
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.running import RunningHub
from tests.hub.staging import today


def test_the_account_counts_what_the_hub_holds(
    hub: RunningHub, site: Site, station: Caller
) -> None:
    ledger = Ledger(station.id)
    ledger.write(Arrived, resident="a", code="pass")
    dose(ledger, "a")
    dose(ledger, "a")
    undone = dose(ledger, "b")
    ledger.write(Corrected, corrects=undone.id, why=CorrectionReason.UNDO)
    ledger.write(TurnedAway, resident="c", code="pass", reasons=("other_day",))
    ledger.write_bytes(b"{}")
    station.push(ledger)
    counted = json.loads(hub.run("account", "--site", site.id, "--day", str(today()), "--json"))
    stations = counted.pop("stations")
    assert counted == {
        "site": site.id,
        "day": str(today()),
        "events": 6,
        "doses": 2,
        "taken_back": 1,
        "arrived": 1,
        "turned_away": 1,
        "parked": 1,
        "forked": 0,
        "duplicates": 0,
        "two_doses": 1,
        "to_review": 3,
    }
    assert stations == [
        {
            "station": station.id,
            "table": station.enrolled.table,
            "last_seq": 7,
            "events": 6,
            "parked": 1,
            "forked": 0,
        }
    ]
    held = [json.loads(line) for line in hub.run("events", "--site", site.id).splitlines()]
    assert [event["seq"] for event in held] == [1, 2, 3, 4, 5, 6]
    assert [event["stands"] for event in held] == [True, True, True, False, True, True]


def test_an_event_that_is_held_twice_would_be_counted(
    hub: RunningHub, site: Site, station: Caller
) -> None:
    ledger = Ledger(station.id)
    dose(ledger)
    station.push(ledger)
    ParkedEvent.objects.create(
        station=StationRow.objects.get(pk=station.id),
        seq=1,
        hash=b"",
        body=b"",
        reason="invalid",
        detail="",
        received_at="2026-01-01T00:00:00Z",
    )
    assert json.loads(hub.run("account", "--site", site.id, "--json"))["duplicates"] == 1
