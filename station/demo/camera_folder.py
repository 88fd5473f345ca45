"""A folder that a station follows as its camera: what appears in it is what the camera sees."""

import itertools
from pathlib import Path


class CameraFolder:
    """Frames come in the order of their names, each whole from the moment that it is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def begin(self) -> None:
        """An empty folder, ready for a camera to be opened on it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.clear()

    def show(self, frame: bytes) -> None:
        """The next frame, a JPEG."""
        unfinished = self.folder / ".unfinished"
        unfinished.write_bytes(frame)
        unfinished.rename(self.folder / f"{next(self._numbers):07}.jpg")

    def clear(self) -> None:
        """Removes the frames that were shown."""
        for frame in self.folder.glob("*.jpg"):
            frame.unlink()
