"""The shell commands on a page: its fenced `sh` blocks, taken apart as far as the pages need it."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import msgspec

ROOT = Path(__file__).parents[2]
PAGES = (
    ROOT / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "systemd/README.md",
    ROOT / "sync/PROTOCOL.md",
)
_FENCE = re.compile(r"^```(\w*) ?(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
_INNER = re.compile(r"\$\(([^()]*)\)")
_ENDS = {"|", "||", "&", "&&", ";", "(", ")"}
_REDIRECTIONS = {"<", ">", ">>", "<<<"}


class Block(msgspec.Struct, frozen=True):
    """A fenced block: `label` is what follows its language."""

    page: str
    language: str
    label: str
    text: str


def blocks(page: Path) -> list[Block]:
    name = str(page.relative_to(ROOT))
    return [Block(name, *found.groups()) for found in _FENCE.finditer(page.read_text())]


def commands(block: Block) -> Iterator[tuple[str, ...]]:
    """Each command of `block` as its words; what stands in $(…) is a command of its own."""
    for line in block.text.replace("\\\n", " ").splitlines():
        yield from _commands(line)


def _commands(line: str) -> Iterator[tuple[str, ...]]:
    for inner in _INNER.findall(line):
        yield from _commands(inner)
    lexer = shlex.shlex(_INNER.sub("INNER", line), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words: list[str] = []
    for word in lexer:
        if word in _ENDS:
            yield from _command(words)
            words = []
        else:
            words.append(word)
    yield from _command(words)


def _command(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Without assignments before it, the user it runs as, and redirections behind it."""
    rest = list(words)
    while rest and (re.match(r"\w+=", rest[0]) or rest[0] in ("sudo", "export")):
        rest.pop(0)
    if rest[:1] == ["-u"]:
        rest = rest[2:]
    end = next((place for place, word in enumerate(rest) if word in _REDIRECTIONS), len(rest))
    if rest[:end]:
        yield tuple(rest[:end])
