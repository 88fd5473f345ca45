"""The command line says what is wrong and what to do."""

import json
import subprocess
from pathlib import Path

import pytest

from station.domain.events import Arrived, Corrected, CorrectionReason, TurnedAway
from sync.hub.models import Membership, ParkedEvent, Site
from sync.hub.models import Station as StationRow
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.running import RunningHub
from tests.hub.staging import today


def refused(hub: RunningHub, *arguments: str, stdin: str = "") -> str:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        hub.run(*arguments, stdin=stdin)
    return str(failed.value.stderr)


def test_a_hub_that_was_not_made_is_not_served(tmp_path: Path) -> None:
    said = refused(RunningHub(tmp_path / "nowhere"), "serve")
    assert "There is no hub at" in said
    assert "tram-hub init" in said
    assert not (tmp_path / "nowhere").exists()


def test_an_unknown_site_or_station_is_told_with_those_that_there_are(
    hub: RunningHub, site: Site
) -> None:
    said = refused(hub, "lot", "add", "--site", "nowhere", "pfizer", "1", "2030-01-01")
    assert "no site 'nowhere'" in said
    assert site.id in said
    assert "no station 'x'" in refused(hub, "station", "revoke", "x")


def test_help_needs_no_hub(tmp_path: Path) -> None:
    assert "roster" in RunningHub(tmp_path / "nowhere").run("--help")


def test_a_user_needs_a_password_that_holds(hub: RunningHub, site: Site) -> None:
    user = ("user", "add", f"manager-of-{site.id}", "--site", site.id)
    for weak in ("", "1234567890"):
        assert "Not this password" in refused(hub, *user, stdin=f"{weak}\n")
    hub.run(*user, stdin="mot mat khau dai\n")
    assert Membership.objects.filter(site=site, user__username=user[2]).count() == 1
    hub.run("user", "remove", user[2], "--site", site.id)
    assert not Membership.objects.filter(site=site).exists()


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


def test_the_stations_are_listed(hub: RunningHub, station: Caller) -> None:
    station.push(Ledger(station.id))
    lines = hub.run("station", "list").splitlines()
    line = next(line for line in lines if line.startswith(station.id))
    assert f"table {station.enrolled.table}" in line
    assert "heard 20" in line


def test_djangos_own_commands_run(hub: RunningHub) -> None:
    said = hub.run("manage", "makemigrations", "--check", "--dry-run")
    assert "No changes detected" in said
