"""What a resident holds up: flat pictures of a phone, a paper slip, a plastic card, with a code."""

import zlib
from enum import StrEnum
from functools import cache

import cv2
import msgspec
import numpy as np
import segno
from numpy.typing import NDArray

from station.camera.source import Image

MODULE_PX = 6
QUIET_MODULES = 4
MASKS = 8

Colour = tuple[int, int, int]
"""Blue, green, red."""


class Carrier(StrEnum):
    PHONE = "phone"
    SLIP = "slip"
    CARD = "card"


class Prop(msgspec.Struct, frozen=True, eq=False):
    """A flat thing; its code, without the quiet zone, is a square of `code_px` around `centre`."""

    image: Image
    centre: tuple[int, int]
    code_px: int


Line = tuple[float, float, float]
"""A line of writing: where it begins (x, y), and its length, in sides of the code."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """How a carrier is made, in sides of its code: size, where the code is, lines of writing."""

    width: float
    height: float
    code_x: float
    code_y: float
    writing: tuple[Line, ...]
    edge: float = 0
    body: Colour
    ground: Colour
    ink: Colour


LOOKS = {
    Carrier.PHONE: Look(
        width=1.35,
        height=2.5,
        code_x=0.675,
        code_y=1.2,
        writing=((0.2, 0.3, 0.7), (0.2, 0.42, 0.5), (0.2, 1.95, 0.9), (0.2, 2.1, 0.6)),
        edge=0.06,
        body=(30, 26, 26),
        ground=(252, 250, 246),
        ink=(28, 24, 24),
    ),
    Carrier.SLIP: Look(
        width=1.9,
        height=1.75,
        code_x=0.85,
        code_y=0.9,
        writing=((0.2, 0.1, 1.2), (0.2, 0.2, 0.8), (0.2, 1.5, 1.4), (0.2, 1.6, 1.1)),
        body=(214, 230, 234),
        ground=(214, 230, 234),
        ink=(62, 58, 56),
    ),
    Carrier.CARD: Look(
        width=3.9,
        height=2.6,
        code_x=3.2,
        code_y=0.75,
        writing=((0.4, 0.3, 1.9), (1.3, 1.2, 1.2), (1.3, 1.5, 1.6), (1.3, 1.8, 2.2)),
        body=(206, 218, 196),
        ground=(232, 238, 228),
        ink=(48, 44, 44),
    ),
}


def prop(carrier: Carrier, payload: bytes) -> Prop:
    """`carrier` with the QR code of `payload`, level M without ECI, as passes and cards have it."""
    look = LOOKS[carrier]
    code = _printed(qr_code(payload), look)
    side = len(code)
    image = _blank(carrier, side).copy()
    x, y = int(side * look.code_x), int(side * look.code_y)
    left, top = x - side // 2, y - side // 2
    image[top : top + side, left : left + side] = code
    return Prop(image, (x, y), side - 2 * QUIET_MODULES * MODULE_PX)


def qr_code(payload: bytes) -> NDArray[np.bool_]:
    """The dark modules of the QR code, with its quiet zone.

    One mask is as readable as the other here, and trying all eight takes five times as long.
    """
    mask = zlib.crc32(payload) % MASKS
    code = segno.make_qr(payload, error="m", boost_error=False, mask=mask)
    return np.array([bytearray(row) for row in code.matrix_iter(border=QUIET_MODULES)], np.bool_)


def _printed(code: NDArray[np.bool_], look: Look) -> Image:
    colours = np.array([look.ground, look.ink], np.uint8)[code.astype(np.intp)]
    return colours.repeat(MODULE_PX, axis=0).repeat(MODULE_PX, axis=1)


@cache
def _blank(carrier: Carrier, side: int) -> Image:
    look = LOOKS[carrier]
    image = np.full((int(side * look.height), int(side * look.width), 3), look.body, np.uint8)
    if edge := int(side * look.edge):
        image[edge * 2 : -edge * 2, edge:-edge] = look.ground
    for line in look.writing:
        _write(image, line, side, look.ink)
    return image


def _write(image: Image, line: Line, side: int, ink: Colour) -> None:
    """Writes what nobody can read: words of different lengths."""
    left, top, length = line
    x, end, y = int(left * side), int((left + length) * side), int(top * side)
    for word in range(end):
        width = side // 20 + side * (word * word % 7) // 40
        if x + width > end:
            return
        cv2.rectangle(image, (x, y), (x + width, y + side // 28), ink, cv2.FILLED)
        x += width + side // 30
