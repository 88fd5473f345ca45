"""A desk without a screen: touches come in as lines, what it shows and does goes out as lines."""

import sys
import threading
from collections.abc import Callable, Iterable
from queue import Empty, SimpleQueue

import msgspec

from station.camera.scanner import CameraChanged, CameraState, Seen
from station.desk import TableDesk
from station.lines import Quit, TouchError, touch_of

LOOK_UP_S = 0.1
"""How long a desk may sit before it looks what another table has done."""


class Typed(msgspec.Struct, frozen=True):
    line: str


class Closed(msgspec.Struct, frozen=True):
    """Nobody types any more."""


Happening = Seen | CameraChanged | Typed | Closed
Happenings = SimpleQueue[Happening]


def type_into(happenings: Happenings, lines: Iterable[str] = sys.stdin) -> None:
    """Puts each line into `happenings`, from a thread of its own: reading a terminal blocks."""

    def read() -> None:
        for line in lines:
            happenings.put(Typed(line))
        happenings.put(Closed())

    threading.Thread(target=read, name="typing", daemon=True).start()


def attend(desk: TableDesk, happenings: Happenings, complain: Callable[[str], None]) -> None:
    """Works `desk` until somebody quits; `complain` hears of lines that are no touch."""
    while True:
        try:
            happening = happenings.get(timeout=LOOK_UP_S)
        except Empty:
            desk.looked_up()
            continue
        match happening:
            case Seen(payload=payload, seen_s=seen_s):
                desk.code_seen(payload, seen_s)
            case CameraChanged(state=state, why=why):
                if state is CameraState.LOST:
                    complain(why)
            case Closed():
                return
            case Typed(line=line):
                if not _typed(desk, line, complain):
                    return


def _typed(desk: TableDesk, line: str, complain: Callable[[str], None]) -> bool:
    try:
        touch = touch_of(line)
    except TouchError as error:
        complain(str(error))
        return True
    if isinstance(touch, Quit):
        return False
    desk.touched(touch)
    return True
