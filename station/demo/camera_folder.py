"""A folder that a station follows as its camera: what appears in it is what the camera sees."""

from pathlib import Path


class CameraFolder:
    """Frames come in the order of their names, each whole from the moment it is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._shown = 0

    @classmethod
    def make(cls, folder: Path) -> "CameraFolder":
        folder.mkdir(parents=True)
        return cls(folder)

    def show(self, frame: bytes) -> None:
        """The next frame: an encoded picture."""
        self._shown += 1
        unfinished = self.folder / ".unfinished"
        unfinished.write_bytes(frame)
        unfinished.rename(self.folder / f"{self._shown:07}.jpg")

    def clear(self) -> None:
        """Removes the frames that were seen."""
        for frame in self.folder.glob("*.jpg"):
            frame.unlink()
