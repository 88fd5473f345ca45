"""What light, lens and sensor do to a picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from station.camera.source import Image

LIGHT_UNIT = 128
"""The value of a light field that leaves a picture as bright as it is."""

NOISE_MARGIN_PX = 97

Corners = NDArray[np.float32]


def uneven_light(rng: np.random.Generator, width: int, height: int) -> Image:
    """Light that falls off across the picture, with the edge of a shadow; for `lit`."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    across = x * np.cos(angle) + y * np.sin(angle)
    edge = 1 / (1 + np.exp(-(across - rng.uniform(-0.5, 0.5)) * rng.uniform(4, 30)))
    light = (1 + rng.uniform(0.1, 0.35) * across) * (1 - rng.uniform(0, 0.4) * edge)
    field = np.clip(light * rng.uniform(0.75, 1.1) * LIGHT_UNIT, 0, 255).astype(np.uint8)
    return np.asarray(cv2.merge([field, field, field]), np.uint8)


def lit(image: Image, light: Image) -> Image:
    return np.asarray(cv2.multiply(image, light, scale=1 / LIGHT_UNIT), np.uint8)


def sensor_noise(
    rng: np.random.Generator, width: int, height: int, level: float
) -> NDArray[np.int16]:
    """Noise of `level` grey levels, larger than the picture by a margin; for `noisy`."""
    shape = (height + NOISE_MARGIN_PX, width + NOISE_MARGIN_PX, 3)
    return rng.normal(0, level, shape).astype(np.int16)


def noisy(image: Image, noise: NDArray[np.int16], rng: np.random.Generator) -> Image:
    """`image` with `noise`, shifted by chance so that no two frames have the same."""
    x, y = rng.integers(0, NOISE_MARGIN_PX, 2)
    height, width = image.shape[:2]
    return np.asarray(cv2.add(image, noise[y : y + height, x : x + width], dtype=cv2.CV_8U))


def blur(image: Image, corners: Corners, rng: np.random.Generator) -> None:
    """Blurs `image` around `corners`: a lens out of focus, and a hand that moves."""
    kernel = _smear(rng.uniform(0.5, 1.5), rng.uniform(0, 4), rng.uniform(0, np.pi))
    part = _around(image, corners)
    part[:] = cv2.filter2D(part, -1, kernel)


def reflect_lamp(image: Image, corners: Corners, rng: np.random.Generator) -> None:
    """Adds the reflection of a lamp to what is between `corners`, brighter by up to a third."""
    part = _around(image, corners)
    height, width = part.shape[:2]
    glow = np.zeros((height // 8 + 1, width // 8 + 1, 3), np.uint8)
    centre = int(rng.integers(width // 8 + 1)), int(rng.integers(height // 8 + 1))
    brightness = float(rng.uniform(20, 85))
    cv2.circle(glow, centre, int(rng.integers(3, 14)), (brightness,) * 3, cv2.FILLED)
    glow = cv2.GaussianBlur(glow, (0, 0), 3)
    part[:] = cv2.add(part, cv2.resize(glow, (width, height)))


def _smear(defocus_px: float, motion_px: float, direction: float) -> NDArray[np.float32]:
    """The kernel of a blur: a Gaussian drawn out along a line."""
    half = int(np.ceil(2.5 * defocus_px + motion_px / 2))
    y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float64)
    along = np.abs(x * np.cos(direction) + y * np.sin(direction)) - motion_px / 2
    across = y * np.cos(direction) - x * np.sin(direction)
    kernel = np.exp(-(np.maximum(along, 0) ** 2 + across**2) / (2 * defocus_px**2))
    return np.asarray(kernel / kernel.sum(), np.float32)


def _around(image: Image, corners: Corners) -> Image:
    """The part of `image`, as a view, that holds `corners` with a margin."""
    margin = 0.25 * np.ptp(corners, axis=0)
    left, top = np.maximum(corners.min(axis=0) - margin, 0).astype(int)
    right, bottom = (corners.max(axis=0) + margin).astype(int)
    return image[top:bottom, left:right]
