"""A kiosk as its own process, with frames before its camera and lines for its fingers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import msgspec

from station.camera.props import Carrier
from station.camera.scene import Scene, jpeg
from tests.screens import site

WITHIN_S = 30.0


class Running:
    """Talks to the process; `screens` is where its pictures go, `errors` what it complains."""

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self.screens = folder / "screens"
        self.errors = folder / "errors"
        self._process = process
        self._camera = folder / "camera"
        self._lines: SimpleQueue[str] = SimpleQueue()
        self._scene = Scene(seed=3)
        self._shots = 0
        Thread(target=self._listen, daemon=True).start()

    def say(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def hold_up(self, payload: bytes) -> None:
        """A phone with that code, moved about before the camera."""
        for _ in range(6):
            self._shots += 1
            frame = jpeg(self._scene.frame(payload, Carrier.PHONE, self._shots))
            hidden = self._camera / f".{self._shots:05}.jpg"
            hidden.write_bytes(frame)
            hidden.rename(self._camera / f"{self._shots:05}.jpg")

    def hear(self, **wanted: str) -> dict[str, Any]:
        """The next line with those fields; lines before it are passed over."""
        deadline_s = time.monotonic() + WITHIN_S
        while (left_s := deadline_s - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left_s)
            except Empty:
                break
            heard = msgspec.json.decode(line, type=dict[str, Any])
            if heard.items() >= wanted.items():
                return heard
        raise AssertionError(f"no line with {wanted} in {WITHIN_S} s")

    def end(self) -> int:
        """Asks it to quit; its exit code."""
        self.say("quit")
        return self._process.wait(WITHIN_S)

    def end_by(self, asked: signal.Signals) -> int:
        """Sends it a signal; its exit code."""
        self._process.send_signal(asked)
        return self._process.wait(WITHIN_S)

    def _listen(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            self._lines.put(line)


@contextmanager
def kiosk(folder: Path, *words: str, **environment: str) -> Iterator[Running]:
    """A kiosk on the invented site, today; `words` are its options."""
    site.build(folder / "home", site.today())
    (folder / "camera").mkdir()
    command = [sys.executable, "-m", "ui", "--home", str(folder / "home"), "--staff", site.STAFF]
    command += ["--camera", str(folder / "camera"), "--remote"]
    command += ["--screens", str(folder / "screens"), *words]
    with (
        (folder / "errors").open("w") as errors,
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=_without_display() | environment,
        ) as process,
    ):
        try:
            yield Running(process, folder)
        finally:
            process.kill()


def _without_display() -> dict[str, str]:
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER")
    ours = ("KIVY_", "KCFG_")  # what the tests' own window is set up with
    return {
        name: value
        for name, value in os.environ.items()
        if name not in displays and not name.startswith(ours)
    }
