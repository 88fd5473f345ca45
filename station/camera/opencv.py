"""Cameras and streams through OpenCV."""

import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import cv2
import numpy as np

from station.camera.source import Frame, SourceLostError

WIDTH, HEIGHT = 1280, 720
STREAM_TIMEOUT_MS = 5000


class OpenCvCamera:
    """A device such as "/dev/video0", or the URL of a stream; opened when it is read."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._closed = False
        self._lock = threading.Lock()
        self._capture: cv2.VideoCapture | None = None

    def read(self) -> Frame | None:
        with self._lock:
            if self._closed:
                return None
            try:
                return self._grab()
            except cv2.error as error:
                self._let_go()
                raise SourceLostError(f"{self}: OpenCV says {error.err}") from error

    def close(self) -> None:
        """Lets the device go after the read that is under way, as OpenCV wants it.

        A device that hangs is waited for: OpenCV gives it up after ten seconds.
        """
        self._closed = True
        with self._lock:
            self._let_go()

    def __str__(self) -> str:
        """The place without a stream's password."""
        if "://" not in self._place:
            return f"camera {self._place}"
        return f"camera stream at {urlsplit(self._place).hostname}"

    def _grab(self) -> Frame:
        capture = self._capture or self._open()
        taken_s = time.monotonic()
        got, image = capture.read()
        if not got:
            self._let_go()
            raise SourceLostError(f"{self} gives no picture: look at its cable")
        return Frame(np.asarray(image, np.uint8), taken_s)

    def _open(self) -> cv2.VideoCapture:
        self._capture = _stream(self._place) if "://" in self._place else _device(self._place)
        if self._capture is None or not self._capture.isOpened():
            self._let_go()
            raise SourceLostError(f"{self} does not open: is it plugged in, is it the right one?")
        return self._capture

    def _let_go(self) -> None:
        if self._capture:
            self._capture.release()
        self._capture = None


def _stream(url: str) -> cv2.VideoCapture:
    timeouts = [
        (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, STREAM_TIMEOUT_MS),
        (cv2.CAP_PROP_READ_TIMEOUT_MSEC, STREAM_TIMEOUT_MS),
    ]
    return cv2.VideoCapture(url, cv2.CAP_FFMPEG, [int(part) for pair in timeouts for part in pair])


def _device(path: str) -> cv2.VideoCapture | None:
    """Motion JPEG: over USB 2 an uncompressed picture of this size comes ten times a second."""
    if not Path(path).exists():
        return None
    capture = cv2.VideoCapture(path, cv2.CAP_V4L2)
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture
