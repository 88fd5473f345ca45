"""Frames as a camera at a table would take them: a code held up before a busy background.

They stand in where no camera can be: demonstrations, tests, benches. One seed, the same frames.
"""

import zlib
from collections.abc import Sequence
from typing import TypeVar

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from station.camera import optics
from station.camera.props import Carrier, Prop, prop
from station.camera.source import Image

WIDTH, HEIGHT = 1280, 720
FOCAL_PX = 1100.0
"""A view 60° wide."""

JPEG_QUALITY = 85
NOISE_LEVELS = (4.0, 7.0, 11.0)
CODE_PX = (230.0, 430.0)
"""The side of a code in the picture, seen straight: 4 to 8 pixels a module for a pass."""

ANY_TURN_SHARE = 0.15
"""How often a code is held sideways or upside down."""

Corners = NDArray[np.float32]
T = TypeVar("T")


class Pose(msgspec.Struct, frozen=True, kw_only=True):
    """How a code is held: turned and tilted (radians), how large and where in the picture (px)."""

    turn: float
    tilt_down: float
    tilt_aside: float
    code_px: float
    x: float
    y: float


class Scene:
    """The view of one camera; what is slow to draw is drawn once."""

    def __init__(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self._seed = seed
        self._backgrounds = [_background(rng) for _ in range(4)]
        self._lights = [optics.uneven_light(rng, WIDTH, HEIGHT) for _ in range(6)]
        self._noises = [optics.sensor_noise(rng, WIDTH, HEIGHT, level) for level in NOISE_LEVELS]

    def empty(self, shot: int) -> Image:
        """Frame `shot` (0, 1, 2 …) while nobody holds anything up: BGR, 1280×720."""
        rng = np.random.default_rng([self._seed, shot])
        return self._taken(_any_of(rng, self._backgrounds), rng)

    def frame(self, payload: bytes, carrier: Carrier, shot: int) -> Image:
        """Frame `shot` (0, 1, 2 …) while `carrier` with `payload` is held up: BGR, 1280×720."""
        rng = np.random.default_rng([self._seed, shot, zlib.crc32(payload)])
        image = _any_of(rng, self._backgrounds).copy()
        corners = _hold_up(image, prop(carrier, payload), _pose(rng))
        optics.blur(image, corners, rng)
        if carrier is not Carrier.SLIP:
            optics.reflect_lamp(image, corners, rng)
        return self._taken(image, rng)

    def _taken(self, image: Image, rng: np.random.Generator) -> Image:
        lit = optics.lit(image, _any_of(rng, self._lights))
        return optics.noisy(lit, _any_of(rng, self._noises), rng)


def jpeg(image: Image) -> bytes:
    """`image` as a camera stores it."""
    _, encoded = cv2.imencode(".jpg", image, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    return encoded.tobytes()


def _any_of(rng: np.random.Generator, things: Sequence[T]) -> T:
    return things[int(rng.integers(len(things)))]


def _pose(rng: np.random.Generator) -> Pose:
    anyhow = rng.random() < ANY_TURN_SHARE
    code_px = rng.uniform(*CODE_PX)
    room_x, room_y = WIDTH / 2 - code_px * 0.75, HEIGHT / 2 - code_px * 0.75
    return Pose(
        turn=rng.uniform(-np.pi, np.pi) if anyhow else rng.normal(0, 0.2),
        tilt_down=float(np.clip(rng.normal(0, 0.28), -0.7, 0.7)),
        tilt_aside=float(np.clip(rng.normal(0, 0.28), -0.7, 0.7)),
        code_px=code_px,
        x=WIDTH / 2 + rng.uniform(-room_x, room_x),
        y=HEIGHT / 2 + rng.uniform(-room_y, room_y),
    )


def _hold_up(image: Image, held: Prop, pose: Pose) -> Corners:
    """Draws `held` into `image`; returns where the corners of its code are."""
    height, width = held.image.shape[:2]
    edges = _seen(held, pose, [(0, 0), (width, 0), (width, height), (0, height)])
    flat = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    cv2.warpPerspective(
        held.image,
        cv2.getPerspectiveTransform(flat, edges),
        (WIDTH, HEIGHT),
        dst=image,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
    (x, y), half = held.centre, held.code_px / 2
    code = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
    return _seen(held, pose, code)


def _seen(held: Prop, pose: Pose, points: Sequence[tuple[float, float]]) -> Corners:
    """Where `points` of the flat `held` appear in a picture through a pinhole."""
    flat = (np.array(points) - held.centre) / held.code_px
    space = np.column_stack([flat, np.zeros(len(points))]) @ _rotation(pose).T
    depth = space[:, 2:] + FOCAL_PX / pose.code_px
    return np.asarray(space[:, :2] / depth * FOCAL_PX + (pose.x, pose.y), np.float32)


def _rotation(pose: Pose) -> NDArray[np.float64]:
    turn, down, aside = (
        cv2.Rodrigues(np.array(axis))[0]
        for axis in ((0, 0, pose.turn), (pose.tilt_down, 0, 0), (0, pose.tilt_aside, 0))
    )
    return np.asarray(aside @ down @ turn, np.float64)


def _background(rng: np.random.Generator) -> Image:
    """Walls, clothes and faces, out of focus."""
    image = np.full((HEIGHT, WIDTH, 3), _muted(rng), np.uint8)
    for _ in range(60):
        centre = (int(rng.integers(WIDTH)), int(rng.integers(HEIGHT)))
        axes = (int(rng.integers(15, 260)), int(rng.integers(15, 200)))
        turn = float(rng.uniform(0, 180))
        cv2.ellipse(image, centre, axes, turn, 0, 360, _muted(rng), cv2.FILLED)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(3, 9))), np.uint8)


def _muted(rng: np.random.Generator) -> tuple[int, int, int]:
    blue, green, red = (rng.integers(25, 215) + rng.integers(-28, 28, 3)).tolist()
    return blue, green, red
