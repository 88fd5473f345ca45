"""The sync as a process: it starts, wakes, keeps going, and ends as it is told."""

import re
import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from station.store.station import StationStore
from station.store.status import HubState
from tests.hub.running import RunningHub
from tests.sync.hub_book import HubBook
from tests.sync.relay import Relay
from tests.sync.table import DEADLINE_S, Table, eventually, syncing

NewTable = Callable[..., Table]


def is_online(table: Table) -> bool:
    return table.store.status.contact().state is HubState.ONLINE


def doses_at(table: Table, resident: str) -> set[str]:
    file = table.store.roster.file(resident)
    return {dose.id for dose in file.doses} if file else set()


def ended(process: subprocess.Popen[str]) -> int:
    return process.wait(DEADLINE_S)


def test_an_arrival_and_a_dose_at_one_table_are_known_at_the_other(new_table: NewTable) -> None:
    one, other = new_table(), new_table()
    with syncing(one.home), syncing(other.home):
        resident = one.walk_in()
        arrival = one.arrive(resident)
        eventually(lambda: other.store.roster.file(resident), "the walk-in is on the other list")
        eventually(
            lambda: (
                [seen.id for seen in other.store.roster.file(resident).arrivals]  # type: ignore[union-attr]  # it is on the list
                == [arrival.id]
            ),
            "the arrival is known at the other table",
        )
        dose = one.dose(resident)
        eventually(lambda: doses_at(other, resident) == {dose.id}, "the dose is known there too")


def test_what_was_recorded_without_a_network_is_sent_when_it_comes_back(
    new_table: NewTable, book: HubBook, relay: Relay
) -> None:
    table = new_table(relay.url)
    relay.down()
    with syncing(table.home):
        eventually(lambda: relay.connections, "the sync has tried")
        doses = [table.dose(f"r{number}").seq for number in range(5)]
        eventually(
            lambda: table.store.status.contact().state is HubState.OFFLINE, "it says it is offline"
        )
        assert set(doses).isdisjoint(book.seqs(table.me.station))
        relay.up()
        eventually(lambda: table.store.outbox.backlog() == 0, "all is sent")
    assert set(doses) <= set(book.seqs(table.me.station))


def test_sigterm_ends_it_at_once_also_in_a_long_poll(new_table: NewTable) -> None:
    table = new_table()
    with syncing(table.home) as process:
        eventually(lambda: table.store.roster.as_of() is not None, "the list is complete")
        eventually(lambda: is_online(table), "it is online")
        process.terminate()
        # A long poll lasts 25 s, a connection that is waited for up to 75 s.
        assert process.wait(10) == 0


def test_sigterm_ends_it_at_once_while_the_hub_is_away(new_table: NewTable, relay: Relay) -> None:
    table = new_table(relay.url)
    relay.down()
    with syncing(table.home) as process:
        eventually(lambda: relay.connections > 1, "it has tried")
        process.terminate()
        assert process.wait(10) == 0


def test_it_waits_for_an_enrolment_and_begins_with_it(tmp_path: Path, hub: RunningHub) -> None:
    home = tmp_path / "new"
    with syncing(home):
        eventually((home / "station.db").exists, "it has started")
        text = hub.run("station", "add", "--site", "q1", "--table", "901", "--name", "Bàn 901")
        with syncing(home, "enrol", text.strip()) as enrolment:
            said, _ = enrolment.communicate(timeout=DEADLINE_S)
        assert enrolment.returncode == 0
        assert said.splitlines() == [
            "đã đăng ký Bàn 901, bàn 901, điểm q1",
            "enrolled Bàn 901, table 901, site q1",
        ]
        with StationStore.open(home) as store:
            eventually(lambda: store.roster.as_of() is not None, "the list is complete")


