"""The few widgets of our own that the screens are built from."""

from functools import lru_cache
from typing import Any

import numpy as np
from kivy.clock import Clock
from kivy.factory import Factory
from kivy.graphics.texture import Texture
from kivy.properties import (
    AliasProperty,
    BooleanProperty,
    ColorProperty,
    ListProperty,
    NumericProperty,
    ObjectProperty,
    StringProperty,
)
from kivy.uix.anchorlayout import AnchorLayout
from kivy.uix.behaviors import ButtonBehavior
from kivy.uix.boxlayout import BoxLayout
from kivy.uix.gridlayout import GridLayout
from kivy.uix.layout import Layout
from kivy.uix.widget import Widget

from ui import theme
from ui.icons import drawn
from ui.views import Action


class Icon(Widget):
    """One of `ui/icons.py`, in `color`, as large as the widget lets it be."""

    name = StringProperty("")
    color = ColorProperty(theme.INK)
    texture = ObjectProperty(None, allownone=True)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        redraw = Clock.create_trigger(lambda _: self.draw(), -1)
        self.fbind("name", redraw)
        self.fbind("size", redraw)
        redraw()

    def draw(self) -> None:
        side_px = round(min(self.size))
        self.texture = _texture(self.name, side_px) if self.name and side_px > 0 else None


@lru_cache(maxsize=200)
def _texture(name: str, side_px: int) -> Any:
    """White, with the icon's coverage as its opacity."""
    pixels = np.full((side_px, side_px, 4), 255, dtype=np.uint8)
    pixels[..., 3] = np.round(drawn(name, side_px) * 255)
    texture = Texture.create(size=(side_px, side_px), colorfmt="rgba")
    texture.blit_buffer(pixels.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    return texture


class Touch(ButtonBehavior, BoxLayout):
    """Something to touch. What it gives is what it offered when the finger came down."""

    action = ObjectProperty(None, allownone=True, rebind=True)
    act = ObjectProperty(None, allownone=True)
    item = ObjectProperty(None, allownone=True, rebind=True)
    extra = ObjectProperty(None, allownone=True, rebind=True)
    possible = AliasProperty(
        lambda self: bool(self.action and self.action.possible), bind=["action"]
    )
    chosen = BooleanProperty(False)
    palette = ObjectProperty(theme.PALETTES[theme.Role.PLAIN], rebind=True)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self._offered: Action | None = None

    @property
    def name(self) -> str:
        """The stable name of what it offers."""
        return self.action.name if self.action else ""

    def on_press(self) -> None:
        self._offered = self.action

    def on_release(self) -> None:
        """A screen that changed under the finger asks to be read again: the touch is dropped."""
        if self.action and self.action == self._offered and self.action.possible:
            self.act(self.action)


class Caption(BoxLayout):
    """The text of a touch, with its detail below and its icon before it."""

    action = ObjectProperty(None, allownone=True, rebind=True)
    ink = ColorProperty(theme.INK)
    largest = NumericProperty(theme.BODY)


class Foot(BoxLayout):
    """The touches at the foot of a screen: the smaller ones, then the large one."""

    main = ObjectProperty(None, allownone=True, rebind=True)
    others = ListProperty()
    act = ObjectProperty(None, allownone=True)
    palette = ObjectProperty(theme.PALETTES[theme.Role.PLAIN], rebind=True)


class Card(BoxLayout):
    """A sheet of paper on the ground of a screen."""


class PersonCard(Card):
    """Whom the nurse compares. A code that names nobody leaves it out."""

    person = ObjectProperty(None, allownone=True, rebind=True)
    facts = ListProperty()


class Filled(Layout):
    """A layout with one child of the class named `kind` for each of `items`, as its `item`."""

    items = ListProperty()
    kind = StringProperty("")
    act = ObjectProperty(None, allownone=True)
    extra = ObjectProperty(None, allownone=True, rebind=True)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        for name in ("items", "kind", "act", "extra"):
            self.fbind(name, self._fill)
        self._fill()

    def _fill(self, *_: object) -> None:
        """Keeps the children that are there: a touch under way is not torn from its widget."""
        if not self.kind:
            return
        while len(self.children) > len(self.items):
            self.remove_widget(self.children[0])
        for child, item in zip(reversed(self.children), self.items, strict=False):
            child.act, child.extra, child.item = self.act, self.extra, item
        for item in self.items[len(self.children) :]:
            self.add_widget(Factory.get(self.kind)(item=item, act=self.act, extra=self.extra))


class Fact(BoxLayout):
    """One fact: its icon on a ground of its role's colour, and its sentence."""

    item = ObjectProperty(rebind=True)
    act = ObjectProperty(None, allownone=True)
    extra = ObjectProperty(None, allownone=True, rebind=True)
    box = NumericProperty()
    palette = AliasProperty(lambda self: theme.PALETTES[self.item.role], bind=["item"], rebind=True)
    plain = AliasProperty(lambda self: self.item.role is theme.Role.PLAIN, bind=["item"])


class Facts(AnchorLayout):
    """As many facts as there are, each a `ui.views.Line`."""

    items = ListProperty()


class KeyRow(Filled, BoxLayout):
    """A row of keys, itself an item of rows."""

    item = ObjectProperty((), rebind=True)


class Rows(Filled, BoxLayout):
    """Items in a row, or with `orientation: 'vertical'` one below the other."""


class Tiles(Filled, GridLayout):
    """Items side by side, as many columns as `cols`."""
