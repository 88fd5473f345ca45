"""A kiosk in the tests' window, worked by scans and touches."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from kivy.base import EventLoop, runTouchApp

from station.camera.props import Carrier
from station.camera.scanner import CameraChanged, CameraState, Seen
from station.camera.scene import Scene
from station.camera.source import Frame
from station.clock import Reading
from station.config import Language
from station.desk import Kept, Report, TableDesk
from station.domain.events import AnyEvent, ClockTrust
from station.domain.roster import Thing
from station.resuming import resumed
from station.store.station import StationStore
from tests.screens import site
from ui.fingers import Finger, middle, offered, touch
from ui.kiosk import Kiosk, Outward, Reports
from ui.panel import Panel, load_layouts
from ui.surroundings import Surroundings
from ui.text import Text
from ui.views import View
from ui.window import Window
from ui.words import Words

WITHIN_S = 10.0


class MorningClock:
    """Stands at twelve past eight on the invented morning."""

    trust = ClockTrust.TRUSTED

    def read(self) -> Reading:
        return Reading(at=site.MORNING, boot="0badcafe", mono_ms=1, trust=self.trust)


class Stage:
    """One kiosk, from its store to its window."""

    def __init__(self, home: Path, window: Window, language: Language) -> None:
        site.build(home, site.MORNING)
        self.window = window
        self._opened_at = window.native.size
        self.store = StationStore.open(home)
        self.sounds: list[str] = []
        self.reports: list[Report] = []
        self.clock, reports = MorningClock(), Reports()
        begun = resumed(self.store, self.clock, site.STAFF)
        desk = TableDesk(self.store, self.clock, site.HERE, begun, reports.tell)
        surroundings = Surroundings(self.store, self.clock, site.STAFF)
        self.kiosk = Kiosk(desk, reports, surroundings, Words.load(language))
        self.panel = _shown_in(window, self.kiosk)
        window.when_resized(self.panel.rebuild)
        self.kiosk.turn_outward(Outward(self.panel.show, self.sounds.append, self.reports.append))
        self.camera(CameraState.WORKING)

    def leave(self) -> None:
        self.resize(*self._opened_at)
        self.window.native.remove_widget(self.panel)
        self.store.close()

    @property
    def view(self) -> View:
        """What is on the screen."""
        return self.panel.screen.view  # type: ignore[no-any-return] # Kivy carries no types

    @property
    def offers(self) -> set[str]:
        """The names of what can be touched."""
        return set(offered(self.panel))

    @property
    def events(self) -> list[AnyEvent]:
        """What was written, as the remote control is told it."""
        return [report.event for report in self.reports if isinstance(report, Kept)]

    def scan(self, payload: bytes) -> None:
        self.kiosk.code_seen(Seen(payload, time.monotonic()))
        self.draw()

    def scan_pass(self, resident: str) -> None:
        self.scan(site.pass_of(resident, site.MORNING))

    def touch(self, *names: str) -> None:
        """A finger on each, one after the other."""
        for name in names:
            self._wait_for_offer(name)
            touch(offered(self.panel)[name])
            self.draw()

    def _wait_for_offer(self, name: str) -> None:
        self.wait_for(lambda: name in offered(self.panel), f"{name!r} to be offered")
        self.draw()

    @contextmanager
    def finger_on(self, name: str) -> Iterator[None]:
        """A finger that stays on the touch while something happens."""
        self._wait_for_offer(name)
        finger = Finger(*middle(offered(self.panel)[name]))
        EventLoop.post_dispatch_input("begin", finger)
        yield
        EventLoop.post_dispatch_input("end", finger)
        self.draw()

    def type(self, text: str) -> None:
        self.touch(*("key:space" if letter == " " else f"key:{letter}" for letter in text))

    def open_vial(self) -> None:
        self.touch("vial", "lot:astrazeneca:ABV5301", "open")

    def news(self, *things: Thing) -> None:
        """The hub's feed brings `things`, by the exchange's own connection."""
        with StationStore.open(self.store.database.path.parent) as exchange:
            site.news(exchange, *things)
        self.kiosk.pass_time()
        self.draw()

    def camera(self, state: CameraState) -> None:
        self.kiosk.camera_changed(CameraChanged(state))
        self.draw()

    def look(self, payload: bytes) -> None:
        """Somebody holds up a phone with that code: the preview shows it."""
        image = Scene(seed=1).frame(payload, Carrier.PHONE, shot=4)
        self.panel.look_through(Frame(image, time.monotonic()))
        self.draw()

    def draw(self) -> None:
        """Frames, until everything that was asked for is laid out and drawn."""
        for _ in range(3):
            EventLoop.idle()

    def wait_for(self, holds: Callable[[], bool], what: str) -> None:
        """Lets time pass until `holds`, or fails saying what was waited for."""
        deadline_s = time.monotonic() + WITHIN_S
        while not holds():
            assert time.monotonic() < deadline_s, f"waited in vain for {what}; {self.texts()}"
            self.kiosk.pass_time()
            self.draw()

    def resize(self, width: int, height: int) -> None:
        """Another size for the layout; what is drawn keeps the size the window was opened with."""
        self.window.native.size = (width, height)
        self.draw()

    def texts(self) -> list[str]:
        """All that can be read now, status bar included."""
        return [text.text for text in self.labels() if text.text]

    def labels(self) -> list[Text]:
        return [widget for widget in self.panel.walk(restrict=True) if isinstance(widget, Text)]

    def says(self, words: str) -> bool:
        return any(words in text for text in self.texts())

    def picture(self, path: Path) -> Path:
        """Saves what the window shows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.window.when_drawn(lambda: self.window.save(path))
        self.draw()
        return path


class SetStage(Protocol):
    """Makes a kiosk."""

    def __call__(self, language: Language = Language.VIETNAMESE) -> Stage: ...


_begun: list[Window] = []


def _shown_in(window: Window, kiosk: Kiosk) -> Panel:
    """The first panel begins Kivy's loop, which goes on by `EventLoop.idle` from then on."""
    if window not in _begun:
        load_layouts()
    panel = Panel(kiosk.frame(), kiosk.act)
    if window in _begun:
        window.native.add_widget(panel)
    else:
        _begun.append(window)
        runTouchApp(panel, embedded=True)
    return panel
