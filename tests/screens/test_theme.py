"""Colours that can be read in glare, and lengths that a glove can hit."""

import pytest

from ui import theme
from ui.icons import ICONS, drawn
from ui.messages import DECISIONS, REASONS
from ui.theme import PALETTES, Role, contrast, scale_for

READABLE = 4.5
VERDICT = 7.0


@pytest.mark.parametrize("role", Role)
def test_a_verdict_stands_out_from_its_ground(role: Role) -> None:
    palette = PALETTES[role]
    assert contrast(palette.ink, palette.ground) >= VERDICT
    assert contrast(palette.on_button, palette.button) >= VERDICT


def test_all_other_text_can_be_read() -> None:
    pairs = [
        (theme.INK, theme.PAPER),
        (theme.SOFT_INK, theme.PAPER),
        (theme.SOFT_INK, theme.GROUND),
        (theme.SOFT_INK, theme.LINE),
        (theme.INK, theme.LINE),
        (theme.BAR_INK, theme.BAR_GROUND),
        (theme.WARNING, theme.BAR_GROUND),
        (theme.WHITE, PALETTES[Role.PLAIN].button),
    ]
    assert [pair for pair in pairs if contrast(*pair) < READABLE] == []


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(theme.colour("000000"), theme.colour("ffffff")) == pytest.approx(21)
    assert contrast(theme.colour("777777"), theme.colour("ffffff")) == pytest.approx(4.48, abs=0.01)


def test_colour_never_stands_alone() -> None:
    looks = list(DECISIONS.values())
    for different in ("word", "icon", "role", "sound"):
        assert len({getattr(look, different) for look in looks}) == len(looks)


def test_a_touch_is_twelve_millimetres_on_the_seven_inch_screen() -> None:
    pixels_a_mm = 800 / 152.4
    assert theme.TOUCH / pixels_a_mm >= 12


@pytest.mark.parametrize(
    ("size", "scale"),
    [((800, 480), 1.0), ((1024, 600), 1.25), ((1280, 720), 1.5), ((480, 800), 1.0)],
)
def test_lengths_grow_with_the_screen(size: tuple[int, int], scale: float) -> None:
    assert scale_for(*size) == scale


def test_every_icon_is_drawn_whole() -> None:
    for name in ICONS:
        mask = drawn(name, 64)
        assert 0.04 < mask.mean() < 0.6, name
        edge = [*mask[0], *mask[-1], *mask[:, 0], *mask[:, -1]]
        assert max(edge) < 0.6, f"{name} is cut off"


def test_every_reason_has_an_icon_that_exists() -> None:
    assert {message.icon for message in REASONS.values()} <= set(ICONS)
    assert {look.icon for look in DECISIONS.values()} <= set(ICONS)
