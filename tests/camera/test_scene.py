"""The rendered scene: hard enough to be worth reading, the same whenever it is drawn."""

import numpy as np
import pytest

from station.camera.looks import AllLooks, looks
from station.camera.props import Carrier
from station.camera.scene import HEIGHT, WIDTH, Scene, jpeg
from station.camera.zxing import ZxingDecoder
from tests.codes.issuing import claims, issue

SCENE = Scene(seed=7)
PASSES = [issue(claims(id=f"{index:016x}")) for index in range(60)]
CARD = "001187012345||Nguyễn Thị Hồng Phượng|29031987|Nữ|Đống Đa, Hà Nội|20052021".encode()


def test_one_seed_gives_the_same_frames_in_any_order() -> None:
    again = Scene(seed=7)
    later = again.frame(PASSES[1], Carrier.SLIP, shot=3)
    assert np.array_equal(
        SCENE.frame(PASSES[0], Carrier.PHONE, shot=5), again.frame(PASSES[0], Carrier.PHONE, shot=5)
    )
    assert np.array_equal(SCENE.frame(PASSES[1], Carrier.SLIP, shot=3), later)
    assert np.array_equal(SCENE.empty(shot=2), again.empty(shot=2))


def test_seeds_and_shots_differ() -> None:
    frames = [
        SCENE.frame(PASSES[0], Carrier.PHONE, shot=0),
        SCENE.frame(PASSES[0], Carrier.PHONE, shot=1),
        SCENE.frame(PASSES[1], Carrier.PHONE, shot=0),
        Scene(seed=8).frame(PASSES[0], Carrier.PHONE, shot=0),
        SCENE.empty(shot=0),
        SCENE.empty(shot=1),
    ]
    assert len({frame.tobytes() for frame in frames}) == len(frames)


@pytest.mark.parametrize("carrier", Carrier)
def test_a_frame_is_that_of_a_camera(carrier: Carrier) -> None:
    frame = SCENE.frame(PASSES[0], carrier, shot=0)
    assert frame.shape == (HEIGHT, WIDTH, 3)
    assert frame.dtype == np.uint8
    assert 10_000 < len(jpeg(frame)) < 1_000_000


def test_most_passes_are_read_from_their_first_frame_and_some_are_not() -> None:
    read = [
        PASSES[index]
        in [symbol.payload for symbol in ZxingDecoder().decode(SCENE.frame(payload, carrier, 0))]
        for carrier in (Carrier.PHONE, Carrier.SLIP)
        for index, payload in enumerate(PASSES)
    ]
    assert 0.85 * len(read) < sum(read) < len(read)


def test_every_pass_and_card_is_read_from_three_frames() -> None:
    decoder = AllLooks(looks())
    for carrier, payload in [*((Carrier.PHONE, p) for p in PASSES[:30]), (Carrier.CARD, CARD)]:
        frames = (SCENE.frame(payload, carrier, shot) for shot in range(3))
        assert any(
            symbol.payload == payload for frame in frames for symbol in decoder.decode(frame)
        )


def test_an_empty_scene_holds_no_code() -> None:
    decoder = AllLooks(looks())
    assert not any(decoder.decode(SCENE.empty(shot)) for shot in range(10))
