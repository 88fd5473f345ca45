"""Whoever comes before a real camera: one table serves them while the day goes on elsewhere."""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from station.demo.table import Table
from station.demo.together import WATCH_EVERY_S, Job

LOOK_S = 0.5
QUIET_S = 20.0
"""After this long without a code, a video has been seen to its end."""

MOST_GUESTS = 500
"""One vial holds enough for all: no guest comes while the nurse is opening another."""


class Guests:
    """The guests of `table`, seen by what `spec` names: a device, a video file, a folder of photos.

    Photos are held before the table's own camera, one after the other.
    """

    def __init__(self, table: Table, spec: str) -> None:
        self._table = table
        self._spec = spec
        self._serving: Future[None] = Future()
        self._over = Event()
        self._served_s = time.monotonic()

    @contextmanager
    def served(self) -> Iterator[None]:
        """Serves whoever comes, for as long as the context lasts. Raises the error of the table."""
        serve = self._serve_photos if Path(self._spec).is_dir() else self._serve_camera
        with ThreadPoolExecutor(1, thread_name_prefix="guests") as pool:
            self._serving = pool.submit(serve)
            try:
                yield
            finally:
                self._over.set()
        self._serving.result()

    def wait(self, watch: Job) -> None:
        """Returns when all photos were seen, a video is over, on Ctrl-C, or at a failure."""
        with suppress(KeyboardInterrupt):
            while not self._serving.done() and not self._is_quiet():
                watch()
                time.sleep(WATCH_EVERY_S)

    def _serve_photos(self) -> None:
        self._table.open_desk()
        for photo in sorted(Path(self._spec).iterdir()):
            if not self._over.is_set() and photo.is_file():
                self._table.serve_photo(photo.read_bytes())
        self._table.close_desk()

    def _serve_camera(self) -> None:
        self._table.open_vial_beforehand(MOST_GUESTS)
        self._table.open_desk(camera=self._spec)
        while not self._over.is_set():
            if self._table.serve_guest(LOOK_S):
                self._served_s = time.monotonic()
        self._table.close_desk()

    def _is_quiet(self) -> bool:
        """Only what was recorded comes to an end."""
        recorded = Path(self._spec).is_file()
        return recorded and time.monotonic() - self._served_s > QUIET_S
