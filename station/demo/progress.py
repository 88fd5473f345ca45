"""What the demo tells while it works: a line for each step, and a counter where it takes long."""

import sys
import time
from typing import TextIO

LINE_EVERY_S = 10.0
"""How often the counter gets a line of its own where it cannot be rewritten in place."""


class Progress:
    """Vietnamese first, then English, on stderr."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._in_place = out.isatty()
        self._counted = ""
        self._began_s = self._told_s = time.monotonic()

    @classmethod
    def on_stderr(cls) -> "Progress":
        return cls(sys.stderr)

    def step(self, vietnamese: str, english: str) -> None:
        """A new step begins."""
        seconds = int(time.monotonic() - self._began_s)
        self._end_line()
        self._write(f"{seconds // 60}:{seconds % 60:02}  {vietnamese} · {english}\n")

    def count(self, recorded: int, turned_away: int, residents: int) -> None:
        """How far the work is; call it as often as you like."""
        text = (
            f"      đã tiêm {recorded}, từ chối {turned_away}, danh sách {residents} · "
            f"{recorded} dosed, {turned_away} turned away, {residents} on the list"
        )
        if text == self._counted:
            return
        if self._in_place:
            self._write(f"\r{text}")
            self._counted = text
        elif time.monotonic() - self._told_s >= LINE_EVERY_S:
            self._write(f"{text}\n")
            self._told_s = time.monotonic()

    def _end_line(self) -> None:
        if self._counted:
            self._write("\n")
        self._counted = ""

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
