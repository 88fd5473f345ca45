"""One line of a bench, and how all of them are shown."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec


class Measurement(msgspec.Struct, frozen=True):
    """What was measured; `ratio` is ours to the reference, `target` what it was to reach."""

    name: str
    ours: float
    reference: float | None
    ratio: float | None
    target: str
    holds: bool


def within(name: str, ours: float, reference: float, times: float) -> Measurement:
    """Ours may take at most `times` the reference."""
    ratio = ours / reference
    return Measurement(name, ours, reference, ratio, f"≤ {times:g}×", ratio <= times)


def at_most(name: str, ours: float, limit: float) -> Measurement:
    """Ours may reach `limit`."""
    return Measurement(name, ours, None, None, f"≤ {limit:g}", ours <= limit)


def at_least(name: str, ours: float, limit: float) -> Measurement:
    """Ours has to reach `limit`."""
    return Measurement(name, ours, None, None, f"≥ {limit:g}", ours >= limit)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


HEADER = f"{'what':<64} {'ours':>10} {'reference':>10} {'ratio':>7} {'target':>9}  holds"


def line(measured: Measurement) -> str:
    """One line of the table."""
    reference = "" if measured.reference is None else f"{measured.reference:,.3f}"
    ratio = "" if measured.ratio is None else f"{measured.ratio:.2f}×"
    holds = "yes" if measured.holds else "NO"
    return (
        f"{measured.name:<64} {measured.ours:>10,.3f} {reference:>10} {ratio:>7}"
        f" {measured.target:>9}  {holds}"
    )


def write(measured: Iterable[Measurement], path: Path) -> None:
    """Keeps the measurements as a JSON list."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(list(measured)), indent=2))
