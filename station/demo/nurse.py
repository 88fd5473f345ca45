"""The nurse at one table: holds codes before the camera, reads the desk, and touches it."""

import time
from collections.abc import Iterable
from datetime import date

import msgspec

from station.demo.accounting import Outcome
from station.demo.camera_folder import CameraFolder
from station.demo.talk import Line, Talk

GLIMPSE_S = 0.3
"""How long the camera sees the same until the next frame comes."""

PHOTO_S = 1.5
"""How long a photo may take to be read; many show no code at all."""

GLANCE_S = 1.0
"""How long a verdict on a guest stands before the nurse touches anything: somebody is looking."""

UNREADABLE_AFTER_S = 60.0
CHECKED = "identity_checked"
"""Why the nurse goes on after a check."""


class Vials(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the table: vials of one lot, `doses` in each."""

    product: str
    lot: str
    expiry: date
    doses: int


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody at the table: `glimpses`, without end, are the frames in which the camera sees them.

    Where their code finds nobody, the nurse types `typed` and picks `resident`, an id of the list.
    """

    glimpses: Iterable[tuple[bytes, ...]]
    typed: str
    resident: str


class Journal(msgspec.Struct, kw_only=True):
    """What a table has shown so far. It outlives a desk that is killed."""

    station: str
    scans: int = 0
    outcomes: list[Outcome] = msgspec.field(default_factory=list)
    scan_to_verdict_ms: list[float] = msgspec.field(default_factory=list)
    record_ms: list[float] = msgspec.field(default_factory=list)


class Nurse:
    """Works the desk of `talk` and keeps the journal."""

    def __init__(self, talk: Talk, camera: CameraFolder, vials: Vials, journal: Journal) -> None:
        self._talk = talk
        self._camera = camera
        self._vials = vials
        self._journal = journal
        self._doses_left = 0
        self._scan: Line | None = None
        self._touch = ""

    def serve(self, visit: Visit) -> None:
        """From the first frame until a dose is recorded or the resident is turned away."""
        self.attend(self.hold_up(visit), visit)

    def hold_up(self, visit: Visit) -> Line:
        """Shows the camera one frame after another until there is a verdict."""
        self._prepare()
        deadline_s = time.monotonic() + UNREADABLE_AFTER_S
        for glimpse in visit.glimpses:
            self._camera.show(*glimpse)
            if verdict := self.verdict(GLIMPSE_S):
                return verdict
            if time.monotonic() > deadline_s:
                break
        raise self._talk.desk.trouble(f"read no code in {UNREADABLE_AFTER_S:.0f} s of frames")

    def serve_photo(self, photo: bytes) -> None:
        """Holds a picture before the camera, and serves whom it shows with a code."""
        self._prepare()
        self._camera.show(photo)
        if verdict := self.verdict(PHOTO_S):
            time.sleep(GLANCE_S)
            self.attend(verdict)

    def open_vial(self, doses: int) -> None:
        vials = self._vials
        self._talk.say(f"vial {vials.product} {vials.lot} {vials.expiry} {doses}")
        while self._talk.next().written != "vial_opened":
            pass
        self._doses_left = doses

    def serve_guest(self, within_s: float) -> bool:
        """Serves whoever comes before a real camera; False when nobody came in time.

        The vial is open beforehand: nobody knows when the next guest comes.
        """
        verdict = self.verdict(within_s)
        if verdict is None:
            return False
        time.sleep(GLANCE_S)
        self.attend(verdict)
        return True

    def verdict(self, within_s: float) -> Line | None:
        """A verdict on somebody new, or None when there was none in time."""
        deadline_s = time.monotonic() + within_s
        while (left_s := deadline_s - time.monotonic()) > 0:
            line = self._talk.heard(left_s)
            if line and line.screen == "found":
                return line
        return None

    def attend(self, verdict: Line, visit: Visit | None = None) -> None:
        """Takes a verdict to its end. Without a `visit` there is no name to search for."""
        line = verdict
        while not self._ended(line):
            if touch := self._answer(line, visit):
                self._touch = touch
                self._talk.say(touch)
            line = self._talk.next()

    def _prepare(self) -> None:
        """Before the next one comes: a vial that is not empty, a camera that sees nothing old."""
        if self._doses_left <= 0:
            self.open_vial(self._vials.doses)
        self._camera.turn_over()

    def _ended(self, line: Line) -> bool:
        match line:
            case Line(screen="found"):
                self._begin(line)
            case Line(written="dosed"):
                self._doses_left -= 1
                self._journal.record_ms.append(line.record_ms or 0.0)
            case Line(screen="recorded"):
                self._end("dosed", line)
                return True
            case Line(written="turned_away"):
                self._end("turned_away", line)
                return self._touch != "search"
            case Line(screen="out_of_order"):
                raise self._talk.desk.trouble(f"could not record: {line.why}")
        return False

    def _answer(self, line: Line, visit: Visit | None) -> str | None:
        """The touch that `line` asks for."""
        match line:
            case Line(screen="found", decision="go") | Line(screen="dosing"):
                return "confirm"
            case Line(screen="found", decision="check"):
                return f"decide {CHECKED}"
            case Line(screen="found", reasons=reasons):
                return "search" if visit and "not_on_list" in reasons else "refuse"
            case Line(screen="searching", text="") if visit:
                return f"type {visit.typed}"
            case Line(screen="searching") if visit:
                return f"pick {visit.resident}"
        return None

    def _begin(self, found: Line) -> None:
        """A verdict that is given again, because there were news, is the same scan."""
        if self._scan is None:
            self._journal.scans += 1
            if found.scan_to_verdict_ms is not None:
                self._journal.scan_to_verdict_ms.append(found.scan_to_verdict_ms)
        self._scan = found

    def _end(self, kind: str, line: Line) -> None:
        outcome = Outcome(
            event=line.event,
            station=self._journal.station,
            seq=line.seq,
            kind=kind,
            reasons=self._scan.reasons if self._scan else (),
        )
        self._journal.outcomes.append(outcome)
        self._scan = None
