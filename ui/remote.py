"""Remote control: each line of `station.lines` becomes real touches on the window's widgets."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from station.desk import Report, Shown
from station.domain.screens import Searching
from station.lines import Quit, TouchError, touch_of
from ui.fingers import offered, touch
from ui.panel import Panel
from ui.plans import Names, Planner
from ui.views import Action
from ui.widgets import Touch
from ui.words import Words

WAIT_S = 3.0
"""How long a touch is looked for on the screen before its line is given up."""


class Heard(NamedTuple):
    """Where a remote control is heard: `complain` gets what a line asks in vain."""

    complain: Callable[[str], None]
    leave: Callable[[], None]


class Remote:
    """Works through lines on Kivy's thread, one after the other, at most a touch a frame."""

    def __init__(self, panel: Panel, planner: Planner, heard: Heard) -> None:
        self._panel = panel
        self._planner = planner
        self._heard = heard
        self._lines: deque[str] = deque()
        self._touches: Iterator[Names] = iter(())
        self._wanted: Names = ()
        self._given_up_at_s = 0.0
        self._aimed_at: tuple[float, ...] = ()

    @classmethod
    def of(cls, panel: Panel, words: Words, heard: Heard) -> "Remote":
        """A remote control of what `panel` offers, which knows reasons as `words` says them."""

        def offers() -> Mapping[str, Action]:
            return {name: there.action for name, there in offered(panel).items()}

        return cls(panel, Planner(offers, words), heard)

    def line(self, line: str) -> None:
        """One more line to work through."""
        self._lines.append(line)

    def is_worth_telling(self, report: Report) -> bool:
        """While a text is typed, only the search for all of it is: not those for its beginnings."""
        match report:
            case Shown(desk=desk) if isinstance(desk.screen, Searching) and self._planner.typing:
                return desk.screen.text == self._planner.typing
        return True

    def go_on(self) -> None:
        """Does the next touch, where the screen offers it. Call it once a frame."""
        try:
            if self._wanted or self._next_touch():
                self._try_touch()
        except TouchError as error:
            self._wanted, self._touches = (), iter(())
            self._heard.complain(str(error))

    def _next_touch(self) -> bool:
        self._wanted = next(self._touches, ())
        self._given_up_at_s = time.monotonic() + WAIT_S
        if not self._wanted and self._lines:
            self._begin(self._lines.popleft())
        return bool(self._wanted)

    def _begin(self, line: str) -> None:
        self._planner.typing = None
        asked = touch_of(line)
        if isinstance(asked, Quit):
            self._heard.leave()
        else:
            self._touches = self._planner.touches_for(asked)

    def _try_touch(self) -> None:
        there = offered(self._panel)
        name = next((name for name in self._wanted if name in there), None)
        if name is not None:
            self._touch_when_still(there[name])
        elif time.monotonic() > self._given_up_at_s:
            names = ", ".join(there) or "nothing"
            raise TouchError(f"{self._wanted[0]}: the screen does not offer it, but {names}")

    def _touch_when_still(self, widget: Touch) -> None:
        """A finger goes where it saw the widget: one that is still being laid out waits a frame."""
        place = (*widget.to_window(*widget.pos), *widget.size)
        if place == self._aimed_at:
            self._wanted, self._aimed_at = (), ()
            touch(widget)
        else:
            self._aimed_at = place
