"""How the machine of a station is, for the fleet page: figures, and nothing about a resident."""

import shutil
from importlib.metadata import version
from pathlib import Path

from sync.protocol import Health

_THERMAL = Path("/sys/class/thermal/thermal_zone0/temp")


def health(home: Path, *, backlog: int, clock_trusted: bool) -> Health:
    return Health(
        version=version("tram"),
        backlog=backlog,
        clock_trusted=clock_trusted,
        disk_free_bytes=shutil.disk_usage(home).free,
        temperature_c=_temperature_c(),
    )


def _temperature_c() -> float | None:
    """Of the processor; None on machines that do not say."""
    try:
        return int(_THERMAL.read_text()) / 1000
    except (OSError, ValueError):
        return None
