"""Cut the power at any write: what the screen showed as recorded is there after the reboot."""

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from station.store.ledger import Entry
from station.store.station import StationStore
from tests.faults.disk import Disk
from tests.faults.powered import EVENTS
from tests.faults.recording_vfs import Step

CUTS = 300


class Recording(msgspec.Struct, frozen=True):
    """A station's working day: all that its disk was told, and the ledger that came of it."""

    home: Path
    steps: list[Step]
    ledger: list[Entry]


def recorded(folder: Path, synchronous: str) -> Recording:
    home, file = folder / "home", folder / "recording"
    subprocess.run(
        [sys.executable, "-m", "tests.faults.powered", str(home), str(file), synchronous],
        check=True,
        timeout=120,
    )
    steps = msgspec.msgpack.decode(file.read_bytes(), type=list[Step])
    with StationStore.open(home) as store:
        return Recording(home, steps, store.ledger.entries(0, EVENTS))


class AfterCut(msgspec.Struct, frozen=True):
    """The station that was started again, and the last event that had been shown as recorded."""

    store: StationStore
    shown: int


def cuts(recording: Recording, folder: Path, times: int = 1) -> Iterator[AfterCut]:
    """The station after each of many cuts, each at another step."""
    chance = random.Random(20210917)  # noqa: S311  (a seed, so that a failure comes again)
    steps = len(recording.steps)
    points = set(chance.sample(range(steps), min(CUTS * times, steps)))
    disk = Disk()
    for number, step in enumerate(recording.steps):
        disk.take(step)
        if number in points:
            home = folder / f"cut-{number}"
            home.mkdir()
            shutil.copy2(recording.home / "key", home)
            for name, content in disk.after_a_cut(chance).items():
                (home / Path(name).name).write_bytes(content)
            with StationStore.open(home) as store:
                yield AfterCut(store, disk.shown)


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return recorded(tmp_path_factory.mktemp("full"), "FULL")


def test_whatever_was_shown_as_recorded_survives_a_cut_at_any_step(
    day: Recording, tmp_path: Path, times: int
) -> None:
    tried = 0
    for cut in cuts(day, tmp_path, times):
        kept = cut.store.ledger.entries(0, EVENTS)
        assert len(kept) >= cut.shown
        assert kept == day.ledger[: len(kept)]
        assert cut.store.ledger.verify() is None
        tried += 1
    assert tried >= CUTS


def test_after_a_cut_the_list_stands_where_its_cursor_says(day: Recording, tmp_path: Path) -> None:
    for cut in cuts(day, tmp_path):
        roster = cut.store.roster
        reached = int((roster.cursor() or "c0")[1:])
        known = [n for n in range(5, EVENTS + 1, 5) if roster.by_id(f"r{n}")]
        assert known == list(range(5, reached + 1, 5))


def test_after_a_cut_nothing_counts_as_sent_that_the_hub_did_not_acknowledge(
    day: Recording, tmp_path: Path
) -> None:
    for cut in cuts(day, tmp_path):
        acknowledged = cut.store.outbox.acknowledged()
        assert cut.store.ledger.mark(acknowledged.seq) == acknowledged


def test_without_full_synchronisation_shown_records_are_lost(tmp_path: Path) -> None:
    """The negative control: these cuts would find a store that only hopes for the best."""
    careless = recorded(tmp_path, "NORMAL")
    lost = [
        cut.shown - len(cut.store.ledger.entries(0, EVENTS)) for cut in cuts(careless, tmp_path)
    ]
    assert sum(one > 0 for one in lost) > CUTS // 10
