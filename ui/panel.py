"""The window's content: the status bar, and below it the screen of the view that is shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kivy.lang import Builder
from kivy.properties import AliasProperty, ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from station.camera.source import Frame as CameraFrame
from ui import (
    preview,  # noqa: F401 - the layouts name its class
    text,  # noqa: F401 - likewise
    theme,
    views,
    widgets,  # noqa: F401 - likewise
)
from ui.views import Action, Frame, View

_KV = Path(__file__).parent / "kv"
_LAYOUTS = ("choice", "dosing", "fault", "found", "ready", "recorded", "search")


class Screen(BoxLayout):
    """A screen bound to its `view`; its touches go to `act`."""

    view = ObjectProperty(rebind=True)
    act = ObjectProperty()
    palette = AliasProperty(lambda self: theme.PALETTES[self.view.role], bind=["view"], rebind=True)


class ReadyScreen(Screen):
    pass


class FoundScreen(Screen):
    pass


class DosingScreen(Screen):
    pass


class RecordedScreen(Screen):
    pass


class SearchScreen(Screen):
    pass


class FaultScreen(Screen):
    pass


class ChoiceScreen(Screen):
    pass


_SCREENS: dict[type[View], type[Screen]] = {
    views.ReadyView: ReadyScreen,
    views.FoundView: FoundScreen,
    views.DosingView: DosingScreen,
    views.RecordedView: RecordedScreen,
    views.SearchView: SearchScreen,
    views.FaultView: FaultScreen,
    views.ChoiceView: ChoiceScreen,
}


class StatusStrip(BoxLayout):
    status = ObjectProperty(rebind=True)


def load_layouts() -> None:
    """Reads the `.kv` files: what the classes above and `ui/widgets.py` look like."""
    for name in ("parts", "status", *_LAYOUTS):
        Builder.load_file(str(_KV / f"{name}.kv"))


class Panel(BoxLayout):
    """Shows one frame after the other; `act` hears of each touch."""

    def __init__(self, frame: Frame, act: Callable[[Action], None]) -> None:
        super().__init__(orientation="vertical")
        self._act = act
        self._build(frame)

    def rebuild(self) -> None:
        """Lays everything out anew: lengths in a layout stay those of the size it was built at."""
        self.clear_widgets()
        self._build(self._frame)

    def _build(self, frame: Frame) -> None:
        self._frame = frame
        self._screens: dict[type[View], Screen] = {}
        self.settling = frame.settling
        self.strip = StatusStrip(status=frame.status)
        self.screen = self._screen_for(frame.view)
        self.add_widget(self.strip)
        self.add_widget(self.screen)

    def show(self, frame: Frame) -> None:
        self._frame = frame
        self.settling = frame.settling
        self.strip.status = frame.status
        screen = self._screen_for(frame.view)
        screen.view = frame.view
        if screen is not self.screen:
            self.remove_widget(self.screen)
            self.add_widget(screen)
            self.screen = screen

    def on_touch_down(self, touch: Any) -> bool:
        """While a frame is settling, no finger has been lowered in answer to it."""
        return self.settling or bool(super().on_touch_down(touch))

    def look_through(self, frame: CameraFrame | None) -> None:
        """Shows the picture of the camera, where the screen has a place for it."""
        finder = self.screen.ids.get("finder")
        if frame is not None and finder is not None:
            finder.look(frame.image)

    def _screen_for(self, view: View) -> Screen:
        """The screen of such a view, built when it is first needed and kept from then on."""
        kind = type(view)
        if kind not in self._screens:
            self._screens[kind] = _SCREENS[kind](view=view, act=self._act)
        return self._screens[kind]
