"""A live camera goes on while somebody looks at a frame: the newest frame wins."""

import logging
import threading

from station.camera.source import Frame, FrameSource, SourceLostError

log = logging.getLogger(__name__)


class NewestFrames:
    """The frames of a live `source`, read in a thread of its own; those not looked at are dropped.

    Without it a driver's buffer fills, and what is looked at lies ever further in the past.
    """

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._newest: Frame | None = None
        self._lost: SourceLostError | None = None
        self._ended = False

    def read(self) -> Frame | None:
        """The newest frame that was not read yet. Raises SourceLostError, then tries again."""
        with self._changed:
            if self._thread is None and not self._ended:
                self._thread = threading.Thread(target=self._grab, name="camera", daemon=True)
                self._thread.start()
            self._changed.wait_for(lambda: self._newest or self._lost or self._ended)
            if self._ended:
                return None
            frame, self._newest = self._newest, None
            lost = self._lost
            if frame is None and lost:
                self._thread, self._lost = None, None
                raise lost
            return frame

    def close(self) -> None:
        with self._changed:
            self._ended = True
            thread = self._thread
            self._changed.notify_all()
        self._source.close()
        if thread:
            thread.join()

    def _grab(self) -> None:
        try:
            while self._keep(self._source.read()):
                pass
        except SourceLostError as lost:
            self._lose(lost)
        except Exception as error:
            log.exception("the camera's thread has failed")
            self._lose(SourceLostError(f"{error!r} ended the camera's thread"))

    def _keep(self, frame: Frame | None) -> bool:
        """Whether the thread is to go on."""
        with self._changed:
            self._ended = self._ended or frame is None
            self._newest = frame
            self._changed.notify_all()
            return not self._ended

    def _lose(self, lost: SourceLostError) -> None:
        with self._changed:
            self._lost = lost
            self._changed.notify_all()
