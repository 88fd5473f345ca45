"""Frames of the codes that residents hold up, drawn a little ahead of their turn."""

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future

import msgspec

from station.camera.props import Carrier
from station.camera.scene import Scene, jpeg

VISITS_AHEAD = 3
SHOTS_A_VISIT = 1000
"""Shots are numbered by visit, so that a seed gives the same frames whoever comes first."""


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """What one visitor holds up; `number` tells visits apart."""

    number: int
    payload: bytes
    carrier: Carrier


class Frames:
    """The frames of one visit: nobody there, then the code until it was read."""

    def __init__(self, pool: Executor, scene: Scene, holding: Holding) -> None:
        self._scene = scene
        self._holding = holding
        self._first_shot = holding.number * SHOTS_A_VISIT
        self._drawing: tuple[Future[bytes], ...] = (
            pool.submit(self._empty),
            pool.submit(self._frame, self._first_shot + 1),
        )

    def __iter__(self) -> Iterator[tuple[bytes, ...]]:
        yield tuple(drawing.result() for drawing in self._drawing)
        for shot in itertools.count(self._first_shot + len(self._drawing)):
            yield (self._frame(shot),)

    def _empty(self) -> bytes:
        return jpeg(self._scene.empty(self._first_shot))

    def _frame(self, shot: int) -> bytes:
        return jpeg(self._scene.frame(self._holding.payload, self._holding.carrier, shot))


class Studio:
    """Draws in the threads of `pool` what a camera would see of `scene`."""

    def __init__(self, pool: Executor, scene: Scene) -> None:
        self._pool = pool
        self._scene = scene

    def frames(self, holdings: Iterable[Holding]) -> Iterator[Frames]:
        """The frames of each holding in turn, those of the next few being drawn meanwhile."""
        ahead: deque[Frames] = deque()
        for holding in holdings:
            ahead.append(Frames(self._pool, self._scene, holding))
            if len(ahead) > VISITS_AHEAD:
                yield ahead.popleft()
        yield from ahead
