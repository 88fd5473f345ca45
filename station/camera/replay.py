"""Recorded frames in place of a camera: each is shown, in order, however slow the looker is."""

import logging
import threading
import time
from collections import deque
from pathlib import Path

import cv2
import numpy as np

from station.camera.source import Frame, Image, SourceLostError

PICTURES_A_SECOND = 30.0
PICTURE_SUFFIXES = frozenset({".bmp", ".jpeg", ".jpg", ".pgm", ".png", ".webp"})

_LOOK_AGAIN_S = 0.02
_SETTLED_S = 2.5
"""A file system's clock ticks, on a USB stick every two seconds: a folder that has changed this
recently may change again and look the same."""

log = logging.getLogger(__name__)


class Pace:
    """Keeps one frame `period_s` after the other, in spite of what happens between them."""

    def __init__(self, period_s: float) -> None:
        self._period_s = period_s
        self._next_s = 0.0

    def wait(self, closed: threading.Event) -> bool:
        """Waits for the next frame's time; False when `closed` before it."""
        now_s = time.monotonic()
        self._next_s = max(self._next_s, now_s)
        if closed.wait(self._next_s - now_s):
            return False
        self._next_s += self._period_s
        return True


class PictureFolder:
    """A folder of pictures: a camera of 30 frames a second, and each picture is one frame.

    They are shown in the order of their names, each once. Pictures that come later are shown as
    they come: write them under a name that begins with a dot, then rename. A file that is
    no picture is passed over. No picture is ever dropped, and a folder has no end.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._closed = threading.Event()
        self._pace = Pace(1 / PICTURES_A_SECOND)
        self._shown: set[str] = set()
        self._waiting: deque[str] = deque()
        self._listed_change_ns = 0

    def read(self) -> Frame | None:
        while self._pace.wait(self._closed):
            while not self._waiting:
                self._look_for_more()
                if not self._waiting and self._closed.wait(_LOOK_AGAIN_S):
                    return None
            taken_s = time.monotonic()
            image = self._picture(self._waiting.popleft())
            if image is not None:
                return Frame(image, taken_s)
        return None

    def close(self) -> None:
        self._closed.set()

    def _look_for_more(self) -> None:
        try:
            changed_ns = self._folder.stat().st_mtime_ns
            if changed_ns == self._listed_change_ns:
                return
            names = [path.name for path in self._folder.iterdir() if _is_picture(path)]
        except OSError as error:
            raise SourceLostError(f"camera folder {self._folder}: {error.strerror}") from error
        settled = abs(time.time_ns() - changed_ns) > _SETTLED_S * 1e9
        self._listed_change_ns = changed_ns if settled else 0
        self._waiting.extend(sorted(set(names) - self._shown))
        self._shown.update(names)

    def _picture(self, name: str) -> Image | None:
        image = _decoded(self._folder / name)
        if image is None:
            log.warning("%s in the camera's folder is no picture", name)
        return image


class VideoFile:
    """A video: every frame, no faster than it was recorded, and then the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._capture: cv2.VideoCapture | None = None
        self._pace = Pace(1 / PICTURES_A_SECOND)

    def read(self) -> Frame | None:
        with self._lock:
            capture = self._capture or self._open()
            if not self._pace.wait(self._closed):
                return None
            taken_s = time.monotonic()
            got, image = capture.read()
            return Frame(np.asarray(image, np.uint8), taken_s) if got else None

    def close(self) -> None:
        self._closed.set()
        with self._lock:
            if self._capture:
                self._capture.release()

    def _open(self) -> cv2.VideoCapture:
        capture = cv2.VideoCapture(str(self._path), cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise SourceLostError(f"camera file {self._path} does not open as a video")
        self._pace = Pace(1 / (capture.get(cv2.CAP_PROP_FPS) or PICTURES_A_SECOND))
        self._capture = capture
        return capture


def _is_picture(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix.lower() in PICTURE_SUFFIXES


def _decoded(path: Path) -> Image | None:
    """The picture, turned as its EXIF says; None where there is none."""
    try:
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None else np.asarray(image, np.uint8)
