"""Pictures of the window, one for each screen that was shown."""

from pathlib import Path

from ui.views import Frame
from ui.window import Window


class Album:
    """Numbered PNG files in a folder: `0007-found-stop.png`."""

    def __init__(self, folder: Path, window: Window) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._window = window
        self._count = 0
        self._newest = ("", "")

    def add(self, frame: Frame) -> None:
        """Takes a picture of `frame` once it is drawn; a screen that goes on is taken again."""
        if (frame.title, frame.whom) != self._newest:
            self._newest = (frame.title, frame.whom)
            self._count += 1
        path = self._folder / f"{self._count:04}-{frame.title}.png"
        self._window.when_drawn(lambda: self._window.save(path))
