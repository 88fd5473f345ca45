"""A folder that a station follows as its camera: what appears in it is what the camera sees."""

import itertools
from pathlib import Path


class CameraFolder:
    """Frames come in the order of their names, each whole from the moment that it is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)
        self._now: list[Path] = []
        self._before: list[Path] = []

    def begin(self) -> None:
        """An empty folder, ready for a camera to be opened on it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for frame in self.folder.glob("*.jpg"):
            frame.unlink()
        self._now, self._before = [], []

    def show(self, *frames: bytes) -> None:
        """The next frames, each a JPEG."""
        unfinished = self.folder / ".unfinished"
        for frame in frames:
            unfinished.write_bytes(frame)
            self._now.append(unfinished.rename(self.folder / f"{next(self._numbers):07}.jpg"))

    def turn_over(self) -> None:
        """The next visit begins. Frames go one visit later: the camera may be about to open one."""
        for frame in self._before:
            frame.unlink()
        self._now, self._before = [], self._now
