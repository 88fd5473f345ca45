"""The kiosk as it is started: frames in by the camera, touches by remote control, pictures out."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest

from station.store.station import StationStore
from tests.screens import site
from tests.screens.running import Running, kiosk
from ui.display import Where, prepared


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with kiosk(tmp_path) as running:
        yield running


def test_a_morning_by_remote_control(running: Running, tmp_path: Path) -> None:
    now = site.today()
    running.say(site.VIAL)
    running.hear(written="vial_opened")
    running.hold_up(site.pass_of("phuong", now))
    found = running.hear(screen="found", decision="go", resident="phuong")
    assert found["scan_to_verdict_ms"] > 0
    running.say("confirm")
    dosed = running.hear(written="dosed", resident="phuong")
    assert running.hear(screen="recorded")["event"] == dosed["event"]
    running.say("undo")
    running.hear(written="corrected")
    running.hold_up(site.pass_of("dat", now))
    running.hear(screen="found", decision="check")
    running.say("decide đã đối chiếu giấy tờ")
    running.hear(screen="dosing")
    running.say("confirm")
    running.hear(screen="recorded", resident="dat")
    running.hold_up(site.UNKNOWN_CARD)
    running.hear(screen="found", decision="stop")
    running.say("search")
    running.hear(screen="searching", text="")
    running.say("type Nguyễn Thị Đào 1984")
    assert running.hear(screen="searching")["text"] == "nguyen thi dao 1984"
    running.say("pick dao")
    running.hear(screen="found", resident="dao")
    running.say("refuse")
    running.hear(written="turned_away", resident="dao")
    assert running.end() == 0
    with StationStore.open(tmp_path / "home") as store:
        assert store.ledger.verify() is None
        assert store.ledger.tip().seq == 9


def test_each_screen_is_saved_as_a_picture(running: Running) -> None:
    running.say(site.VIAL)
    running.hear(written="vial_opened")
    running.hold_up(site.pass_of("mai", site.today()))
    running.hear(screen="found")
    running.say("refuse")
    running.hear(screen="ready")
    running.end()
    pictures = sorted(running.screens.iterdir())
    titles = [picture.stem.partition("-")[2] for picture in pictures]
    assert titles == ["ready", "vial", "ready", "found-stop", "ready"]
    for picture in pictures:
        image = cv2.imread(str(picture))
        assert image is not None
        assert image.shape == (480, 800, 3)
        assert image.std() > 20


def test_what_the_screen_does_not_offer_is_answered(running: Running) -> None:
    running.say("confirm")
    running.say("dance")
    running.say(site.VIAL)
    running.hear(written="vial_opened")
    running.end()
    complaints = running.errors.read_text()
    assert "confirm: the screen does not offer it, but vial, search" in complaints
    assert "'dance' is no touch" in complaints


def test_a_verdict_is_on_the_screen_of_an_x_server_too(tmp_path: Path) -> None:
    with (
        prepared(Where.OWN_SERVER, (1024, 600)),
        kiosk(tmp_path, "--size", "1024x600", DISPLAY=os.environ["DISPLAY"]) as running,
    ):
        running.hold_up(site.pass_of("phuong", site.today()))
        running.hear(screen="found", decision="go")
        running.end()
    image = cv2.imread(str(sorted(running.screens.iterdir())[-1]))
    assert image is not None
    assert image.shape == (600, 1024, 3)


def test_a_signal_ends_it_in_order(running: Running) -> None:
    running.say(site.VIAL)
    running.hear(written="vial_opened")
    assert running.end_by(signal.SIGTERM) == 0
