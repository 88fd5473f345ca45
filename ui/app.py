"""Wires the kiosk: store, desk and camera on one side, window, sounds and touches on the other."""

import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from kivy.base import runTouchApp, stopTouchApp
from kivy.clock import Clock

from station import notify
from station.camera.scanner import Scanner
from station.camera.spec import open_scanner
from station.clock import SystemClock
from station.config import Language
from station.desk import Report, Shown, TableDesk
from station.lines import line_of
from station.resuming import resumed
from station.store.station import StationStore
from ui.album import Album
from ui.bridge import on_main_thread
from ui.kiosk import Kiosk, Outward, Reports
from ui.panel import Panel, load_layouts
from ui.remote import Heard, Remote
from ui.sounds import Sounds
from ui.surroundings import Surroundings
from ui.views import Frame
from ui.window import Window
from ui.words import Words

LOOK_UP_S = 0.1
PREVIEW_S = 1 / 12
FED_S = 2.0


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """`screens` is the folder for pictures of what was shown, None for none.

    `scratch` is a folder for what can be made again.
    """

    home: Path
    scratch: Path
    camera: str
    staff: str
    language: Language
    remote: bool
    screens: Path | None


def run(options: Options) -> None:
    """Runs the kiosk until somebody quits. Raises StoreError or CameraSpecError at the start."""
    with StationStore.open(options.home) as store:
        words = Words.load(options.language)
        kiosk = kiosk_of(store, options.staff, words)
        panel, remote = _window_on(kiosk, words, options)
        scanner = open_scanner(
            options.camera,
            on_main_thread(kiosk.code_seen),
            on_main_thread(kiosk.camera_changed),
        )
        with scanner:
            _set_going(kiosk, panel, scanner)
            if options.remote:
                _listen(remote)
            notify.ready()
            runTouchApp(panel)
            notify.stopping()


def kiosk_of(store: StationStore, staff: str, words: Words) -> Kiosk:
    """The kiosk on a station's store. Raises NotEnrolledError."""
    here, clock, reports = store.identity.require(), SystemClock(store.times), Reports()
    desk = TableDesk(store, clock, here, resumed(store, clock, staff), reports.tell)
    return Kiosk(desk, reports, Surroundings(store, clock, staff), words)


def _window_on(kiosk: Kiosk, words: Words, options: Options) -> tuple[Panel, Remote]:
    """Opens the window that shows `kiosk`."""
    window = Window.open()
    load_layouts()
    panel = Panel(kiosk.frame(), kiosk.act)
    window.when_resized(panel.rebuild)
    remote = Remote.of(panel, words, Heard(complain=_complain, leave=stopTouchApp))
    kiosk.turn_outward(
        Outward(
            show=_shown_by(panel, window, options.screens),
            play=Sounds.load(options.scratch / "sounds").play,
            tell=_teller(window, remote) if options.remote else _tell_nobody,
        )
    )
    return panel, remote


def _set_going(kiosk: Kiosk, panel: Panel, scanner: Scanner) -> None:
    """What the main loop does by itself, and how it ends."""
    Clock.schedule_interval(lambda _: kiosk.pass_time(), LOOK_UP_S)
    Clock.schedule_interval(lambda _: panel.look_through(scanner.latest), PREVIEW_S)
    Clock.schedule_interval(lambda _: notify.alive(), FED_S)
    for asked in (signal.SIGINT, signal.SIGTERM):
        signal.signal(asked, lambda *_: stopTouchApp())


def _listen(remote: Remote) -> None:
    """Lines come in by a thread of their own: reading standard input blocks."""
    take = on_main_thread(remote.line)

    def read() -> None:
        for line in sys.stdin:
            take(line)
        take("quit")

    threading.Thread(target=read, name="remote", daemon=True).start()
    Clock.schedule_interval(lambda _: remote.go_on(), 0)


def _complain(what: str) -> None:
    print(what, file=sys.stderr, flush=True)  # noqa: T201 - the answer to a line from the terminal


def _shown_by(panel: Panel, window: Window, screens: Path | None) -> Callable[[Frame], None]:
    """Shows a frame, and takes a picture where pictures are wanted."""
    if screens is None:
        return panel.show
    album = Album(screens, window)

    def show(frame: Frame) -> None:
        panel.show(frame)
        album.add(frame)

    return show


def _tell_nobody(_: Report) -> None:
    """Without a remote control the screen says it all."""


def _teller(window: Window, remote: Remote) -> Callable[[Report], None]:
    """Tells the remote control of a report once it is on the screen."""

    def tell(report: Report) -> None:
        if not remote.is_worth_telling(report):
            return
        told_s = time.monotonic()
        window.when_drawn(lambda: _print(_with_drawing(report, told_s)))

    return tell


def _print(report: Report) -> None:
    if line := line_of(report):
        print(line, flush=True)  # noqa: T201 - the remote control's answer


def _with_drawing(report: Report, told_s: float) -> Report:
    """A verdict waits until it is drawn."""
    match report:
        case Shown(desk=desk, waited_ms=float() as waited_ms):
            return Shown(desk, waited_ms + (time.monotonic() - told_s) * 1000)
    return report
