"""Where the window goes: a display, off screen, or a display of its own where neither works."""

import contextlib
import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator
from enum import StrEnum

STARTED_WITHIN_S = 20.0


class Where(StrEnum):
    GIVEN = "given"
    """A display, or the SDL driver that the environment names."""

    OFF_SCREEN = "off_screen"
    """SDL draws with EGL and shows nothing."""

    OWN_SERVER = "own_server"
    """An X server without a screen, as a child of this process."""


class NoDisplayError(Exception):
    """There is nothing to draw on; the text says what to install."""


def where(*, headless: bool) -> Where:
    """Where a window can go on this machine. Raises NoDisplayError."""
    named = any(os.environ.get(name) for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"))
    if named and not headless:
        return Where.GIVEN
    if _can_be_loaded("libEGL.so.1"):
        return Where.OFF_SCREEN
    if shutil.which("Xvfb"):
        return Where.OWN_SERVER
    raise NoDisplayError(
        "There is no display, and nothing to draw on without one. "
        "Install the packages libegl1 and libgl1-mesa-dri, or xvfb."
    )


@contextlib.contextmanager
def prepared(place: Where, size: tuple[int, int]) -> Iterator[None]:
    """The environment in which SDL draws at `place`, for as long as the context lasts."""
    match place:
        case Where.GIVEN:
            yield
        case Where.OFF_SCREEN:
            with _environment(SDL_VIDEODRIVER="offscreen"):
                yield
        case Where.OWN_SERVER:
            with _server(size) as display, _environment(DISPLAY=display, SDL_VIDEODRIVER="x11"):
                yield


@contextlib.contextmanager
def _environment(**variables: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ |= variables
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@contextlib.contextmanager
def _server(size: tuple[int, int]) -> Iterator[str]:
    """An Xvfb that picks a free number and says so once it answers."""
    width, height = size
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24"]
    server = subprocess.Popen(  # noqa: S603 - a fixed program, numbers as arguments
        [*command, "-nolisten", "tcp"], pass_fds=[write_end], stderr=subprocess.DEVNULL
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as numbers:
            number = numbers.readline().strip()
        if not number:
            raise NoDisplayError("Xvfb has ended before it was ready. Run it by hand to see why.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(STARTED_WITHIN_S)


def _can_be_loaded(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
