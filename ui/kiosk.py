"""The kiosk: between the desk's runner and the window, on Kivy's thread."""

import time
import uuid
from collections.abc import Callable
from typing import NamedTuple

from station.camera.scanner import CameraChanged, CameraState, Seen
from station.desk import Heard, Kept, Report, TableDesk
from station.domain.events import AnyEvent, Corrected, Dosed, TurnedAway
from station.domain.inputs import Input, UseVial
from station.domain.screens import Desk, Dosing, Found, Screen, VialInUse
from ui.around import Last
from ui.presenter import open_sheet, present
from ui.screens.scene import Scene
from ui.surroundings import Surroundings
from ui.views import Action, Frame, OpenVial, Sheet, Turn
from ui.words import Words

SETTLE_S = 0.5
"""What comes without a touch is shown this long before one counts: a finger on its way lands."""


class Reports:
    """What the desk has told since it was last asked."""

    def __init__(self) -> None:
        self._told: list[Report] = []

    def tell(self, report: Report) -> None:
        self._told.append(report)

    def taken(self) -> list[Report]:
        told, self._told = self._told, []
        return told


class Outward(NamedTuple):
    """Where a kiosk's results go: `tell` gets each report when its frame is on its way."""

    show: Callable[[Frame], None]
    play: Callable[[str], None]
    tell: Callable[[Report], None]


class Kiosk:
    """Works `desk`, whose reports come in by `reports`."""

    def __init__(
        self, desk: TableDesk, reports: Reports, surroundings: Surroundings, words: Words
    ) -> None:
        self._desk = desk
        self._reports = reports
        self._surroundings = surroundings
        self._words = words
        self._outward: Outward | None = None
        self._sheet: Sheet | None = None
        self._last: Last | None = None
        self._camera = CameraState.STARTING
        self._settled_at_s = 0.0
        self._shown: Frame | None = None

    def turn_outward(self, outward: Outward) -> None:
        """From now on frames, sounds and reports go to `outward`, beginning with this frame."""
        self._outward = outward
        self._show()

    def frame(self) -> Frame:
        """What the window is to show now. A sheet closes with the screen that it lay on."""
        around = self._surroundings.read(self._camera, self._last)
        words = self._words.in_zone(around.zone)
        scene = Scene(self._desk.desk, around, words, self._sheet)
        self._sheet = open_sheet(scene)
        return present(scene, settling=time.monotonic() < self._settled_at_s)

    def act(self, action: Action) -> None:
        """Somebody has touched `action`."""
        match action.gives:
            case Turn(sheet=sheet):
                self._sheet = sheet
                self._show()
            case OpenVial() as opened:
                self._sheet = None
                self._run(lambda: self._desk.touched(UseVial(vial=_new_vial(opened))))
            case None:
                pass
            case given:
                self._touched(given)

    def _touched(self, given: Input) -> None:
        self._run(lambda: self._desk.touched(given))

    def code_seen(self, seen: Seen) -> None:
        self._run_unasked(lambda: self._desk.code_seen(seen.payload, seen.seen_s))

    def camera_changed(self, changed: CameraChanged) -> None:
        self._camera = changed.state
        self._show()

    def pass_time(self) -> None:
        """Looks at the clock and at what others have written; call it ten times a second."""
        self._run_unasked(self._desk.looked_up)

    def _run_unasked(self, work: Callable[[], None]) -> None:
        """What no touch has asked for: a finger may be on its way to what was there before."""
        before = self._desk.desk

        def settling() -> None:
            work()
            if _turned(before.screen, self._desk.desk.screen):
                self._sheet = None
                self._settled_at_s = time.monotonic() + SETTLE_S

        self._run(settling)

    def _run(self, work: Callable[[], None]) -> None:
        """Does `work` on the desk, then shows, plays and tells what came of it."""
        before = self._desk.desk
        work()
        reports = self._reports.taken()
        for report in reports:
            self._take_note(report, before)
        self._show()
        for report in reports:
            self._pass_on(report)

    def _take_note(self, report: Report, before: Desk) -> None:
        match report:
            case Kept(event=Dosed() | TurnedAway() | Corrected() as event):
                self._last = Last(event=event, name=_name(event, before))

    def _show(self) -> None:
        frame = self.frame()
        if self._outward and frame != self._shown:
            self._shown = frame
            self._outward.show(frame)

    def _pass_on(self, report: Report) -> None:
        if self._outward is None:
            return
        if isinstance(report, Heard):
            self._outward.play(report.sound)
        else:
            self._outward.tell(report)


def _new_vial(opened: OpenVial) -> VialInUse:
    return VialInUse(
        vial=uuid.uuid4().hex,
        product=opened.product,
        lot=opened.lot,
        expiry=opened.expiry,
        doses_left=opened.doses,
    )


def _turned(before: Screen, after: Screen) -> bool:
    """Whether touches mean something else now: another screen, resident, or verdict."""
    match before, after:
        case (Found(subject=was), Found(subject=now)) | (Dosing(subject=was), Dosing(subject=now)):
            return (was.code, was.verdict) != (now.code, now.verdict)
    return type(before) is not type(after)


def _name(event: AnyEvent, before: Desk) -> str:
    """Whose event it is, by what the desk showed when it was asked for."""
    match event, before.screen:
        case Corrected(), _:
            return before.undoable.name if before.undoable else ""
        case _, Found(subject=subject) | Dosing(subject=subject) if subject.resident:
            return subject.resident.name
    return ""
