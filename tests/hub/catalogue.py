"""The hub's Vietnamese: writes `django.mo` from `django.po`, so that no machine needs gettext."""

from pathlib import Path

from sync import hub
from ui.catalogue import compiled, entries

SOURCE = Path(hub.__file__).parent / "locale" / "vi" / "LC_MESSAGES" / "django.po"
COMPILED = SOURCE.with_suffix(".mo")


def main() -> None:
    COMPILED.write_bytes(compiled(entries(SOURCE)))


if __name__ == "__main__":
    main()
