"""A kiosk finds something to draw on."""

import os
from pathlib import Path

import pytest

from ui.display import Where, prepared, where

SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where X servers have their sockets


@pytest.fixture(autouse=True)
def _no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SDL_VIDEODRIVER", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"])
def test_what_the_environment_names_is_taken(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, ":0")
    assert where(headless=False) is Where.GIVEN


def test_without_a_display_it_draws_off_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert where(headless=False) is Where.OFF_SCREEN
    monkeypatch.setenv("DISPLAY", ":0")
    assert where(headless=True) is Where.OFF_SCREEN


def test_a_server_of_its_own_answers_and_ends_with_it() -> None:
    with prepared(Where.OWN_SERVER, (800, 480)):
        socket = SOCKETS / os.environ["DISPLAY"].replace(":", "X")
        assert socket.exists()
    assert not socket.exists()
    assert "DISPLAY" not in os.environ
