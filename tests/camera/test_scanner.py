"""The scanner: each code once, whatever happens to a frame or to the camera."""

import threading
from collections.abc import Sequence
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest

from station.camera.decoder import Symbol
from station.camera.replay import PictureFolder
from station.camera.scanner import CameraChanged, CameraState, Scanner, Seen
from station.camera.source import Frame, FrameSource, Image, SourceLostError
from station.camera.zxing import ZxingDecoder
from tests.camera.frames import DEADLINE_S, NOTHING, Scripted, ScriptedCamera, picture, put

A, B = picture(b"A"), picture(b"B")


class Told:
    """What a scanner has told."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.changes: list[CameraChanged] = []
        self.ended = threading.Event()

    def changed(self, change: CameraChanged) -> None:
        self.changes.append(change)
        if change.state is CameraState.ENDED:
            self.ended.set()

    @property
    def payloads(self) -> list[bytes]:
        return [seen.payload for seen in self.seen]

    @property
    def states(self) -> list[CameraState]:
        return [change.state for change in self.changes]


def scan(script: Sequence[Scripted]) -> Told:
    """What a scanner tells of a camera that plays `script`, ten frames a second, and ends."""
    told = Told()
    scanner = Scanner(ScriptedCamera(script), ZxingDecoder(), told.seen.append, told.changed)
    with scanner:
        assert told.ended.wait(DEADLINE_S)
    return told


def test_a_code_is_told_once_while_it_is_held_up() -> None:
    assert scan([NOTHING, A, A, A, A]).payloads == [b"A"]


def test_a_code_that_trembles_is_told_once() -> None:
    assert scan([A, NOTHING, NOTHING, A, NOTHING, A]).payloads == [b"A"]


def test_a_code_that_has_left_the_picture_is_told_again() -> None:
    assert scan([A, *[NOTHING] * 21, A]).payloads == [b"A", b"A"]


def test_a_code_is_not_forgotten_while_it_is_held_up_for_long() -> None:
    assert scan([A] * 50).payloads == [b"A"]


def test_the_next_code_is_told_at_once() -> None:
    assert scan([A, B, A, B]).payloads == [b"A", b"B"]


def test_two_codes_in_one_picture_are_both_told() -> None:
    both = np.hstack([A, B])
    assert sorted(scan([both, both]).payloads) == [b"A", b"B"]


def test_a_sighting_has_the_time_of_its_frame() -> None:
    assert scan([NOTHING, A]).seen[0].seen_s == pytest.approx(0.2)


@pytest.mark.parametrize(
    "bad",
    [
        np.zeros((0, 0), np.uint8),
        np.zeros((0, 640, 3), np.uint8),
        np.zeros((480,), np.uint8),
        np.zeros((480, 640, 4), np.uint8),
        np.zeros((2, 480, 640, 3), np.uint8),
        np.zeros((480, 640), np.float64),
        np.zeros((480, 640), np.uint16),
        np.zeros((1, 1), np.uint8),
        np.array(None),
    ],
    ids=lambda bad: f"{bad.dtype} {bad.shape}",
)
def test_a_bad_frame_is_passed_over(bad: Image) -> None:
    told = scan([bad, A, bad, bad, B])
    assert told.payloads == [b"A", b"B"]
    assert told.states == [CameraState.WORKING, CameraState.ENDED]


class BreakingDecoder:
    """Reads every other frame, and breaks over the others."""

    def __init__(self) -> None:
        self._frames = 0

    def decode(self, image: Image) -> Sequence[Symbol]:
        self._frames += 1
        if self._frames % 2:
            raise RuntimeError("a fault in native code")
        return ZxingDecoder().decode(image)


def test_a_decoder_that_breaks_over_one_frame_reads_the_next() -> None:
    told = Told()
    camera = ScriptedCamera([A, A, B, B])
    with Scanner(camera, BreakingDecoder(), told.seen.append, told.changed):
        assert told.ended.wait(DEADLINE_S)
    assert told.payloads == [b"A", b"B"]


def test_a_lost_camera_is_told_and_tried_again() -> None:
    unplugged = SourceLostError("camera /dev/video0 gives no picture: look at its cable")
    told = scan([A, unplugged, B])
    assert told.payloads == [b"A", b"B"]
    assert told.changes == [
        CameraChanged(CameraState.WORKING),
        CameraChanged(CameraState.LOST, str(unplugged)),
        CameraChanged(CameraState.WORKING),
        CameraChanged(CameraState.ENDED),
    ]


def test_a_source_with_a_fault_of_its_own_does_not_die_in_silence() -> None:
    def broken() -> Image:
        raise ZeroDivisionError

    lost: SimpleQueue[CameraChanged] = SimpleQueue()
    scanner = Scanner(ScriptedCamera([broken]), ZxingDecoder(), lambda _: None, lost.put)
    with scanner:
        change = lost.get(timeout=DEADLINE_S)
    assert change.state is CameraState.LOST
    assert "ZeroDivisionError" in change.why


def test_the_frame_that_was_looked_at_last_is_there_for_the_preview() -> None:
    seen: SimpleQueue[Seen] = SimpleQueue()
    scanner = Scanner(ScriptedCamera([A]), ZxingDecoder(), seen.put, lambda _: None)
    assert scanner.latest is None
    with scanner:
        seen.get(timeout=DEADLINE_S)
    assert scanner.latest is not None
    assert np.array_equal(scanner.latest.image, A)


class EndlessCamera:
    """Gives frames as fast as they are asked for."""

    def read(self) -> Frame | None:
        return Frame(NOTHING, 0.0)

    def close(self) -> None:
        pass


@pytest.mark.parametrize("source", [EndlessCamera(), PictureFolder(Path("/nowhere"))])
def test_a_scanner_stops_whatever_its_camera_does(source: FrameSource) -> None:
    told = Told()
    scanner = Scanner(source, ZxingDecoder(), told.seen.append, told.changed)
    scanner.start()
    scanner.stop()
    assert scanner.state is CameraState.ENDED
    assert told.states[-1] is CameraState.ENDED


def test_a_scanner_that_waits_for_a_picture_stops(tmp_path: Path) -> None:
    told = Told()
    put(A, tmp_path / "1.png")
    seen: SimpleQueue[Seen] = SimpleQueue()
    with Scanner(PictureFolder(tmp_path), ZxingDecoder(), seen.put, told.changed):
        seen.get(timeout=DEADLINE_S)
    assert told.states == [CameraState.WORKING, CameraState.ENDED]
