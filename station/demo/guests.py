"""Whoever comes before a real camera: one table serves them while the day goes on elsewhere."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from station.demo.table import Table
from station.demo.together import WATCH_EVERY_S

LOOK_S = 0.5
QUIET_S = 20.0
"""After this long without a code, photos or a video have been seen to the end."""


class Guests:
    """The guests of `table`, whose camera is `spec`: a device, a video file, a folder of photos."""

    def __init__(self, table: Table, spec: str) -> None:
        self._table = table
        self._serving: Future[None] = Future()
        self._recorded = Path(spec).exists() and not spec.startswith("/dev/")
        self._over = Event()
        self._served_s = time.monotonic()

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serves whoever comes, for as long as the context lasts. Raises the error of the table."""
        with ThreadPoolExecutor(1, thread_name_prefix="guests") as pool:
            self._serving = pool.submit(self._serve)
            try:
                yield
            finally:
                self._over.set()
        self._serving.result()

    def wait(self, watch: Callable[[], None]) -> None:
        """Returns when what was recorded has been seen, on Ctrl-C, or when the table has failed."""
        with suppress(KeyboardInterrupt):
            while not self._serving.done() and not self._is_quiet():
                watch()
                time.sleep(WATCH_EVERY_S)

    def _serve(self) -> None:
        self._table.open_desk()
        while not self._over.is_set():
            if self._table.serve_guest(LOOK_S):
                self._served_s = time.monotonic()
        self._table.close_desk()

    def _is_quiet(self) -> bool:
        return self._recorded and time.monotonic() - self._served_s > QUIET_S
