"""Text that is never cut off."""

import math
from functools import lru_cache
from typing import Any

from kivy.clock import Clock
from kivy.core.text import Label as Measure
from kivy.metrics import dp
from kivy.properties import NumericProperty
from kivy.uix.label import Label

from ui import theme

_CLOSE_ENOUGH_PX = 2


class Text(Label):
    """Wraps, and shrinks from `largest` (dp) until all of it fits.

    `natural_height` is the height that it takes at its largest, in the width that it has.
    """

    largest = NumericProperty(theme.BODY)
    natural_height = NumericProperty(0)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        refit = Clock.create_trigger(lambda _: self.fit(), -1)
        self.fbind("text", refit)
        self.fbind("size", refit)
        self.fbind("largest", refit)
        self.fbind("bold", refit)
        refit()

    def fit(self) -> None:
        """Takes the largest size at which the text fits."""
        width, height = self.width - 2 * self.padding[0], self.height
        if width <= 0:
            return
        self.text_size = (self.width, None)
        self.natural_height = measured(self.text, dp(self.largest), width, bold=self.bold)[1]
        for size in _sizes(self.largest):
            wide, tall = measured(self.text, dp(size), width, bold=self.bold)
            if wide <= width and tall <= height:
                break
        self.font_size = dp(size)
        if self.halign == "center":
            self.text_size = (balanced(self.text, dp(size), width, bold=self.bold), None)


def balanced(text: str, size_px: float, width_px: float, *, bold: bool) -> float:
    """The least width at which `text` takes no more lines than at `width_px`: none hangs over."""
    least, lines_px = measured(text, size_px, width_px, bold=bold)
    enough = width_px
    while enough - least > _CLOSE_ENOUGH_PX:
        middle = (least + enough) / 2
        if measured(text, size_px, middle, bold=bold)[1] > lines_px:
            least = middle
        else:
            enough = middle
    return math.ceil(enough)


def _sizes(largest: float) -> list[float]:
    """From `largest` down to the least that can be read, a twelfth less each time."""
    sizes = [largest]
    while sizes[-1] > theme.LEAST:
        sizes.append(max(sizes[-1] * 11 / 12, theme.LEAST))
    return sizes


@lru_cache(maxsize=2000)
def measured(text: str, size_px: float, width_px: float, *, bold: bool) -> tuple[float, float]:
    """The width of the longest word, and the height of `text` wrapped to `width_px`, in pixels."""
    label = Measure(font_size=size_px, text_size=(width_px, None), bold=bold, text=text)
    label.resolve_font_name()
    words = text.split() or [""]
    return max(label.get_extents(word)[0] for word in words), label.render()[1]
