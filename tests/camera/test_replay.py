"""Recorded frames: each is shown, in order."""

import threading
from pathlib import Path
from queue import SimpleQueue

import cv2
import pytest

from station.camera.replay import PictureFolder, VideoFile
from station.camera.source import Frame, FrameSource, SourceLostError
from station.camera.zxing import ZxingDecoder
from tests.camera.frames import DEADLINE_S, NOTHING, picture, put


def shown(source: FrameSource, count: int) -> list[bytes]:
    """What the next `count` frames show: their one code, or nothing."""
    frames = [source.read() for _ in range(count)]
    return [_payload(frame) for frame in frames]


def _payload(frame: Frame | None) -> bytes:
    assert frame is not None
    return b"".join(symbol.payload for symbol in ZxingDecoder().decode(frame.image))


def number(index: int) -> bytes:
    return f"PICTURE {index}".encode()


def test_the_pictures_of_a_folder_are_shown_in_the_order_of_their_names(tmp_path: Path) -> None:
    for index in (2, 0, 1):
        put(picture(number(index)), tmp_path / f"{index}.png")
    assert shown(PictureFolder(tmp_path), 3) == [number(0), number(1), number(2)]


def test_a_folder_is_followed_while_it_grows(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path)
    frames: SimpleQueue[Frame | None] = SimpleQueue()

    def watch() -> None:
        while (frame := folder.read()) is not None:
            frames.put(frame)

    watcher = threading.Thread(target=watch)
    watcher.start()
    for index in range(20):
        put(picture(number(index)), tmp_path / f"{index:03}.jpg")
        if index % 4 == 0:
            put(picture(number(1000 + index)), tmp_path / f"{index:03}b.png")
            assert _payload(frames.get(timeout=DEADLINE_S)) == number(index)
            assert _payload(frames.get(timeout=DEADLINE_S)) == number(1000 + index)
        else:
            assert _payload(frames.get(timeout=DEADLINE_S)) == number(index)
    folder.close()
    watcher.join(DEADLINE_S)
    assert frames.empty()


def test_no_picture_is_dropped_however_many_come_at_once(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path)
    put(picture(number(0)), tmp_path / "000.png")
    assert shown(folder, 1) == [number(0)]
    for index in range(1, 13):
        put(picture(number(index)), tmp_path / f"{index:03}.png")
    assert shown(folder, 12) == [number(index) for index in range(1, 13)]


def test_what_is_no_picture_is_passed_over(tmp_path: Path) -> None:
    whole = cv2.imencode(".jpg", picture(number(0)))[1].tobytes()
    put(b"", tmp_path / "1.jpg")
    put(b"\xff\xd8\xff\xe0 no picture", tmp_path / "2.jpg")
    put(whole[: len(whole) // 8], tmp_path / "3.jpg")
    put(b"GIF89a", tmp_path / "4.png")
    (tmp_path / "5.jpg").mkdir()
    put(b"notes", tmp_path / "6.txt")
    put(whole, tmp_path / "7.jpg")
    folder = PictureFolder(tmp_path)
    payload = b""
    while not payload:
        payload = shown(folder, 1)[0]
    assert payload == number(0)


def test_a_picture_that_is_still_being_written_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / ".0.png").write_bytes(b"half a pic")
    put(picture(number(1)), tmp_path / "1.png")
    assert shown(PictureFolder(tmp_path), 1) == [number(1)]


def test_a_folder_that_is_not_there_yet_is_lost_and_then_found(tmp_path: Path) -> None:
    folder = PictureFolder(tmp_path / "later")
    with pytest.raises(SourceLostError, match="later"):
        folder.read()
    (tmp_path / "later").mkdir()
    put(picture(number(1)), tmp_path / "later" / "1.png")
    assert shown(folder, 1) == [number(1)]


def write_video(path: Path, codec: str, payloads: list[bytes]) -> None:
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 60.0, (640, 480))
    assert video.isOpened()
    for payload in payloads:
        grey = picture(payload) if payload else NOTHING
        video.write(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
    video.release()


@pytest.mark.parametrize(("name", "codec"), [("table.avi", "MJPG"), ("table.mp4", "mp4v")])
def test_every_frame_of_a_video_is_shown_and_then_it_ends(
    tmp_path: Path, name: str, codec: str
) -> None:
    payloads = [number(index) if index % 3 else b"" for index in range(24)]
    write_video(tmp_path / name, codec, payloads)
    video = VideoFile(tmp_path / name)
    assert shown(video, 24) == payloads
    assert video.read() is None


def test_what_is_no_video_is_a_lost_camera(tmp_path: Path) -> None:
    (tmp_path / "table.mp4").write_bytes(b"no video")
    with pytest.raises(SourceLostError, match=r"table\.mp4"):
        VideoFile(tmp_path / "table.mp4").read()


def test_a_video_that_is_closed_ends(tmp_path: Path) -> None:
    write_video(tmp_path / "table.avi", "MJPG", [number(0), number(1)])
    video = VideoFile(tmp_path / "table.avi")
    assert shown(video, 1) == [number(0)]
    video.close()
    assert video.read() is None
