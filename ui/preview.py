"""The picture of the camera while the desk is ready."""

from typing import Any

import numpy as np
from kivy.graphics.texture import Texture
from kivy.properties import ObjectProperty, StringProperty
from kivy.uix.floatlayout import FloatLayout

from station.camera.source import Image

_FINEST_PX = 360
"""A finer picture would not help to aim, and costs time that the scanner needs."""


class Finder(FloatLayout):
    """The middle square of the newest frame, in grey, with the frame to hold a code in."""

    texture = ObjectProperty(None, allownone=True)
    trouble = StringProperty("")

    def look(self, image: Image) -> None:
        """Shows `image`, grey or BGR."""
        square = middle_square(image)
        if self.texture is None or self.texture.size != square.shape:
            self.texture = _grey_texture(square.shape)
        self.texture.blit_buffer(square.tobytes(), colorfmt="luminance", bufferfmt="ubyte")
        self.canvas.ask_update()


def middle_square(image: Image) -> Image:
    """The largest square in the middle, in grey, of at most twice `_FINEST_PX` a side.

    Green stands for the luminance of a colour picture: it is most of it, and costs no arithmetic.
    """
    grey = image[..., 1] if image.ndim == 3 else image  # noqa: PLR2004 - height, width, colour
    side = min(grey.shape)
    top, left = (grey.shape[0] - side) // 2, (grey.shape[1] - side) // 2
    step = max(1, side // _FINEST_PX)
    square = grey[top : top + side : step, left : left + side : step]
    return np.ascontiguousarray(square)


def _grey_texture(size: tuple[int, ...]) -> Any:
    texture = Texture.create(size=size, colorfmt="luminance")
    texture.flip_vertical()
    return texture
