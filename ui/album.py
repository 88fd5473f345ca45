"""Pictures of the window, one for each screen that was shown."""

from pathlib import Path

from station.domain.screens import Dosing, Found, Screen
from ui.window import Window


class Album:
    """Numbered PNG files in a folder: `0007-found-stop.png`."""

    def __init__(self, folder: Path, window: Window) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._window = window
        self._count = 0
        self._newest = ""

    def turn_to(self, title: str) -> None:
        """Takes a picture of the frame that was just drawn, where it shows another screen."""
        if title == self._newest:
            return
        self._newest = title
        self._count += 1
        self._window.save(self._folder / f"{self._count:04}-{title}.png")


def title_of(screen: Screen) -> str:
    """A name for the picture of `screen`: the screen, and the decision where there is one."""
    name = str(screen.__struct_config__.tag)
    match screen:
        case Found(subject=subject) | Dosing(subject=subject):
            return f"{name}-{subject.verdict.decision}"
    return name
