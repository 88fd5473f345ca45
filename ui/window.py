"""Kivy's window, set up for a kiosk, and what waits for a frame to be drawn."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ui.theme import scale_for

FRAMES_A_SECOND = 60
TITLE = "Trạm"

log = logging.getLogger(__name__)


class WindowOptions(msgspec.Struct, frozen=True, kw_only=True):
    """`size` is in pixels, and the screen's own on a full screen; `folder` is for Kivy's files."""

    size: tuple[int, int]
    fullscreen: bool
    folder: Path


def configure(options: WindowOptions) -> None:
    """Sets Kivy up. It reads its environment when it is first imported: call this before."""
    width, height = options.size
    os.environ |= {
        "KIVY_HOME": str(options.folder),
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_CONFIG": "1",
        "KIVY_LOG_MODE": "PYTHON",
        "KCFG_KIVY_EXIT_ON_ESCAPE": "0",
        "KCFG_KIVY_LOG_ENABLE": "0",
        "KCFG_KIVY_LOG_LEVEL": "warning",
        "KCFG_GRAPHICS_WIDTH": str(width),
        "KCFG_GRAPHICS_HEIGHT": str(height),
        "KCFG_GRAPHICS_FULLSCREEN": "auto" if options.fullscreen else "0",
        "KCFG_GRAPHICS_SHOW_CURSOR": "0" if options.fullscreen else "1",
        "KCFG_GRAPHICS_MAXFPS": str(FRAMES_A_SECOND),
        "KCFG_INPUT_MOUSE": "mouse,disable_multitouch",
    }
    logging.getLogger("kivy").addFilter(_worth_saying)


def _worth_saying(record: logging.LogRecord) -> bool:
    """Kivy takes a missing libmtdev for an error; touches come to us by SDL."""
    return "MTDev is not supported" not in record.getMessage()


class Window:
    """The one window of the process."""

    def __init__(self, native: Any) -> None:
        self.native = native
        self._waiting: list[Callable[[], None]] = []
        self._resized: Callable[[], None] = lambda: None

    @classmethod
    def open(cls) -> "Window":
        """Opens the window that `configure` has described."""
        # Kivy opens its window when this is imported, so not before it is configured.
        from kivy.config import Config  # noqa: PLC0415
        from kivy.core.window import Window as native  # noqa: N813, PLC0415
        from kivy.metrics import Metrics  # noqa: PLC0415

        for option in Config.options("input"):
            if Config.get("input", option).startswith("probesysfs"):
                Config.remove_option("input", option)
        Metrics.density = scale_for(*native.size)
        native.set_title(TITLE)
        window = cls(native)
        native.bind(on_flip=lambda *_: window._drawn(), size=lambda *_: window._refit())
        return window

    def when_drawn(self, call: Callable[[], None]) -> None:
        """Calls once the next frame is drawn, just before it is shown."""
        self._waiting.append(call)
        self.native.canvas.ask_update()

    def when_resized(self, call: Callable[[], None]) -> None:
        """Calls whenever the window has another size, in place of what was called so far."""
        self._resized = call

    def _refit(self) -> None:
        from kivy.metrics import Metrics  # noqa: PLC0415 - as above

        Metrics.density = scale_for(*self.native.size)
        self._resized()

    def save(self, path: Path) -> None:
        """Writes the frame that was just drawn as a PNG. Kivy adds a number to the name."""
        Path(self.native.screenshot(name=str(path))).replace(path)

    def _drawn(self) -> None:
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()
