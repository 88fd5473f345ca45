"""One window for all tests of the screens: Kivy knows no second one in a process."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.config import Language
from ui.display import prepared, where
from ui.window import Window, WindowOptions, configure

SIZE = (800, 480)

# Kivy reads its environment when a test module first imports it.
_FOLDER = tempfile.TemporaryDirectory(prefix="kivy-")
configure(WindowOptions(size=SIZE, fullscreen=False, folder=Path(_FOLDER.name)))
os.environ["KCFG_GRAPHICS_MAXFPS"] = "0"  # as fast as it draws

from tests.screens.stage import SetStage, Stage  # noqa: E402 - imports Kivy


@pytest.fixture(scope="session")
def window() -> Iterator[Window]:
    with prepared(where(headless=True), SIZE):
        yield Window.open()


@pytest.fixture
def set_stage(window: Window, tmp_path: Path) -> Iterator[SetStage]:
    """Makes a kiosk in that language, at table 2 of the invented site."""
    stages: list[Stage] = []

    def make(language: Language = Language.VIETNAMESE) -> Stage:
        stages.append(Stage(tmp_path / f"home-{len(stages)}", window, language))
        return stages[-1]

    yield make
    for stage in stages:
        stage.leave()


@pytest.fixture
def stage(set_stage: SetStage) -> Stage:
    return set_stage()
