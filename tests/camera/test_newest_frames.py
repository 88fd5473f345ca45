"""A live camera does not wait: what is looked at is what is there now."""

import threading
from queue import SimpleQueue

import pytest

from station.camera.newest import NewestFrames
from station.camera.source import Frame, SourceLostError
from tests.camera.frames import DEADLINE_S, NOTHING, HandFedCamera


def frame(number: int) -> Frame:
    return Frame(NOTHING, float(number))


def read(newest: NewestFrames) -> float:
    """The number of the frame that is read."""
    seen = newest.read()
    assert seen is not None
    return seen.taken_s


def test_whoever_is_slow_sees_the_newest_frame() -> None:
    camera = HandFedCamera()
    newest = NewestFrames(camera)
    camera.hand.put(frame(0))
    assert read(newest) == 0
    for number in range(1, 6):
        camera.hand.put(frame(number))
    for _ in range(7):
        camera.asked.get(timeout=DEADLINE_S)
    assert read(newest) == 5
    newest.close()


def test_no_frame_is_seen_twice() -> None:
    camera = HandFedCamera()
    newest = NewestFrames(camera)
    seen: list[float] = []
    for number in range(4):
        camera.hand.put(frame(number))
        seen.append(read(newest))
    assert seen == [0, 1, 2, 3]
    newest.close()


def test_a_lost_camera_is_told_once_and_opened_again() -> None:
    camera = HandFedCamera()
    newest = NewestFrames(camera)
    camera.hand.put(SourceLostError("unplugged"))
    with pytest.raises(SourceLostError, match="unplugged"):
        newest.read()
    camera.hand.put(frame(1))
    assert read(newest) == 1
    newest.close()


def test_the_end_of_the_source_is_the_end() -> None:
    camera = HandFedCamera()
    newest = NewestFrames(camera)
    camera.hand.put(None)
    assert newest.read() is None
    assert newest.read() is None
    newest.close()


class FaultyCamera:
    def read(self) -> Frame | None:
        raise ZeroDivisionError

    def close(self) -> None:
        pass


def test_a_fault_in_the_cameras_thread_is_a_lost_camera() -> None:
    newest = NewestFrames(FaultyCamera())
    with pytest.raises(SourceLostError, match="ZeroDivisionError"):
        newest.read()
    newest.close()


def test_closing_ends_a_read_that_waits() -> None:
    camera = HandFedCamera()
    newest = NewestFrames(camera)
    answers: SimpleQueue[Frame | None] = SimpleQueue()
    reader = threading.Thread(target=lambda: answers.put(newest.read()))
    reader.start()
    camera.asked.get(timeout=DEADLINE_S)
    newest.close()
    assert answers.get(timeout=DEADLINE_S) is None
    reader.join()


def test_a_camera_that_nobody_read_can_be_closed() -> None:
    NewestFrames(HandFedCamera()).close()
