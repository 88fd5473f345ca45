"""When the next call is, and how much it carries. Pure: the random source is handed in."""

from collections.abc import Callable

import msgspec

from sync.link import Cause, Denied, Retry, Unauthorised
from sync.outcome import Exchanged, Load, Outcome

AIM_S = 5.0
"""How long a call should take: long enough to pay, short enough to lose little in a cut."""

FIRST_SIZE = 50
LARGEST_SIZE = 5000
_GROWTH = 2.0
_SHRINKING = 0.5

_FIRST_PAUSE_S = 1.0
_LONGEST_PAUSE_S = 60.0
_LEAST_WAIT_S = 1.0

Uniform = Callable[[float, float], float]
"""A number between two bounds, as `random.uniform` gives it."""


class Pace(msgspec.Struct, frozen=True, kw_only=True):
    """How one lane goes: `size` is the most events or items of its next call."""

    size: int = FIRST_SIZE
    failures: int = 0

    def answered(self, *, carried: int, took_s: float) -> "Pace":
        """After an answer. Only a full call tells what the link can carry."""
        if carried < self.size:
            return Pace(size=self.size)
        factor = min(_GROWTH, max(_SHRINKING, AIM_S / took_s if took_s else _GROWTH))
        return Pace(size=_bounded(self.size * factor))

    def overloaded(self) -> "Pace":
        """After a call that was too large for the hub or too slow for the link."""
        return Pace(size=_bounded(self.size * _SHRINKING), failures=self.failures + 1)

    def failed(self) -> "Pace":
        return Pace(size=self.size, failures=self.failures + 1)

    def pause_s(self, uniform: Uniform) -> float:
        """How long to wait before the next call. Full jitter: stations must not march in step."""
        if not self.failures:
            return 0.0
        longest_s = _FIRST_PAUSE_S * 2.0 ** min(self.failures - 1, 16)
        return uniform(0.0, min(longest_s, _LONGEST_PAUSE_S))


def after(pace: Pace, outcome: Outcome) -> Pace:
    """The pace of a lane after a call that ended so."""
    match outcome:
        case Exchanged(sent=sent, received=received, took_s=took_s):
            return pace.answered(carried=max(sent, received), took_s=took_s)
        case Retry(cause=Cause.TOO_LARGE | Cause.TIMED_OUT):
            return pace.overloaded()
        case _:
            return pace.failed()


def rest_s(pace: Pace, load: Load, outcome: Outcome, uniform: Uniform) -> float:
    """How long the lane rests after a call that ended so; `pace` is the one after it."""
    match outcome:
        case Exchanged(received=0, took_s=took_s) if load.wait_s and took_s < _LEAST_WAIT_S:
            return _LEAST_WAIT_S  # the hub did not hold a long poll: do not ask in a loop
        case Retry(cause=Cause.TOO_LARGE) if pace.size > 1:
            return 0.0  # nothing is wrong with the link: half of it, at once
        case Exchanged() | Retry():
            return pace.pause_s(uniform)
        case Denied() | Unauthorised():
            # Only a person can mend these: trying often would help nobody.
            return uniform(_LONGEST_PAUSE_S / 2, _LONGEST_PAUSE_S)


def _bounded(size: float) -> int:
    return max(1, min(LARGEST_SIZE, round(size)))
