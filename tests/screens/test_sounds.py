"""Tones that are told apart without looking, and a station that has no loudspeaker."""

import io
import wave
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from ui.messages import Sound
from ui.sounds import Sounds
from ui.tones import RATE_HZ, wav


def _samples(sound: Sound) -> npt.NDArray[np.int16]:
    with wave.open(io.BytesIO(wav(sound))) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, RATE_HZ)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


@pytest.mark.parametrize("sound", Sound)
def test_a_tone_is_short_and_begins_and_ends_without_a_click(sound: Sound) -> None:
    samples = _samples(sound)
    assert len(samples) < 0.7 * RATE_HZ
    assert np.abs(samples).max() > 8000
    assert np.abs(samples[[0, -1]]).max() < 500


def test_no_two_tones_are_alike() -> None:
    for one, other in combinations(Sound, 2):
        assert wav(one) != wav(other)


def test_a_machine_without_a_sound_card_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SDL_AUDIODRIVER", raising=False)
    sounds = Sounds.load(tmp_path / "sounds")
    for name in Sound:
        sounds.play(name.value)


def test_tones_play_where_there_is_a_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    sounds = Sounds.load(tmp_path / "sounds")
    for name in Sound:
        sounds.play(name.value)
    assert len(list((tmp_path / "sounds").glob("*.wav"))) == len(Sound)
