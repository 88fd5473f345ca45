"""Plays the tones. A station without a loudspeaker is silent, and nothing else changes."""

import os
from pathlib import Path
from typing import Any

from kivy.core.audio import SoundLoader

from ui.messages import SOUNDS, Sound
from ui.tones import wav


class Sounds:
    """The tones, loaded once: playing one starts it and returns at once."""

    def __init__(self, loaded: dict[Sound, Any]) -> None:
        self._loaded = loaded

    @classmethod
    def load(cls, folder: Path) -> "Sounds":
        """Writes the tones into `folder` and loads them, where the machine can play them."""
        if not _can_play():
            return cls({})
        folder.mkdir(parents=True, exist_ok=True)
        return cls({sound: _load(sound, folder) for sound in Sound})

    def play(self, name: str) -> None:
        """Plays the sound of the desk's `name`, from its beginning."""
        player = self._loaded.get(SOUNDS[name])
        if player is not None:
            player.stop()
            player.play()


def _can_play() -> bool:
    """Asked before SDL is: on a machine without a sound card it fills the log."""
    return "SDL_AUDIODRIVER" in os.environ or any(Path("/dev/snd").glob("pcm*p"))


def _load(sound: Sound, folder: Path) -> Any:
    """The player; None where SDL cannot open the sound device."""
    path = folder / f"{sound}.wav"
    path.write_bytes(wav(sound))
    return SoundLoader.load(str(path))
