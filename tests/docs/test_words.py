"""The pages call what a person sees by the words that they see: those are set in bold."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KIOSK = ROOT / "ui/locale/vi.po"
HUB = ROOT / "sync/hub/locale/vi/LC_MESSAGES/django.po"
NURSE_VI, NURSE_EN = (ROOT / "docs/nurse.md").read_text().split("\n---\n")
MANAGER = (ROOT / "docs/manager.md").read_text()
VIETNAMESE, ENGLISH = ("msgstr", "msgstr[0]"), ("msgid", "msgid_plural")

BOLD = re.compile(r"\*\*([^*]+)\*\*")
TEXT = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[0\]) "(.*)"$', re.MULTILINE)


def on_screen(catalogue: Path, kinds: tuple[str, ...]) -> re.Pattern[str]:
    """What the catalogue's texts of these kinds look like once their fields are filled in."""
    texts = TEXT.findall(catalogue.read_text())
    shapes = [re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for kind, text in texts if kind in kinds]
    return re.compile("|".join(shape for shape in shapes if shape))


@pytest.mark.parametrize(
    ("page", "catalogue", "kinds"),
    [
        (NURSE_VI, KIOSK, VIETNAMESE),
        (NURSE_EN, KIOSK, ENGLISH),
        (MANAGER, HUB, VIETNAMESE + ENGLISH),
    ],
    ids=["nurse vi", "nurse en", "manager"],
)
def test_every_word_in_bold_is_shown_to_a_person(
    page: str, catalogue: Path, kinds: tuple[str, ...]
) -> None:
    shown = on_screen(catalogue, kinds)
    quoted = {" ".join(words.split()) for words in BOLD.findall(page)}

    assert len(quoted) > 10
    assert {words for words in quoted if not shown.fullmatch(words)} == set()
