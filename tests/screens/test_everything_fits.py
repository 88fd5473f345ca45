"""Nothing is cut off, too small to read or too small to touch, in any state, language or size."""

from collections.abc import Iterator

import pytest
from kivy.metrics import dp
from kivy.uix.widget import Widget

from station.config import Language
from tests.screens.stage import SetStage, Stage
from tests.screens.states import STATES
from ui import theme
from ui.text import Text, measured
from ui.widgets import Touch

SIZES = ((800, 480), (1024, 600), (1280, 720))
TWELVE_MM = 63
"""In pixels of the 7-inch screen, 800 pixels over 152.4 mm."""


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("state", STATES)
def test_all_text_is_drawn_whole_and_all_touches_are_large(
    set_stage: SetStage, state: str, language: Language
) -> None:
    stage = set_stage(language)
    STATES[state](stage)
    for size in SIZES:
        stage.resize(*size)
        problems = [*_texts_that_do_not_fit(stage), *_touches_out_of_reach(stage)]
        assert problems == [], f"{state}, {language.name}, {size}"


def _texts_that_do_not_fit(stage: Stage) -> Iterator[str]:
    shown = [label for label in stage.labels() if label.text and _is_seen(label)]
    for label in shown:
        wide, tall = label.texture_size
        word, _ = measured(label.text, label.font_size, label.width, bold=label.bold)
        if tall > label.height + 1 or wide > label.width + 1:
            yield f"{label.text!r} takes {wide}×{tall} of {label.width}×{label.height}"
        if word > label.width + 1:
            yield f"a word of {label.text!r} is broken"
        if label.font_size < dp(theme.LEAST) - 0.01:
            yield f"{label.text!r} is too small to read"
        if not _contains(stage.panel, label):
            yield f"{label.text!r} lies outside of the window"
    for number, one in enumerate(shown):
        yield from (
            f"{one.text!r} lies over {other.text!r}"
            for other in shown[number + 1 :]
            if _overlap(one, other)
        )


def _touches_out_of_reach(stage: Stage) -> Iterator[str]:
    touches = [
        widget
        for widget in stage.panel.screen.walk(restrict=True)
        if isinstance(widget, Touch) and widget.action and _is_seen(widget)
    ]
    assert touches
    for touch in touches:
        if min(touch.size) < dp(TWELVE_MM) - 0.5:
            yield f"{touch.name} is only {touch.width}×{touch.height}"
        if not _contains(stage.panel, touch):
            yield f"{touch.name} lies outside of the window"


def _is_seen(widget: Widget) -> bool:
    while widget.parent and widget.parent is not widget:
        if widget.opacity == 0:
            return False
        widget = widget.parent
    return True


def _contains(outer: Widget, inner: Widget) -> bool:
    left, bottom = inner.to_window(*inner.pos)
    right, top = left + inner.width, bottom + inner.height
    return bool(
        left >= -1 and bottom >= -1 and right <= outer.width + 1 and top <= outer.height + 1
    )


def _overlap(one: Text, other: Text) -> bool:
    """Whether what is drawn of the two meets."""
    across = abs(one.center_x - other.center_x) * 2 < one.texture_size[0] + other.texture_size[0]
    upwards = abs(one.center_y - other.center_y) * 2 < one.texture_size[1] + other.texture_size[1]
    return bool(across and upwards)
