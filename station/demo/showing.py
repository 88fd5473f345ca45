"""Which desk each table has: one is the kiosk's window, or pictures of it without a display."""

import os
import tempfile
from importlib.util import find_spec
from pathlib import Path

import msgspec

from station.demo.table import PLAIN, Desk


class Showing(msgspec.Struct, frozen=True, kw_only=True):
    """The first table's desk, and what there is to see of it; the other tables need no screen."""

    desk: Desk
    vietnamese: str
    english: str

    def desks(self, tables: int) -> tuple[Desk, ...]:
        return (self.desk, *(PLAIN for _ in range(1, tables)))


def showing(keep: Path | None) -> Showing:
    """The kiosk where it is installed; pictures go into `keep`, or a folder that stays."""
    if find_spec("kivy") is None:
        return Showing(
            desk=PLAIN,
            vietnamese="Chưa cài màn hình bàn tiêm (tram[kiosk])",
            english="no kiosk to show: the extra tram[kiosk] is not installed",
        )
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return Showing(
            desk=Desk(words=("kiosk", "--remote")),
            vietnamese="Màn hình bàn 1 đang mở",
            english="the kiosk's window is that of table 1",
        )
    screens = keep / "screens" if keep else Path(tempfile.mkdtemp(prefix="tram-screens-"))
    return Showing(
        desk=Desk(words=("kiosk", "--remote", "--screens", str(screens))),
        vietnamese=f"Ảnh màn hình bàn 1 lưu ở {screens}",
        english=f"pictures of table 1's kiosk are in {screens}",
    )
