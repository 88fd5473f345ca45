"""The camera's picture on the ready screen."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.screens import site
from tests.screens.stage import Stage
from ui.preview import middle_square


@pytest.mark.parametrize("shape", [(720, 1280, 3), (480, 640), (1280, 720, 3), (300, 300)])
def test_the_middle_of_a_frame_is_shown_as_a_grey_square(shape: tuple[int, ...]) -> None:
    square = middle_square(np.zeros(shape, np.uint8))
    assert square.ndim == 2
    assert square.shape[0] == square.shape[1] < 720


def test_nothing_is_mirrored_or_turned() -> None:
    image = np.zeros((400, 600), np.uint8)
    image[0, 100] = 255
    square = middle_square(image)
    assert square[0, 0] == 255


def test_what_is_held_up_is_seen(stage: Stage, tmp_path: Path) -> None:
    before = cv2.imread(str(stage.picture(tmp_path / "before.png")))
    stage.look(site.pass_of("phuong", site.MORNING))
    after = cv2.imread(str(stage.picture(tmp_path / "after.png")))
    assert before is not None
    assert after is not None
    finder = np.s_[60:460, 30:400]
    assert after[finder].std() > before[finder].std() + 20