def test_it_goes_on_as_the_new_station_after_another_enrolment(
    new_table: NewTable, hub: RunningHub, book: HubBook
) -> None:
    table = new_table()
    first = table.me.station
    with syncing(table.home):
        eventually(lambda: is_online(table) and not table.store.outbox.backlog(), "it is online")
        text = hub.run("station", "add", "--site", "q1", "--table", "902", "--name", "Bàn 902")
        with syncing(table.home, "enrol", text.strip()) as enrolment:
            enrolment.communicate(timeout=DEADLINE_S)
        assert enrolment.returncode == 0
        second = table.me.station
        assert second != first
        table.dose("r1")
        eventually(lambda: book.seqs(second), "the new station's ledger is in the hub")


def test_a_lane_that_dies_ends_the_process(new_table: NewTable) -> None:
    table = new_table()
    with syncing(table.home) as process:
        eventually(lambda: is_online(table), "it is online")
        with table.store.transaction():
            table.store.database.write("ALTER TABLE parked RENAME TO mislaid")
        table.dose("r1")
        assert ended(process) == 1
        assert process.stderr is not None
        assert "lane send is dead" in process.stderr.read()


def test_the_log_has_the_changes_of_state_alone_and_nobodys_name(
    new_table: NewTable, relay: Relay
) -> None:
    table = new_table(relay.url)
    with syncing(table.home) as process:
        resident = table.walk_in()
        for _ in range(10):
            table.dose(resident)
        eventually(lambda: is_online(table) and not table.store.outbox.backlog(), "all is sent")
        relay.down()
        eventually(lambda: not is_online(table), "it is offline")
        relay.up()
        eventually(lambda: is_online(table), "it is online again")
        process.terminate()
        _, log = process.communicate(timeout=DEADLINE_S)
    states = re.findall(r"^INFO tram\.sync: hub (\w+)", log, re.MULTILINE)
    assert len(log.splitlines()) == len(states)
    assert states[0] == "online"
    assert states[-1] == "online"
    assert "offline" in states
    assert all(state != later for state, later in pairwise(states))
    assert resident not in log
    assert "Phượng" not in log


def test_once_sends_and_fetches_everything(new_table: NewTable, book: HubBook) -> None:
    table = new_table()
    for number in range(120):
        table.dose(f"r{number}")
    with syncing(table.home, "--once") as process:
        said, _ = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 0
    assert "đã gửi" in said
    assert len(book.seqs(table.me.station)) >= 120
    assert table.store.roster.as_of() is not None


def test_once_says_why_it_could_not(new_table: NewTable, relay: Relay) -> None:
    table = new_table(relay.url)
    relay.down()
    with syncing(table.home, "--once") as process:
        said, why = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 1
    assert "đã gửi 0, nhận 0 · sent 0, received 0" in said
    assert "kết nối bị ngắt" in why


def test_once_needs_an_enrolment(tmp_path: Path) -> None:
    with syncing(tmp_path / "new", "--once") as process:
        _, why = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 1
    assert "tram enrol" in why


@pytest.mark.parametrize(
    "text", ["", "TRAM1:", "TRAM1:ABC", "VP1:6BF", "https://hub", "TRAM1:" + "0" * 5000]
)
def test_a_text_that_is_no_enrolment_code_is_refused(tmp_path: Path, text: str) -> None:
    with syncing(tmp_path / "new", "enrol", text) as process:
        _, why = process.communicate(timeout=DEADLINE_S)
    assert process.returncode == 1
    assert why.startswith("Error: ")
    assert "Traceback" not in why


def test_an_enrolment_code_is_good_once(tmp_path: Path, hub: RunningHub) -> None:
    text = hub.run("station", "add", "--site", "q1", "--table", "903", "--name", "Bàn 903").strip()
    results = []
    for name in ("one", "two"):
        with syncing(tmp_path / name, "enrol", text) as process:
            results.append((process.communicate(timeout=DEADLINE_S)[1], process.returncode))
    assert [code for _, code in results] == [0, 1]
    assert "mã đăng ký đã dùng" in results[1][0]
