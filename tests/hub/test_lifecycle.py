"""A hub that dies, comes back, or comes back from a backup."""

import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from sync.client import HubClient
from sync.hub.models import Station
from tests.hub.inside import looking_into
from tests.hub.ledger import START, Caller, Ledger, dose, enrol
from tests.hub.postgres import Postgres
from tests.hub.running import RunningHub, running_hub
from tests.hub.waiting import wait_for


@pytest.fixture(params=["sqlite", "postgresql"])
def own_hub(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres
) -> Iterator[RunningHub]:
    url = postgres.new_database() if request.param == "postgresql" else None
    with running_hub(tmp_path / "hub", url) as running, looking_into(running.home, url):
        yield running


def last_heard(station: Caller) -> datetime | None:
    return Station.objects.get(pk=station.id).last_heard_at


def enrolled(hub: RunningHub) -> Caller:
    return enrol(hub.run("station", "add", "--site", "q1", "--table", "1", "--name", "Bàn 1"))


def again(hub: RunningHub, station: Caller) -> None:
    """The station finds the hub where it is now."""
    station.client = HubClient(hub.url, hub.fingerprint)


def test_what_was_acknowledged_is_there_after_a_power_cut(own_hub: RunningHub) -> None:
    station = enrolled(own_hub)
    ledger = Ledger(station.id)
    station.pull_all()
    for number in range(1, 4):
        dose(ledger)
        station.push(ledger, ledger.points[number - 1])
        own_hub.kill()
        own_hub.start()
        again(own_hub, station)
    assert station.push(ledger).acknowledged == ledger.head
    assert len(own_hub.run("events", "--site", "q1").splitlines()) == 3
    assert not station.pull().restart


def test_a_stop_ends_the_calls_that_wait(own_hub: RunningHub) -> None:
    station = enrolled(own_hub)
    station.pull_all()
    heard_at = last_heard(station)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(station.pull, wait_s=20)
        wait_for(lambda: last_heard(station) != heard_at)
        own_hub.stop()
        assert waiting.result(15).items == []


def test_a_hub_from_a_backup_takes_what_it_lacks(tmp_path: Path) -> None:
    with running_hub(tmp_path / "hub") as hub:
        station = enrolled(hub)
        ledger = Ledger(station.id)
        dose(ledger)
        station.push(ledger)
        hub.stop()
        shutil.copytree(hub.home.path, tmp_path / "backup")
        hub.start()
        again(hub, station)
        dose(ledger)
        station.push(ledger, ledger.points[1])
        station.pull_all()
        hub.stop()
        shutil.rmtree(hub.home.path)
        shutil.copytree(tmp_path / "backup", hub.home.path)
        hub.run("epoch", "renew")
        hub.start()
        again(hub, station)
        lacking = station.push(ledger, ledger.head)
        assert lacking.acknowledged == ledger.points[1]
        assert lacking.restart
        assert station.push(ledger, lacking.acknowledged).acknowledged == ledger.head
        assert lacking.acknowledged != START


def test_a_hub_that_was_not_made_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as failed:
        RunningHub(tmp_path / "nowhere").run("serve")
    said = failed.value.stderr
    assert "There is no hub at" in said
    assert "tram-hub init" in said
    assert not (tmp_path / "nowhere").exists()


def test_help_needs_no_hub(tmp_path: Path) -> None:
    assert "roster" in RunningHub(tmp_path / "nowhere").run("--help")
