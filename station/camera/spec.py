"""What `--camera` names: a device, a stream, a folder of pictures, or a video file."""

from collections.abc import Callable
from pathlib import Path

from station.camera.decoder import Decoder
from station.camera.looks import AllLooks, OneMoreLook, looks
from station.camera.newest import NewestFrames
from station.camera.opencv import OpenCvCamera
from station.camera.replay import PictureFolder, VideoFile
from station.camera.scanner import CameraChanged, Scanner, Seen
from station.camera.source import FrameSource


class CameraSpecError(ValueError):
    """A `--camera` that names nothing. The text says what it may name."""


def open_scanner(
    spec: str, seen: Callable[[Seen], None], changed: Callable[[CameraChanged], None]
) -> Scanner:
    """A scanner, not started, of the camera that `spec` names. Raises CameraSpecError."""
    return Scanner(*open_camera(spec), seen, changed)


def open_camera(spec: str) -> tuple[FrameSource, Decoder]:
    """The frames of "/dev/video0", "0", a URL, a folder or a video file, and who looks at them.

    A live camera is looked at quickly, what is recorded thoroughly. Raises CameraSpecError.
    """
    if spec.isdecimal():
        return open_camera(f"/dev/video{spec}")
    if spec.startswith("/dev/") or "://" in spec:
        return NewestFrames(OpenCvCamera(spec)), OneMoreLook(looks())
    return _recorded(Path(spec)), AllLooks(looks())


def _recorded(path: Path) -> FrameSource:
    if path.is_dir():
        return PictureFolder(path)
    if path.is_file():
        return VideoFile(path)
    raise CameraSpecError(
        f"camera {str(path)!r}: there is no such device, folder or video file."
        " Name a device (/dev/video0), the URL of a stream, a folder of pictures or a video file."
    )
