"""The port for what finds codes in a picture."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

import cv2
import msgspec
import numpy as np

from station.camera.source import Image

BGR_CHANNELS = 3


class SymbolFormat(StrEnum):
    QR = "qr"


class Symbol(msgspec.Struct, frozen=True, kw_only=True):
    """A code in a picture: its bytes as printed, and its four corners (x, y) in pixels."""

    payload: bytes
    format: SymbolFormat
    corners: tuple[tuple[float, float], ...]


class BadFrameError(ValueError):
    """A frame that is no picture."""


class Decoder(Protocol):
    def decode(self, image: Image) -> Sequence[Symbol]:
        """The codes in `image`, in no order. Raises BadFrameError for what is no picture."""


def grey(image: Image) -> Image:
    """`image` without its colours. Raises BadFrameError for other shapes than `Image` has."""
    if image.dtype != np.uint8 or image.size == 0:
        raise BadFrameError(f"a frame of {image.dtype} with the shape {image.shape}")
    match image.shape:
        case (_, _):
            return image
        case (_, _, channels) if channels == BGR_CHANNELS:
            return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    raise BadFrameError(f"a frame with the shape {image.shape}")
