"""What time it is, and how sure the station is of it.

A station without a real-time clock may boot in 1970. Time since boot is always right, so the time
of one known moment of a boot gives every other moment of that boot.
"""

import ctypes
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

import msgspec

from station.domain.events import ClockTrust

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_TIMEX_BYTES = 512
_TIME_ERROR = 5


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One look at the clock: `at` in UTC to the millisecond, `mono_ms` since the boot `boot`."""

    at: datetime
    boot: str
    mono_ms: int
    trust: ClockTrust


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """A wall-clock time that was seen at `mono_ms` of `boot`; None where the boot is unknown."""

    at: datetime
    boot: str | None = None
    mono_ms: int = 0

    def carried_to(self, boot: str, mono_ms: int) -> datetime:
        """The time at another moment: exact within the boot, the earliest possible later."""
        if self.boot is None:
            return self.at
        elapsed_ms = mono_ms - self.mono_ms if boot == self.boot else mono_ms
        return self.at + timedelta(milliseconds=elapsed_ms)


class Clock(Protocol):
    """Where the station takes the time from."""

    def read(self) -> Reading:
        """The time now."""


class ClockMemory(Protocol):
    """What is remembered of the time across power cuts."""

    def known(self) -> Moment | None:
        """The hub's time, as last learnt."""

    def recorded(self) -> Moment | None:
        """The last event's time, where it was trusted when the event was written."""

    def latest(self) -> list[Moment]:
        """Moments that have certainly passed."""


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """What the machine itself says; `synchronised` tells whether its `wall` clock was set."""

    wall: datetime
    boot: str
    mono_ms: int
    synchronised: bool


class SystemClock:
    """The machine's clock, and what the station remembers of the time."""

    def __init__(self, memory: ClockMemory) -> None:
        self._memory = memory
        self._boot = boot_id()
        self._synchronised: Moment | None = None

    def read(self) -> Reading:
        """The time now; unsure where neither the kernel nor the hub vouches for it."""
        look = Look(
            wall=datetime.now(UTC),
            boot=self._boot,
            mono_ms=time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000,
            synchronised=kernel_is_synchronised(),
        )
        if look.synchronised:
            self._synchronised = Moment(at=look.wall, boot=look.boot, mono_ms=look.mono_ms)
            return best_reading(look, None, self._memory.latest)
        return best_reading(look, self._known_in_this_boot(), self._memory.latest)

    def _known_in_this_boot(self) -> Moment | None:
        """A moment of this boot that somebody vouched for: it gives all others.

        The hub's is asked for each time, since it may be put right. Offline, the kernel calls its
        clock unsynchronised 9 hours after the last answer, having been right until then.
        """
        vouched = [moment for moment in (self._memory.known(), self._synchronised) if moment]
        here = [moment for moment in vouched if moment.boot == self._boot]
        if here:
            return max(here, key=lambda moment: moment.mono_ms)
        recorded = self._memory.recorded()
        return recorded if recorded and recorded.boot == self._boot else None


def best_reading(look: Look, known: Moment | None, latest: Callable[[], list[Moment]]) -> Reading:
    """The kernel's time where it is synchronised, else the hub's, else the best guess.

    `known` is the hub's time, learnt in this boot. The guess never lies before any of `latest`,
    the moments that have certainly passed.
    """
    at, trust = look.wall, ClockTrust.TRUSTED
    if not look.synchronised and known is not None:
        at = known.carried_to(look.boot, look.mono_ms)
    elif not look.synchronised:
        passed = [moment.carried_to(look.boot, look.mono_ms) for moment in latest()]
        at, trust = max([look.wall, *passed]), ClockTrust.UNSURE
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    return Reading(at=at, boot=look.boot, mono_ms=look.mono_ms, trust=trust)


def boot_id() -> str:
    """Names this boot: the first 8 hex digits of the kernel's own id."""
    return _BOOT_ID.read_text()[:8]


def kernel_is_synchronised() -> bool:
    """Whether a time service has set the kernel's clock since boot, whichever service that is.

    adjtimex(2) with all modes zero only asks; its result is TIME_ERROR until the clock is set.
    """
    state = _libc().adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    return bool(0 <= state < _TIME_ERROR)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)
