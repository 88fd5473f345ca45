"""Pictures and sources for the tests of the camera."""

from collections.abc import Callable, Iterable
from pathlib import Path
from queue import SimpleQueue

import cv2
import numpy as np

from station.camera.props import MODULE_PX, qr_code
from station.camera.source import Frame, Image, SourceLostError

DEADLINE_S = 20.0
"""How long a test waits for what must come."""


def picture(payload: bytes) -> Image:
    """A code, sharp and straight, in the middle of a grey picture of 640×480."""
    code = np.where(qr_code(payload), 0, 255).astype(np.uint8)
    code = code.repeat(MODULE_PX, axis=0).repeat(MODULE_PX, axis=1)
    side = len(code)
    image = np.full((480, 640), 128, np.uint8)
    top, left = (480 - side) // 2, (640 - side) // 2
    image[top : top + side, left : left + side] = code
    return image


NOTHING = np.full((480, 640), 128, np.uint8)


def put(image: Image | bytes, path: Path) -> None:
    """Puts a picture into a folder that somebody follows."""
    unfinished = path.with_name(f".{path.name}")
    if isinstance(image, bytes):
        unfinished.write_bytes(image)
    else:
        assert cv2.imwrite(str(unfinished), image)
    unfinished.rename(path)


Scripted = Image | SourceLostError | Callable[[], Image]


class ScriptedCamera:
    """A source that plays what it was given, at 10 frames a second of its own time."""

    def __init__(self, script: Iterable[Scripted]) -> None:
        self._script = iter(script)
        self._now_s = 0.0
        self.closed = False

    def read(self) -> Frame | None:
        self._now_s += 0.1
        match next(self._script, None):
            case None:
                return None
            case SourceLostError() as lost:
                raise lost
            case np.ndarray() as image:
                return Frame(image, self._now_s)
            case make:
                return Frame(make(), self._now_s)

    def close(self) -> None:
        self.closed = True


class HandFedCamera:
    """A source that gives what a test hands it, and counts how often it was asked."""

    def __init__(self) -> None:
        self.hand: SimpleQueue[Frame | SourceLostError | None] = SimpleQueue()
        self.asked: SimpleQueue[None] = SimpleQueue()

    def read(self) -> Frame | None:
        self.asked.put(None)
        handed = self.hand.get()
        if isinstance(handed, SourceLostError):
            raise handed
        return handed

    def close(self) -> None:
        self.hand.put(None)
