"""Reads a gettext catalogue from its `.po` source: nothing to compile, no tools to install.

The subset that translators' editors write: comments, msgid, msgid_plural, msgstr, msgstr[n].
"""

import ast
import gettext
import io
import re
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

_LINE = re.compile(r'(?:(msgid|msgid_plural|msgstr|msgstr\[\d+\])\s+)?(".*")')
_MAGIC = 0x950412DE


def load(path: Path) -> gettext.NullTranslations:
    """The translations of the `.po` file. Raises ValueError naming the line that cannot be read."""
    return gettext.GNUTranslations(io.BytesIO(compiled(entries(path))))


def entries(path: Path) -> Mapping[str, str]:
    """Message to translation; plural forms are joined by NUL, as in a `.mo` file."""
    found: dict[str, str] = {}
    for entry in _parsed(path):
        forms = [text for field, text in entry.items() if field.startswith("msgstr")]
        plural = entry.get("msgid_plural")
        key = entry["msgid"] if plural is None else f"{entry['msgid']}\0{plural}"
        found[key] = "\0".join(forms)
    return found


def _parsed(path: Path) -> Iterator[dict[str, str]]:
    entry: dict[str, str] = {}
    field = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"{path}, line {number}: not a line of a catalogue: {line!r}")
        field = match[1] or field
        if match[1] == "msgid" and entry:
            yield entry
            entry = {}
        entry[field] = entry.get(field, "") + ast.literal_eval(match[2])
    if entry:
        yield entry


def compiled(messages: Mapping[str, str]) -> bytes:
    """The `.mo` form of `messages`: header, two tables of lengths and offsets, then the texts."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    tables, texts = _laid_out(pairs, start=28 + 16 * len(pairs))
    header = struct.pack("<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return header + tables + texts


def _laid_out(pairs: list[tuple[bytes, bytes]], start: int) -> tuple[bytes, bytes]:
    tables, texts = b"", b""
    for column in zip(*pairs, strict=True):
        for text in column:
            tables += struct.pack("<2I", len(text), start + len(texts))
            texts += text + b"\0"
    return tables, texts
