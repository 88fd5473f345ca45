"""One table of the site: a station with a home of its own, its processes and its nurse."""

from collections.abc import Iterable
from pathlib import Path

import msgspec

from station.demo.camera_folder import CameraFolder
from station.demo.children import Children, installed
from station.demo.nurse import Journal, Nurse, Vials, Visit
from station.demo.talk import Talk


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """How a table's desk is run: the words after `tram`."""

    words: tuple[str, ...]


PLAIN = Desk(words=("desk",))


class StationStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What `tram status --json` says, as far as the demo needs it."""

    station: str
    acknowledged: int
    to_send: int


class Table:
    """Table `number` (from 1); the home of its station and its camera are in `folder`."""

    def __init__(
        self, number: int, desk: Desk, vials: Vials, children: Children, folder: Path
    ) -> None:
        self.number = number
        self.name = f"station-{number}"
        self.badge = f"HN-DD-{number:02}"
        self.journal = Journal(station="")
        self._desk = desk
        self._vials = vials
        self._children = children
        self._camera = CameraFolder(folder / f"camera-{number}")
        self._command = (installed("tram"), "--home", str(folder / self.name))

    def enrol(self, text: str) -> None:
        """Makes the station known to the hub, brings its list, and begins to exchange for good."""
        self._run("enrol", text)
        self._run("sync", "--once")
        self.journal.station = self.status().station
        self._children.start(f"sync-{self.number}", [*self._command, "sync"])

    def open_desk(self, camera: str | None = None) -> None:
        """A new process, with a nurse who knows nothing of the one before.

        `camera` is a real one, instead of the folder of drawn frames.
        """
        self._open(self._desk, camera or str(self._camera.folder))

    def open_vial_beforehand(self, doses: int) -> None:
        """Leaves an open vial on the table, at a desk before which nobody can come."""
        self._open(PLAIN, str(self._camera.folder))
        self._nurse.open_vial(doses)
        self.close_desk()

    def _open(self, desk: Desk, camera: str) -> None:
        self._camera.begin()
        argv = [*self._command, *desk.words, "--staff", self.badge, "--camera", camera]
        self._talk = Talk.begin(self._children.start_spoken_to(f"desk-{self.number}", argv))
        self._nurse = Nurse(self._talk, self._camera, self._vials, self.journal)

    def serve(self, visits: Iterable[Visit]) -> None:
        for visit in visits:
            self._nurse.serve(visit)

    def serve_guest(self, within_s: float) -> bool:
        """Serves whoever comes before a real camera; False when nobody came in time."""
        return self._nurse.serve_guest(within_s)

    def serve_photo(self, photo: bytes) -> None:
        """Serves whom a photo shows, if it shows somebody with a code."""
        self._nurse.serve_photo(photo)

    def serve_though_killed(self, visits: Iterable[Visit], during: int) -> None:
        """Serves everybody. In one visit the desk is killed with the verdict on its screen."""
        for number, visit in enumerate(visits):
            if number == during:
                self._nurse.hold_up(visit)
                self._talk.desk.kill()
                self.open_desk()
            self._nurse.serve(visit)

    def close_desk(self) -> None:
        self._talk.desk.end_after("quit")

    def status(self) -> StationStatus:
        return msgspec.json.decode(self._run("status", "--json"), type=StationStatus)

    def verify(self) -> None:
        """Raises DemoError when the chain of hashes of the station's ledger is broken."""
        self._run("ledger", "verify")

    def _run(self, *words: str) -> str:
        return self._children.run([*self._command, *words])
