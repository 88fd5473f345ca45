"""How the kiosk looks: colours, spacing and type sizes, in this one place.

Lengths are in dp of the 7-inch 800×480 screen, where 63 dp are 12 mm; `scale_for` fits larger ones.
Colours are (red, green, blue, opacity) from 0 to 1, as Kivy takes them.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

Colour = tuple[float, float, float, float]

TOUCH = 64
"""The least height and width of anything to touch: 12 mm are 63 px on the 7-inch screen."""

GAP = 12
SMALL_GAP = 6
MARGIN = 16
RADIUS = 12
BAR = 38
BUTTON = 76

HUGE = 46
NAME = 38
TITLE = 30
LEAD = 24
BODY = 20
SMALL = 17
LEAST = 13
"""No text shrinks below this, however long it is."""


class Role(StrEnum):
    """What a surface means; the colour never says it alone."""

    GO = "go"
    CHECK = "check"
    STOP = "stop"
    DONE = "done"
    FAULT = "fault"
    PLAIN = "plain"


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """`ground` with `ink` on it; the one large touch there is `button` with `on_button`."""

    ground: Colour
    ink: Colour
    button: Colour
    on_button: Colour


def colour(code: str) -> Colour:
    """The colour of six hexadecimal digits."""
    red, green, blue = bytes.fromhex(code)
    return red / 255, green / 255, blue / 255, 1.0


def faded(full: Colour, opacity: float) -> Colour:
    """`full` at `opacity`, from 0 (unseen) to 1."""
    return *full[:3], opacity


WHITE = colour("ffffff")
INK = colour("13201b")
SOFT_INK = colour("45534d")
PAPER = colour("ffffff")
GROUND = colour("eef2f0")
LINE = colour("c9d3ce")
BAR_GROUND = colour("13201b")
BAR_INK = colour("ffffff")
WARNING = colour("ffc53d")

_GREEN = colour("0a5a36")
_AMBER = WARNING
_RED = colour("9b1515")
_BLUE = colour("0b4a82")
_SLATE = colour("2a3038")
_BROWN = colour("1d1500")

PALETTES: Mapping[Role, Palette] = {
    Role.GO: Palette(ground=_GREEN, ink=WHITE, button=WHITE, on_button=_GREEN),
    Role.CHECK: Palette(ground=_AMBER, ink=_BROWN, button=_BROWN, on_button=WHITE),
    Role.STOP: Palette(ground=_RED, ink=WHITE, button=WHITE, on_button=_RED),
    Role.DONE: Palette(ground=_BLUE, ink=WHITE, button=WHITE, on_button=_BLUE),
    Role.FAULT: Palette(ground=_SLATE, ink=WHITE, button=_AMBER, on_button=_BROWN),
    Role.PLAIN: Palette(ground=GROUND, ink=INK, button=_GREEN, on_button=WHITE),
}


_LINEAR_UP_TO = 0.04045


def scale_for(width_px: float, height_px: float) -> float:
    """Pixels per dp for a window of that size, either way up."""
    long_px, short_px = max(width_px, height_px), min(width_px, height_px)
    return min(long_px / 800, short_px / 480)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two opaque colours, from 1 to 21 (WCAG 2.1)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(full: Colour) -> float:
    red, green, blue = (_linear(part) for part in full[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """sRGB to light, by the formula of WCAG 2.1."""
    return part / 12.92 if part <= _LINEAR_UP_TO else float(((part + 0.055) / 1.055) ** 2.4)
