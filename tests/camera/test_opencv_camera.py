"""A live camera through OpenCV: a real stream over HTTP, which breaks off and comes back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue

import pytest

from station.camera.newest import NewestFrames
from station.camera.opencv import OpenCvCamera
from station.camera.scanner import CameraChanged, CameraState, Scanner, Seen
from station.camera.scene import jpeg
from station.camera.source import SourceLostError
from station.camera.zxing import ZxingDecoder
from tests.camera.frames import DEADLINE_S, picture


class Stream(BaseHTTPRequestHandler):
    """Motion JPEG, as network cameras send it, until its server is switched off."""

    payload = b"A"
    switched_off: threading.Event

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        image = jpeg(picture(self.payload))
        head = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(image)
        try:
            while not self.switched_off.wait(0.03):
                self.wfile.write(head + image + b"\r\n")
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        pass


@contextmanager
def streaming(payload: bytes, port: int = 0) -> Iterator[int]:
    """A network camera that shows `payload`; gives its port."""
    switched_off = threading.Event()
    handler = type("Handler", (Stream,), {"payload": payload, "switched_off": switched_off})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_port
    finally:
        switched_off.set()
        server.shutdown()
        thread.join()
        server.server_close()


def next_state(changes: "SimpleQueue[CameraChanged]", state: CameraState) -> CameraChanged:
    while True:
        change = changes.get(timeout=DEADLINE_S)
        if change.state is state:
            return change


def test_a_stream_that_breaks_off_is_told_and_comes_back() -> None:
    seen: SimpleQueue[Seen] = SimpleQueue()
    changes: SimpleQueue[CameraChanged] = SimpleQueue()
    with streaming(b"A") as port:
        camera = NewestFrames(OpenCvCamera(f"http://user:secret@127.0.0.1:{port}/"))
        scanner = Scanner(camera, ZxingDecoder(), seen.put, changes.put)
        scanner.start()
        assert seen.get(timeout=DEADLINE_S).payload == b"A"
    lost = next_state(changes, CameraState.LOST)
    assert "127.0.0.1" in lost.why
    assert "secret" not in lost.why
    with streaming(b"B", port):
        next_state(changes, CameraState.WORKING)
        assert seen.get(timeout=DEADLINE_S).payload == b"B"
        scanner.stop()


def test_a_device_that_is_not_plugged_in_is_lost_and_named() -> None:
    camera = OpenCvCamera("/dev/video63")
    for _ in range(2):
        with pytest.raises(SourceLostError, match="/dev/video63 does not open"):
            camera.read()
    camera.close()
    assert camera.read() is None


def test_what_is_no_camera_is_lost(tmp_path: Path) -> None:
    (tmp_path / "video0").write_bytes(b"no device")
    with pytest.raises(SourceLostError, match="does not open"):
        OpenCvCamera(str(tmp_path / "video0")).read()
