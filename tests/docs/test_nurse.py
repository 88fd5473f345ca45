"""The nurse's page calls what is on the screen by the words that are on the screen."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VIETNAMESE, ENGLISH = (ROOT / "docs/nurse.md").read_text().split("\n---\n")
QUOTED = re.compile(r"\*\*([^*]+)\*\*")
TEXT = re.compile(r'^(msgid|msgid_plural|msgstr|msgstr\[0\]) "(.*)"$', re.MULTILINE)


def on_screen(*keys: str) -> re.Pattern[str]:
    """What the catalogue's texts of these kinds look like once their fields are filled in."""
    texts = TEXT.findall((ROOT / "ui/locale/vi.po").read_text())
    shapes = [re.sub(r"\\{\w+\\}", ".+", re.escape(text)) for key, text in texts if key in keys]
    return re.compile("|".join(shape for shape in shapes if shape))


@pytest.mark.parametrize(
    ("page", "keys"),
    [(VIETNAMESE, ("msgstr", "msgstr[0]")), (ENGLISH, ("msgid", "msgid_plural"))],
    ids=["vi", "en"],
)
def test_every_word_that_is_quoted_stands_on_a_screen(page: str, keys: tuple[str, ...]) -> None:
    shown = on_screen(*keys)
    quoted = {" ".join(words.split()) for words in QUOTED.findall(page)}

    assert len(quoted) > 10
    assert {words for words in quoted if not shown.fullmatch(words)} == set()
