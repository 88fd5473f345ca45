"""Every sentence in both languages, for every reason that the rules can give."""

import string
import unicodedata
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from station.config import Language
from station.domain.verdict import AnyFinding
from tests.screens.sources import messages_used, vietnamese
from ui import catalogue
from ui.messages import REASONS
from ui.words import Words


def test_every_message_has_its_vietnamese_and_none_is_left_over() -> None:
    translated = vietnamese()
    header = translated.pop("")
    assert "Language: vi" in header
    assert set(translated) == messages_used()
    assert all(translated.values())


def test_a_translation_has_the_fields_of_its_message() -> None:
    for message, translation in vietnamese().items():
        wanted = _fields(message.split("\0")[-1])
        assert _fields(translation) == wanted, message


def test_texts_are_composed_letters_for_the_font_has_no_combining_marks() -> None:
    for text in (*vietnamese(), *vietnamese().values()):
        assert unicodedata.is_normalized("NFC", text)


def test_every_reason_of_the_rules_has_its_message() -> None:
    reasons = {str(kind.__struct_config__.tag) for kind in get_args(AnyFinding)}
    assert reasons <= set(REASONS)
    assert {reason.split(".")[0] for reason in REASONS} - reasons == {"sent_back"}


@pytest.mark.parametrize(
    ("language", "day", "full_day", "number", "tables"),
    [
        (Language.VIETNAMESE, "14/8", "14/08/2026", "12.345", "1 bàn"),
        (Language.ENGLISH, "14 Aug", "14 Aug 2026", "12,345", "1 table"),
    ],
)
def test_days_and_numbers_are_written_as_the_language_does(
    language: Language, day: str, full_day: str, number: str, tables: str
) -> None:
    words = Words.load(language)
    assert words.day(date(2026, 8, 14)) == day
    assert words.full_day(date(2026, 8, 14)) == full_day
    assert words.number(12345) == number
    assert words.count("{n} table", "{n} tables", 1) == tables


def test_times_are_those_of_the_site() -> None:
    words = Words.load(Language.ENGLISH).in_zone(ZoneInfo("Asia/Ho_Chi_Minh"))
    assert words.time(datetime(2026, 8, 14, 1, 5, tzinfo=UTC)) == "08:05"
    assert words.time(datetime(2026, 8, 14, 23, 5, tzinfo=UTC) + timedelta(hours=1)) == "07:05"


def test_a_catalogue_keeps_long_lines_comments_and_quotes(tmp_path: Path) -> None:
    source = tmp_path / "xx.po"
    source.write_text(
        '# by hand\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        '#: somewhere\nmsgid "say "\n"\\"this\\""\nmsgstr "nói "\n"\\"vậy\\""\n'
    )
    assert catalogue.load(source).gettext('say "this"') == 'nói "vậy"'


def test_a_line_that_is_no_catalogue_is_named(tmp_path: Path) -> None:
    source = tmp_path / "xx.po"
    source.write_text('msgid "a"\nmsgstr "b"\nnonsense\n')
    with pytest.raises(ValueError, match="line 3"):
        catalogue.load(source)


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
