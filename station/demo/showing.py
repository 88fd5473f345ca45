"""Which desk each table has: one is the kiosk's window, or pictures of it without a display."""

import os
from importlib.util import find_spec
from pathlib import Path

from station.demo.progress import Progress
from station.demo.table import PLAIN, Desk


def desks(tables: int, screens: Path, progress: Progress) -> tuple[Desk, ...]:
    """The first table has the kiosk, where it is installed; the others need no screen."""
    return (_kiosk(screens, progress), *(PLAIN for _ in range(1, tables)))


def _kiosk(screens: Path, progress: Progress) -> Desk:
    if find_spec("kivy") is None:
        progress.step(
            "Chưa cài màn hình bàn tiêm (tram[kiosk])",
            "no kiosk to show: the extra tram[kiosk] is not installed",
        )
        return PLAIN
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return Desk(words=("kiosk", "--remote"))
    progress.step(f"Ảnh màn hình lưu ở {screens}", f"pictures of the kiosk's screens in {screens}")
    return Desk(words=("kiosk", "--remote", "--screens", str(screens)))
