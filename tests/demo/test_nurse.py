"""The nurse at a scripted desk: a real process that speaks as `tram desk` does."""

import itertools
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from station.demo.accounting import Outcome
from station.demo.camera_folder import CameraFolder
from station.demo.child import DemoError
from station.demo.children import Children
from station.demo.nurse import CHECKED, Journal, Nurse, Vials, Visit
from station.demo.talk import Talk
from tests.demo import scripted_desk

Script = dict[str, list[dict[str, Any]]]
Sit = Callable[[Script], Nurse]

VIALS = Vials(product="pfizer", lot="FF2832", expiry=date(2030, 1, 31), doses=6)
OPENED: Script = {"vial pfizer FF2832 2030-01-31 6": [{"written": "vial_opened", "seq": 1}]}
GO: dict[str, Any] = {
    "screen": "found",
    "decision": "go",
    "resident": "r1",
    "scan_to_verdict_ms": 7.5,
}
TOO_SOON: dict[str, Any] = {"screen": "found", "decision": "stop", "reasons": ["too_soon"]}
NOBODY: dict[str, Any] = {"screen": "found", "decision": "stop", "reasons": ["not_on_list"]}
DOSED: list[dict[str, Any]] = [
    {"written": "dosed", "event": "e2", "seq": 2, "record_ms": 0.5},
    {"screen": "recorded", "event": "e2", "seq": 2},
]
REFUSED: list[dict[str, Any]] = [
    {"written": "turned_away", "event": "e3", "seq": 3},
    {"screen": "ready"},
]


@pytest.fixture
def journal() -> Journal:
    return Journal(station="s1")


@pytest.fixture
def sit(tmp_path: Path, journal: Journal) -> Iterator[Sit]:
    with Children.logging_to(tmp_path) as children:

        def sit_down(script: Script) -> Nurse:
            camera = CameraFolder(tmp_path / "camera")
            camera.begin()
            said = json.dumps(OPENED | script)
            argv = [sys.executable, scripted_desk.__file__, str(camera.folder), said]
            talk = Talk.begin(children.start_spoken_to("desk", argv))
            return Nurse(talk, camera, VIALS, journal)

        yield sit_down


def holding(*codes: str) -> Visit:
    """A visit whose frames show `codes` one after another, the last for as long as it takes."""
    frames = [(code.encode(),) for code in codes]
    return Visit(
        glimpses=itertools.chain(frames, itertools.repeat(frames[-1])),
        typed="nguyen thi hoa",
        resident="r9",
    )


def test_a_green_resident_costs_one_scan_and_one_touch(sit: Sit, journal: Journal) -> None:
    sit({"pass": [GO], "confirm": DOSED}).serve(holding("empty", "blurred", "pass"))
    assert journal.outcomes == [Outcome(event="e2", station="s1", seq=2, kind="dosed")]
    assert (journal.scans, journal.scan_to_verdict_ms, journal.record_ms) == (1, [7.5], [0.5])


def test_a_stop_is_turned_away_with_its_reasons(sit: Sit, journal: Journal) -> None:
    sit({"pass": [TOO_SOON], "refuse": REFUSED}).serve(holding("pass"))
    refused = Outcome(event="e3", station="s1", seq=3, kind="turned_away", reasons=("too_soon",))
    assert journal.outcomes == [refused]


def test_a_check_is_decided_with_a_reason_and_then_confirmed(sit: Sit, journal: Journal) -> None:
    check = {"screen": "found", "decision": "check", "reasons": ["late"]}
    decided = {f"decide {CHECKED}": [{"screen": "dosing"}], "confirm": DOSED}
    sit({"pass": [check], **decided}).serve(holding("pass"))
    assert [outcome.kind for outcome in journal.outcomes] == ["dosed"]


def test_whom_the_code_does_not_find_is_found_by_name(sit: Sit, journal: Journal) -> None:
    script: Script = {
        "card": [NOBODY],
        "search": [*REFUSED[:1], {"screen": "searching", "text": "", "matches": []}],
        "type nguyen thi hoa": [{"screen": "searching", "text": "nguyen thi hoa", "matches": []}],
        "pick r9": [{"screen": "found", "decision": "go"}],
        "confirm": DOSED,
    }
    sit(script).serve(holding("card"))
    assert journal.scans == 2
    assert [outcome.kind for outcome in journal.outcomes] == ["turned_away", "dosed"]


def test_a_verdict_that_turns_because_of_news_is_one_scan(sit: Sit, journal: Journal) -> None:
    claimed = {"screen": "found", "decision": "stop", "reasons": ["already_arrived"]}
    sit({"pass": [GO], "confirm": [claimed], "refuse": REFUSED}).serve(holding("pass"))
    assert journal.scans == 1
    assert journal.outcomes[0].reasons == ("already_arrived",)


def test_a_desk_that_dies_is_reported_with_its_last_words(sit: Sit) -> None:
    nurse = sit({"pass": [{"die": "the disk is full"}]})
    with pytest.raises(DemoError, match=r"(?s)exit status 3.*the disk is full.*--keep DIR"):
        nurse.serve(holding("pass"))


def test_a_desk_that_cannot_be_understood_is_reported(sit: Sit) -> None:
    nurse = sit({"pass": [{"screen": ["no", "screen"]}]})
    with pytest.raises(DemoError, match=r"Expected `str`, got `array`"):
        nurse.serve(holding("pass"))


def test_a_dose_that_cannot_be_written_is_reported(sit: Sit) -> None:
    full = {"screen": "out_of_order", "why": "Thẻ nhớ đã đầy"}
    nurse = sit({"pass": [GO], "confirm": [full]})
    with pytest.raises(DemoError, match="Thẻ nhớ đã đầy"):
        nurse.serve(holding("pass"))
