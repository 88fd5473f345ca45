"""The messages that the kiosk's sources use, found by reading them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import ui
from ui import catalogue
from ui.messages import DECISIONS, REASONS, WHYS

SOURCES = Path(ui.__file__).parent


def messages_used() -> set[str]:
    """Every message that is looked up, as a catalogue has it: plural forms joined by NUL."""
    tables = {look.word for look in DECISIONS.values()} | set(WHYS.values())
    for reason in REASONS.values():
        tables |= {reason.short, reason.text, reason.advice}
    called = {text for path in SOURCES.rglob("*.py") for text in _in(ast.parse(path.read_text()))}
    return (tables | called) - {""}


def _in(tree: ast.AST) -> Iterator[str]:
    """What is given to `say` and `count`, and the tables of words beside them."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="say"), args=[first, *_]):
                yield from _texts(first)
            case ast.Call(func=ast.Attribute(attr="count"), args=[one, many, _]):
                yield "\0".join([*_texts(one), *_texts(many)])
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)) if name in (
                "_ARMS",
                "_CAMERA",
                "_SEXES",
            ):
                yield from (text for value in values for text in _texts(value))
            case ast.Assign(targets=[ast.Name(id="_NETWORK")], value=ast.Dict(values=values)):
                yield from (next(_texts(value)) for value in values)


def _texts(node: ast.AST) -> Iterator[str]:
    """The strings of an expression, both sides of a choice included."""
    match node:
        case ast.Constant(value=str() as text):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)
        case ast.Tuple(elts=[first, *_]):
            yield from _texts(first)


def vietnamese() -> dict[str, str]:
    return dict(catalogue.entries(SOURCES / "locale" / "vi.po"))
