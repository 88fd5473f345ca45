"""The thread that looks at frames and tells of each code once."""

import logging
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from types import TracebackType

import msgspec

from station.camera.decoder import Decoder, Symbol
from station.camera.source import Frame, FrameSource, SourceLostError

RETRY_S = 1.0
GONE_AFTER_S = 2.0
"""A code that no frame has shown for this long has left. A moving phone is unreadable for less."""

log = logging.getLogger(__name__)


class Seen(msgspec.Struct, frozen=True):
    """A code has come before the camera; `seen_s` is when its frame was taken (monotonic)."""

    payload: bytes
    seen_s: float


class CameraState(StrEnum):
    STARTING = "starting"
    WORKING = "working"
    LOST = "lost"
    ENDED = "ended"


class CameraChanged(msgspec.Struct, frozen=True):
    """`why` says where a camera is lost what has happened and what to do."""

    state: CameraState
    why: str = ""


class Scanner:
    """Looks at the frames of `source` with `decoder` until `stop`.

    `seen` and `changed` are called on the scanner's thread, so they must be quick: a queue's `put`.
    """

    def __init__(
        self,
        source: FrameSource,
        decoder: Decoder,
        seen: Callable[[Seen], None],
        changed: Callable[[CameraChanged], None],
    ) -> None:
        self._source = source
        self._decoder = decoder
        self._tell_seen = seen
        self._tell_changed = changed
        self._sightings = Sightings()
        self._bad_frame = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scanner", daemon=True)
        self.state = CameraState.STARTING
        self.latest: Frame | None = None
        """The frame that was looked at last, for the preview."""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stops looking, and returns when the thread has ended and the camera is let go."""
        self._stopping.set()
        self._source.close()
        self._thread.join()

    def __enter__(self) -> "Scanner":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _run(self) -> None:
        try:
            self._scan()
        except Exception as error:
            log.exception("the scanner has failed")
            self._become(CameraState.LOST, f"{error!r} ended the scanner: restart the station")
        else:
            self._become(CameraState.ENDED)

    def _scan(self) -> None:
        while not self._stopping.is_set():
            try:
                frame = self._source.read()
            except SourceLostError as lost:
                self._become(CameraState.LOST, str(lost))
                self._stopping.wait(RETRY_S)
                continue
            if frame is None:
                return
            self._become(CameraState.WORKING)
            self._look_at(frame)

    def _look_at(self, frame: Frame) -> None:
        self.latest = frame
        payloads = [symbol.payload for symbol in self._symbols(frame)]
        for payload in self._sightings.new(payloads, frame.taken_s):
            self._tell_seen(Seen(payload, frame.taken_s))

    def _symbols(self, frame: Frame) -> Sequence[Symbol]:
        """The codes of one frame. Whatever a decoder makes of a frame ends with that frame."""
        try:
            symbols = self._decoder.decode(frame.image)
        except Exception:
            if not self._bad_frame:
                log.exception("a frame of the shape %s was no picture", frame.image.shape)
            self._bad_frame = True
            return ()
        self._bad_frame = False
        return symbols

    def _become(self, state: CameraState, why: str = "") -> None:
        if state is self.state:
            return
        self.state = state
        log.info("camera %s %s", state, why)
        self._tell_changed(CameraChanged(state, why))


class Sightings:
    """Remembers which codes are before the camera."""

    def __init__(self) -> None:
        self._last_s: dict[bytes, float] = {}

    def new(self, payloads: Sequence[bytes], at_s: float) -> list[bytes]:
        """Those of `payloads`, seen at `at_s`, that were not before the camera until now."""
        present = {
            payload: last_s
            for payload, last_s in self._last_s.items()
            if at_s - last_s < GONE_AFTER_S
        }
        fresh = [payload for payload in dict.fromkeys(payloads) if payload not in present]
        self._last_s = present | dict.fromkeys(payloads, at_s)
        return fresh
