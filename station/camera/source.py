"""The port for where frames come from."""

from typing import Protocol

import msgspec
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""A picture of 8 bits a channel: grey (height, width), or BGR (height, width, 3)."""


class Frame(msgspec.Struct, frozen=True, eq=False):
    """A picture, and when it was asked for, on the monotonic clock in seconds."""

    image: Image
    taken_s: float


class SourceLostError(Exception):
    """A source has stopped giving frames. The text says which, why, and what to do."""


class FrameSource(Protocol):
    """Gives one frame after the other to one thread."""

    def read(self) -> Frame | None:
        """The next frame, as soon as there is one; None at the end, and once `close` was called.

        Raises SourceLostError where a device has vanished; the next call tries to open it again.
        """

    def close(self) -> None:
        """Ends a `read` that waits, from any thread, and lets go of the device."""
