"""What a disk holds after the power went: what was synced, and of the rest whatever it likes."""

import random

from tests.faults.recording_vfs import Deleted, Shown, Step, Synced, Truncated, Wrote

_SECTOR_BYTES = 512


class Disk:
    """Takes the steps of a recording one by one; `after_a_cut` may be asked at any point."""

    def __init__(self) -> None:
        self._synced: dict[str, bytearray] = {}
        self._waiting: dict[str, list[Wrote | Truncated]] = {}
        self.shown = 0

    def take(self, step: Step) -> None:
        match step:
            case Wrote(file=file) | Truncated(file=file):
                self._waiting.setdefault(file, []).append(step)
            case Synced(file=file):
                content = self._synced.setdefault(file, bytearray())
                for waiting in self._waiting.pop(file, []):
                    _apply(content, waiting)
            case Deleted(file=file):
                self._synced.pop(file, None)
                self._waiting.pop(file, None)
            case Shown(seq=seq):
                self.shown = seq

    def after_a_cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files by name. Each step that was not synced is kept, lost or torn, on its own."""
        files = {file: bytearray(content) for file, content in self._synced.items()}
        for file, waiting in self._waiting.items():
            for step in waiting:
                _apply_some(files.setdefault(file, bytearray()), step, chance)
        return {file: bytes(content) for file, content in files.items()}


def _apply(content: bytearray, step: Wrote | Truncated) -> None:
    match step:
        case Wrote(offset=offset, content=written):
            if len(content) < offset:
                content.extend(bytes(offset - len(content)))
            content[offset : offset + len(written)] = written
        case Truncated(size=size):
            del content[size:]


def _apply_some(content: bytearray, step: Wrote | Truncated, chance: random.Random) -> None:
    match chance.choice(("kept", "lost", "torn")), step:
        case "kept", _:
            _apply(content, step)
        case "torn", Wrote(file=file, offset=offset, content=written):
            for start in range(0, len(written), _SECTOR_BYTES):
                if chance.getrandbits(1):
                    sector = written[start : start + _SECTOR_BYTES]
                    _apply(content, Wrote(file, offset + start, sector))
