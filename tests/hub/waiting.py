"""Waiting for what another process or thread does."""

import time
from collections.abc import Callable

_WITHIN_S = 30.0
_LOOK_EVERY_S = 0.01


def wait_for(condition: Callable[[], bool]) -> None:
    """Returns once `condition` is true; fails when that takes too long."""
    until_s = time.monotonic() + _WITHIN_S
    while not condition():
        assert time.monotonic() < until_s, "what was waited for did not come true"
        time.sleep(_LOOK_EVERY_S)
