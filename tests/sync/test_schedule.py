"""When the next call is, and how much it carries."""

import random
from collections.abc import Iterator
from itertools import repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.link import Cause, Denied, Retry, Unauthorised
from sync.outcome import Exchanged, Load, Outcome
from sync.protocol import Refusal
from sync.schedule import AIM_S, FIRST_SIZE, LARGEST_SIZE, Pace, after, rest_s


def longest(_low: float, high: float) -> float:
    return high


def sizes(pace: Pace, events_a_second: float) -> Iterator[int]:
    """The sizes of full calls over a link that carries so many events a second."""
    for _ in repeat(None):
        yield pace.size
        pace = pace.answered(carried=pace.size, took_s=pace.size / events_a_second)


def test_batches_start_small_and_double_on_a_fast_link() -> None:
    fast = sizes(Pace(), events_a_second=100_000)
    assert [next(fast) for _ in range(4)] == [50, 100, 200, 400]


def test_batches_settle_where_a_call_takes_five_seconds() -> None:
    slow = sizes(Pace(), events_a_second=300)
    settled = [next(slow) for _ in range(12)][-1]
    assert settled == 300 * AIM_S


def test_a_slow_call_makes_the_next_batch_smaller() -> None:
    assert Pace(size=400).answered(carried=400, took_s=10.0).size == 200


def test_a_call_that_was_not_full_says_nothing_about_the_link() -> None:
    assert Pace(size=400).answered(carried=3, took_s=0.01).size == 400
    assert Pace(size=400).answered(carried=3, took_s=25.0).size == 400


def test_too_large_or_timed_out_halves_the_batch_down_to_one_event() -> None:
    pace = Pace(size=5)
    assert [(pace := pace.overloaded()).size for _ in range(4)] == [2, 1, 1, 1]


def test_the_pause_grows_from_a_second_to_a_minute() -> None:
    pace = Pace()
    pauses = [(pace := pace.failed()).pause_s(longest) for _ in range(9)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_pause_is_drawn_from_the_whole_range() -> None:
    uniform = random.Random(7).uniform  # noqa: S311  (jitter, not secrecy)
    pause_s = [Pace(failures=5).pause_s(uniform) for _ in range(1000)]
    assert min(pause_s) < 0.5
    assert max(pause_s) > 15.5
    assert 7 < sum(pause_s) / len(pause_s) < 9


def test_there_is_no_pause_after_an_answer() -> None:
    assert Pace(failures=8).answered(carried=0, took_s=0.1).pause_s(longest) == 0


@pytest.mark.parametrize(
    "outcome",
    [
        Denied(Refusal.VERSION, ""),
        Unauthorised(Refusal.UNKNOWN_STATION, ""),
    ],
)
def test_what_only_a_person_can_mend_is_tried_at_most_every_half_minute(outcome: Outcome) -> None:
    uniform = random.Random(7).uniform  # noqa: S311  (jitter, not secrecy)
    assert all(30 <= rest_s(Pace(failures=1), Load(), outcome, uniform) <= 60 for _ in range(100))


@pytest.mark.parametrize("cause", [Cause.TOO_LARGE, Cause.TIMED_OUT])
def test_a_call_that_was_too_much_is_followed_by_half_of_it(cause: Cause) -> None:
    assert after(Pace(size=300), Retry(cause, "")) == Pace(size=150, failures=1)


def test_a_call_that_failed_otherwise_is_followed_by_the_same() -> None:
    assert after(Pace(size=300), Retry(Cause.UNREACHABLE, "")) == Pace(size=300, failures=1)


def test_there_is_no_rest_while_there_is_more() -> None:
    full = Exchanged(sent=0, received=500, more=True, took_s=0.2)
    assert rest_s(Pace(), Load(items=500, wait_s=25), full, longest) == 0


def test_a_hub_that_does_not_hold_a_long_poll_is_not_asked_in_a_loop() -> None:
    long_poll = Load(items=500, wait_s=25)
    empty = Exchanged(sent=0, received=0, took_s=0.01)
    assert rest_s(Pace(), long_poll, empty, longest) == 1
    held = Exchanged(sent=0, received=0, took_s=25.0)
    assert rest_s(Pace(), long_poll, held, longest) == 0


@given(st.lists(st.sampled_from(["fast", "slow", "overloaded", "failed"]), max_size=60))
def test_a_batch_is_never_empty_and_never_without_bounds(story: list[str]) -> None:
    pace = Pace()
    for happening in story:
        match happening:
            case "fast":
                pace = pace.answered(carried=pace.size, took_s=0.0)
            case "slow":
                pace = pace.answered(carried=pace.size, took_s=1e6)
            case "overloaded":
                pace = pace.overloaded()
            case "failed":
                pace = pace.failed()
        assert 1 <= pace.size <= LARGEST_SIZE
        assert 0 <= pace.pause_s(longest) <= 60
    assert Pace().size == FIRST_SIZE
