"""Everything that the hub says is there in Vietnamese."""

import re
from pathlib import Path

from sync import hub
from tests.hub.catalogue import COMPILED, SOURCE
from ui.catalogue import compiled, entries

_CODE = re.compile(r'\b_\(\s*"((?:[^"\\]|\\.)*)"\s*\)|\b_\(\s*\'([^\']*)\'\s*\)')
_TEMPLATE = re.compile(r"{% translate (?:\"([^\"]*)\"|'([^']*)')")


def said() -> set[str]:
    found: set[str] = set()
    for path in Path(hub.__file__).parent.rglob("*"):
        pattern = {".py": _CODE, ".html": _TEMPLATE}.get(path.suffix)
        if pattern:
            matches = pattern.findall(path.read_text(encoding="utf-8"))
            found |= {"".join(groups) for groups in matches}
    return found


def test_each_message_is_translated_and_each_translation_is_used() -> None:
    assert set(entries(SOURCE)) - {""} == said()
    assert all(entries(SOURCE).values())


def test_the_compiled_catalogue_is_up_to_date() -> None:
    assert COMPILED.read_bytes() == compiled(entries(SOURCE)), "python -m tests.hub.catalogue"
