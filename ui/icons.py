"""The kiosk's icons as strokes in a unit square, drawn smooth at any size without a font.

x runs right and y up, both from 0 to 1; a stroke is a line through its points with round ends.
"""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]
Mask = npt.NDArray[np.float64]


class Stroke(NamedTuple):
    points: tuple[Point, ...]
    width: float = 0.1


class Disc(NamedTuple):
    centre: Point
    radius: float


Shape = Stroke | Disc


def _arc(centre: Point, radius: float, start: float, end: float, width: float = 0.1) -> Stroke:
    """From `start` to `end` in degrees, counter-clockwise from the right."""
    angles = [math.radians(start + (end - start) * step / 24) for step in range(25)]
    x, y = centre
    points = tuple((x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles)
    return Stroke(points, width)


def _box(left: float, bottom: float, right: float, top: float, width: float = 0.1) -> Stroke:
    corners = ((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom))
    return Stroke(corners, width)


_OCTAGON = tuple(
    (
        0.5 + 0.44 * math.cos(math.radians(22.5 + 45 * n)),
        0.5 + 0.44 * math.sin(math.radians(22.5 + 45 * n)),
    )
    for n in range(9)
)

ICONS: Mapping[str, tuple[Shape, ...]] = {
    "tick": (Stroke(((0.12, 0.5), (0.38, 0.23), (0.88, 0.77)), 0.16),),
    "stop": (
        Stroke(_OCTAGON, 0.09),
        Stroke(((0.34, 0.34), (0.66, 0.66)), 0.12),
        Stroke(((0.34, 0.66), (0.66, 0.34)), 0.12),
    ),
    "warning": (
        Stroke(((0.5, 0.9), (0.06, 0.12), (0.94, 0.12), (0.5, 0.9)), 0.1),
        Stroke(((0.5, 0.62), (0.5, 0.4)), 0.11),
        Disc((0.5, 0.25), 0.06),
    ),
    "person": (
        Disc((0.5, 0.7), 0.2),
        _arc((0.5, 0.08), 0.34, 12, 168, 0.13),
        Stroke(((0.17, 0.14), (0.83, 0.14)), 0.13),
    ),
    "calendar": (
        _box(0.12, 0.12, 0.88, 0.8),
        Stroke(((0.12, 0.6), (0.88, 0.6))),
        Stroke(((0.32, 0.92), (0.32, 0.74))),
        Stroke(((0.68, 0.92), (0.68, 0.74))),
    ),
    "clock": (_arc((0.5, 0.5), 0.4, 0, 360), Stroke(((0.5, 0.74), (0.5, 0.5), (0.66, 0.4)))),
    "place": (
        _arc((0.5, 0.62), 0.28, -25, 205),
        Stroke(((0.754, 0.5), (0.5, 0.08), (0.246, 0.5))),
        Disc((0.5, 0.62), 0.1),
    ),
    "syringe": (
        Stroke(((0.26, 0.48), (0.56, 0.78), (0.76, 0.58), (0.46, 0.28), (0.26, 0.48)), 0.09),
        Stroke(((0.36, 0.38), (0.07, 0.09)), 0.07),
        Stroke(((0.66, 0.68), (0.82, 0.84)), 0.09),
        Stroke(((0.7, 0.94), (0.92, 0.72)), 0.1),
        Stroke(((0.42, 0.48), (0.52, 0.58)), 0.06),
    ),
    "vial": (
        Stroke(((0.32, 0.92), (0.68, 0.92)), 0.12),
        Stroke(
            (
                (0.4, 0.8),
                (0.4, 0.7),
                (0.26, 0.56),
                (0.26, 0.1),
                (0.74, 0.1),
                (0.74, 0.56),
                (0.6, 0.7),
                (0.6, 0.8),
            ),
            0.09,
        ),
        Stroke(((0.4, 0.36), (0.6, 0.36)), 0.07),
        Stroke(((0.4, 0.24), (0.6, 0.24)), 0.07),
    ),
    "pass": (
        _box(0.1, 0.56, 0.44, 0.9),
        _box(0.56, 0.56, 0.9, 0.9),
        _box(0.1, 0.1, 0.44, 0.44),
        Disc((0.61, 0.39), 0.07),
        Disc((0.85, 0.39), 0.07),
        Disc((0.73, 0.25), 0.07),
        Disc((0.61, 0.11), 0.07),
        Disc((0.85, 0.11), 0.07),
    ),
    "list": tuple(
        shape
        for y in (0.8, 0.5, 0.2)
        for shape in (Disc((0.14, y), 0.07), Stroke(((0.34, y), (0.9, y))))
    ),
    "search": (_arc((0.42, 0.58), 0.3, 0, 360), Stroke(((0.64, 0.36), (0.9, 0.1)), 0.13)),
    "undo": (
        _arc((0.54, 0.42), 0.34, -150, 90, 0.11),
        Stroke(((0.54, 0.76), (0.17, 0.76)), 0.11),
        Stroke(((0.34, 0.93), (0.17, 0.76), (0.34, 0.59)), 0.11),
    ),
    "back": (
        Stroke(((0.9, 0.5), (0.12, 0.5)), 0.11),
        Stroke(((0.42, 0.8), (0.12, 0.5), (0.42, 0.2)), 0.11),
    ),
    "next": (
        Stroke(((0.1, 0.5), (0.88, 0.5)), 0.11),
        Stroke(((0.58, 0.8), (0.88, 0.5), (0.58, 0.2)), 0.11),
    ),
    "erase": (
        Stroke(((0.3, 0.8), (0.06, 0.5), (0.3, 0.2), (0.94, 0.2), (0.94, 0.8), (0.3, 0.8)), 0.08),
        Stroke(((0.46, 0.62), (0.72, 0.38)), 0.08),
        Stroke(((0.46, 0.38), (0.72, 0.62)), 0.08),
    ),
    "plus": (Stroke(((0.5, 0.14), (0.5, 0.86)), 0.14), Stroke(((0.14, 0.5), (0.86, 0.5)), 0.14)),
    "minus": (Stroke(((0.14, 0.5), (0.86, 0.5)), 0.14),),
    "network": (
        Disc((0.5, 0.16), 0.08),
        _arc((0.5, 0.16), 0.25, 45, 135),
        _arc((0.5, 0.16), 0.45, 45, 135),
        _arc((0.5, 0.16), 0.61, 45, 135),
    ),
    "network_off": (
        Disc((0.5, 0.16), 0.08),
        _arc((0.5, 0.16), 0.25, 45, 135),
        _arc((0.5, 0.16), 0.45, 45, 135),
        Stroke(((0.14, 0.86), (0.86, 0.08)), 0.1),
    ),
    "camera": (
        _box(0.08, 0.14, 0.92, 0.7),
        Stroke(((0.36, 0.78), (0.64, 0.78)), 0.14),
        _arc((0.5, 0.42), 0.15, 0, 360),
    ),
}


def drawn(name: str, side_px: int) -> Mask:
    """The icon's coverage, from 0 to 1, in a square of `side_px`; the first row is the lowest."""
    centres = (np.arange(side_px) + 0.5) / side_px
    x, y = np.meshgrid(centres, centres)
    nearest = np.full((side_px, side_px), np.inf)
    for shape in ICONS[name]:
        nearest = np.minimum(nearest, _distance(shape, x, y))
    return np.clip(0.5 - nearest * side_px, 0, 1)


def _distance(shape: Shape, x: Mask, y: Mask) -> Mask:
    """From each pixel to the edge of `shape`, negative inside."""
    match shape:
        case Disc(centre=(left, up), radius=radius):
            return np.hypot(x - left, y - up) - radius
        case Stroke(points=points, width=width):
            return _to_line(points, x, y) - width / 2


def _to_line(points: Sequence[Point], x: Mask, y: Mask) -> Mask:
    nearest = np.full(x.shape, np.inf)
    for (from_x, from_y), (to_x, to_y) in pairwise(points):
        run, rise = to_x - from_x, to_y - from_y
        along = ((x - from_x) * run + (y - from_y) * rise) / (run * run + rise * rise)
        along = np.clip(along, 0, 1)
        away = np.hypot(x - from_x - along * run, y - from_y - along * rise)
        nearest = np.minimum(nearest, away)
    return nearest
