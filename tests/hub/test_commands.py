"""The command line says what is wrong and what to do."""

import subprocess

import pytest

from sync.hub.models import Membership, Site
from tests.hub.ledger import Caller, Ledger
from tests.hub.running import RunningHub

pytestmark = pytest.mark.parametrize("hub", ["sqlite"], indirect=True)
"""What they do is tried elsewhere, on both databases."""


def refused(hub: RunningHub, *arguments: str, stdin: str = "") -> str:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        hub.run(*arguments, stdin=stdin)
    return str(failed.value.stderr)


def test_an_unknown_site_or_station_is_told_with_those_that_there_are(
    hub: RunningHub, site: Site
) -> None:
    said = refused(hub, "lot", "add", "--site", "nowhere", "pfizer", "1", "2030-01-01")
    assert "no site 'nowhere'" in said
    assert site.id in said
    assert "no station 'x'" in refused(hub, "station", "revoke", "x")


def test_a_time_zone_that_is_none_is_refused_before_it_can_stop_the_site(hub: RunningHub) -> None:
    for zone in ("Asia/Hanoi", "../etc", ""):
        said = refused(hub, "site", "add", "far", "Trạm xa", "--timezone", zone)
        assert "no time zone" in said
    assert not Site.objects.filter(pk="far").exists()


def test_a_user_needs_a_password_that_holds(hub: RunningHub, site: Site) -> None:
    user = ("user", "add", f"manager-of-{site.id}", "--site", site.id)
    for weak in ("", "1234567890"):
        assert "Not this password" in refused(hub, *user, stdin=f"{weak}\n")
    hub.run(*user, stdin="mot mat khau dai\n")
    assert Membership.objects.filter(site=site, user__username=user[2]).count() == 1
    hub.run("user", "remove", user[2], "--site", site.id)
    assert not Membership.objects.filter(site=site).exists()


def test_the_stations_are_listed(hub: RunningHub, station: Caller) -> None:
    station.push(Ledger(station.id))
    lines = hub.run("station", "list").splitlines()
    line = next(line for line in lines if line.startswith(station.id))
    assert f"table {station.enrolled.table}" in line
    assert "heard 20" in line


def test_djangos_own_commands_run(hub: RunningHub) -> None:
    said = hub.run("manage", "makemigrations", "--check", "--dry-run")
    assert "No changes detected" in said
