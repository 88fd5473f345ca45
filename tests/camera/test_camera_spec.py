"""From what `--camera` names to the codes that were held up."""

from pathlib import Path
from queue import SimpleQueue

import cv2
import pytest

from station.camera.newest import NewestFrames
from station.camera.props import Carrier
from station.camera.scanner import CameraChanged, CameraState, Seen
from station.camera.scene import Scene, jpeg
from station.camera.spec import CameraSpecError, open_camera, open_scanner
from tests.camera.frames import DEADLINE_S, put
from tests.codes.issuing import claims, issue, read

SCENE = Scene(seed=11)
CLAIMS = [claims(id=f"{index:016x}", dose_number=index % 2 + 1) for index in range(10)]


def ignore(change: CameraChanged) -> None:
    pass


def test_passes_held_up_one_after_the_other_are_read_each_once(tmp_path: Path) -> None:
    seen: SimpleQueue[Seen] = SimpleQueue()
    with open_scanner(str(tmp_path), seen.put, ignore):
        for index, expected in enumerate(CLAIMS):
            payload = issue(expected)
            put(jpeg(SCENE.empty(index)), tmp_path / f"{index:03}-0.jpg")
            for shot in range(1, 5):
                frame = SCENE.frame(payload, Carrier.PHONE, shot)
                put(jpeg(frame), tmp_path / f"{index:03}-{shot}.jpg")
            code = read(seen.get(timeout=DEADLINE_S).payload)
            assert getattr(code, "claims", None) == expected
    assert seen.empty()


def test_a_video_of_a_phone_is_read_and_ends(tmp_path: Path) -> None:
    video = cv2.VideoWriter(
        str(tmp_path / "table.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (1280, 720)
    )
    for shot in range(6):
        video.write(SCENE.frame(issue(), Carrier.SLIP, shot))
    video.release()
    seen: SimpleQueue[Seen] = SimpleQueue()
    changes: SimpleQueue[CameraChanged] = SimpleQueue()
    with open_scanner(str(tmp_path / "table.avi"), seen.put, changes.put):
        assert seen.get(timeout=DEADLINE_S).payload == issue()
        assert changes.get(timeout=DEADLINE_S) == CameraChanged(CameraState.WORKING)
        assert changes.get(timeout=DEADLINE_S) == CameraChanged(CameraState.ENDED)


@pytest.mark.parametrize("spec", ["/dev/video0", "0", "rtsp://192.168.7.20/live"])
def test_devices_and_streams_are_live(spec: str) -> None:
    source, _ = open_camera(spec)
    assert isinstance(source, NewestFrames)


@pytest.mark.parametrize("spec", ["", "no-such-folder", "photos/2021.mp4"])
def test_a_spec_that_names_nothing_says_what_it_may_name(spec: str, tmp_path: Path) -> None:
    with pytest.raises(CameraSpecError, match="folder of pictures"):
        open_camera(str(tmp_path / spec / "x"))
