"""What a person reads, in their language: sentences, days, times and numbers."""

import unicodedata
from datetime import UTC, date, datetime, tzinfo
from gettext import NullTranslations
from pathlib import Path

from station.config import Language
from ui import catalogue

_LOCALE = Path(__file__).parent / "locale"


class Words:
    """The words of one language, with times in `zone`, the site's own."""

    def __init__(self, language: Language, texts: NullTranslations, zone: tzinfo = UTC) -> None:
        self.language = language
        self.zone = zone
        self._texts = texts

    @classmethod
    def load(cls, language: Language) -> "Words":
        """The catalogue of `language`. English is the language of the messages themselves."""
        if language is Language.ENGLISH:
            return cls(language, NullTranslations())
        return cls(language, catalogue.load(_LOCALE / f"{language.value}.po"))

    def in_zone(self, zone: tzinfo) -> "Words":
        """The same words, with times in `zone`."""
        return Words(self.language, self._texts, zone)

    def say(self, message: str, **fields: object) -> str:
        """The sentence of `message`, its English form, with `fields` filled in; NFC."""
        return unicodedata.normalize("NFC", self._texts.gettext(message).format(**fields))

    def count(self, one: str, many: str, number: int) -> str:
        """A counted thing: `one` or `many` in English, with `{n}` for the number."""
        return self._texts.ngettext(one, many, number).format(n=self.number(number))

    def number(self, number: int) -> str:
        """With the language's own mark between thousands."""
        grouped = f"{number:,}"
        return grouped if self.language is Language.ENGLISH else grouped.replace(",", ".")

    def day(self, day: date) -> str:
        """Day and month, for a day near today: `14/8`, `14 Aug`."""
        if self.language is Language.ENGLISH:
            return f"{day.day} {day:%b}"
        return f"{day.day}/{day.month}"

    def full_day(self, day: date) -> str:
        """With the year: `29/03/1987`, `29 Mar 1987`."""
        return f"{day.day} {day:%b %Y}" if self.language is Language.ENGLISH else f"{day:%d/%m/%Y}"

    def time(self, moment: datetime) -> str:
        """The site's wall clock: `07:40`."""
        return f"{moment.astimezone(self.zone):%H:%M}"
