"""Long lists in pages, turned by one touch: gloves do not scroll."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def page(items: Sequence[T], number: int, size: int) -> Sequence[T]:
    """The items of page `number`, from 0."""
    return items[number * size : (number + 1) * size]


def after(number: int, items: Sequence[T], size: int) -> int:
    """The page that follows; the first follows the last."""
    pages = -(-len(items) // size)
    return (number + 1) % max(1, pages)
