"""The tones of the kiosk, computed: short, and told apart with closed eyes.

Go rises, check is one tone twice, stop falls low, recorded is a chord, busy is a tick.
"""

import io
import wave
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ui.messages import Sound

RATE_HZ = 22050
_LOUDNESS = 0.5
_EDGE_S = 0.008


class Note(NamedTuple):
    pitches_hz: tuple[float, ...]
    length_s: float


_REST = Note((), 0.05)

NOTES: Mapping[Sound, tuple[Note, ...]] = {
    Sound.GO: (Note((660,), 0.09), Note((990,), 0.14)),
    Sound.CHECK: (Note((740,), 0.11), _REST, Note((740,), 0.11)),
    Sound.STOP: (Note((330,), 0.16), _REST, Note((220,), 0.34)),
    Sound.RECORDED: (Note((784, 988, 1175), 0.22),),
    Sound.BUSY: (Note((440,), 0.05),),
}


def wav(sound: Sound) -> bytes:
    """A WAV file: mono, 16 bits."""
    samples = np.concatenate([_samples(note) for note in NOTES[sound]])
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes((samples * 32767).astype("<i2").tobytes())
    return file.getvalue()


def _samples(note: Note) -> npt.NDArray[np.float64]:
    """Each note swells and fades within `_EDGE_S`, so that none begins or ends with a click."""
    at_s = np.arange(int(note.length_s * RATE_HZ)) / RATE_HZ
    tone = sum((np.sin(2 * np.pi * pitch * at_s) for pitch in note.pitches_hz), np.zeros_like(at_s))
    edge = np.minimum(at_s, note.length_s - at_s) / _EDGE_S
    return tone / max(1, len(note.pitches_hz)) * np.clip(edge, 0, 1) * _LOUDNESS
