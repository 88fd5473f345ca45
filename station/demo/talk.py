"""The conversation with a desk: what it shows comes as JSON lines, touches go as words."""

import queue
import threading
import time
from collections.abc import Iterator

import msgspec

from station.demo.child import Child

PATIENCE_S = 60.0
LOOK_EVERY_S = 0.5
"""How long to wait for a line before looking whether the desk is still there."""


class Match(msgspec.Struct, frozen=True, kw_only=True):
    resident: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line: `screen` names a new screen, `written` the kind of an event that is now durable."""

    screen: str = ""
    written: str = ""
    decision: str = ""
    reasons: tuple[str, ...] = ()
    resident: str | None = None
    event: str = ""
    seq: int = 0
    text: str = ""
    matches: tuple[Match, ...] = ()
    why: str = ""
    scan_to_verdict_ms: float | None = None
    record_ms: float | None = None


class Talk:
    """Listens to a desk from its first line to its last, also while nobody waits for one."""

    def __init__(self, desk: Child) -> None:
        self.desk = desk
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    @classmethod
    def begin(cls, desk: Child) -> "Talk":
        talk = cls(desk)
        threading.Thread(target=talk._listen, name=desk.name, daemon=True).start()
        return talk

    def say(self, touch: str) -> None:
        self.desk.say(touch)

    def heard(self, within_s: float) -> Line | None:
        """The next line, or None when none came in time. Raises DemoError when the desk is gone."""
        try:
            line = self._lines.get(timeout=within_s)
        except queue.Empty:
            return None
        if line == _END:
            raise self.desk.gone()
        return self._understood(line)

    def next(self) -> Line:
        """The next line. Raises DemoError when the desk is gone, or silent for too long."""
        deadline_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline_s:
            if line := self.heard(LOOK_EVERY_S):
                return line
        raise self.desk.trouble(f"said nothing for {PATIENCE_S:.0f} s")

    def rest(self) -> Iterator[Line]:
        """What a desk that has ended still said and nobody has heard yet."""
        while (line := self._lines.get(timeout=PATIENCE_S)) != _END:
            yield self._understood(line)

    def _listen(self) -> None:
        """Lines that are no JSON object, such as a library's greeting, are passed over."""
        with self.desk.said as said:
            for line in said:
                if line.startswith(b"{"):
                    self._lines.put(line)
        self._lines.put(_END)

    def _understood(self, line: bytes) -> Line:
        try:
            return _decoder.decode(line)
        except msgspec.MsgspecError as error:
            raise self.desk.trouble(f"said what nobody understands: {error}") from error


_END = b""
_decoder = msgspec.json.Decoder(Line)
