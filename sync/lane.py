"""A lane: a thread that goes on until it is stopped, and can be woken."""

import threading
import time
from collections.abc import Callable

_AGAIN_S = 0.05


class Lane(threading.Thread):
    """Runs `work`, which asks `going` before each step. It ends by itself only when it breaks."""

    def __init__(self, work: "Callable[[Lane], None]") -> None:
        super().__init__(name=work.__name__, daemon=True)
        self._work = work
        self._woken = threading.Event()
        self._stopping = False
        self._seen_s = time.monotonic()
        self._close: Callable[[], None] | None = None
        self.peers: list[Lane] = []

    def run(self) -> None:
        self._work(self)

    def going(self) -> bool:
        """Whether to do the next step."""
        self._seen_s = time.monotonic()
        return not self._stopping

    def silent_s(self) -> float:
        """How long ago it last came by."""
        return time.monotonic() - self._seen_s

    def rest(self, longest_s: float) -> None:
        """Waits so long, or until it is woken or stopped."""
        self._woken.wait(longest_s)
        self._woken.clear()

    def wake(self) -> None:
        self._woken.set()

    def closes(self, close: Callable[[], None]) -> None:
        """What ends, from another thread, a call that the work is in."""
        self._close = close

    def stop(self, within_s: float) -> bool:
        """Ends the lane, also in the middle of a call; whether it ended within the time."""
        self._stopping = True
        until_s = time.monotonic() + within_s
        # Again and again: a call may have begun after the last look at `going`.
        while self.is_alive() and time.monotonic() < until_s:
            self.wake()
            if self._close:
                self._close()
            self.join(_AGAIN_S)
        return not self.is_alive()
