"""The time, and how sure the station is of it, on machines without a clock of their own."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from station.clock import (
    Look,
    Moment,
    Reading,
    SystemClock,
    best_reading,
    boot_id,
    kernel_is_synchronised,
)
from station.domain.events import ClockTrust
from station.store.station import StationStore
from tests.store.world import BOOT, NOW, dose, feed, now

EARLIER_BOOT = "00000000"
IN_1970 = datetime(1970, 1, 1, 0, 2, 5, 678_901, tzinfo=UTC)
MINUTE_MS = 60_000


def machine(wall: datetime = IN_1970, *, synchronised: bool = False) -> Look:
    """A machine two minutes after its boot."""
    return Look(wall=wall, boot=BOOT, mono_ms=2 * MINUTE_MS, synchronised=synchronised)


def reading(look: Look, *latest: Moment, known: Moment | None = None) -> Reading:
    return best_reading(look, known, lambda: list(latest))


def test_a_synchronised_kernel_is_trusted_before_anything_else() -> None:
    read = reading(
        machine(NOW, synchronised=True),
        Moment(at=NOW + timedelta(days=9)),
        known=Moment(at=NOW + timedelta(days=1), boot=BOOT, mono_ms=0),
    )
    assert (read.at, read.trust) == (NOW, ClockTrust.TRUSTED)


def test_the_hubs_time_is_trusted_in_the_boot_in_which_it_was_learnt() -> None:
    read = reading(machine(), known=Moment(at=NOW, boot=BOOT, mono_ms=MINUTE_MS))
    assert (read.at, read.trust) == (NOW + timedelta(minutes=1), ClockTrust.TRUSTED)


def test_a_clock_that_nobody_vouches_for_is_unsure() -> None:
    read = reading(machine(NOW))
    assert (read.at, read.trust) == (NOW, ClockTrust.UNSURE)


def test_time_never_lies_before_what_was_seen_before_the_power_cut() -> None:
    earlier = Moment(at=NOW, boot=EARLIER_BOOT, mono_ms=7 * MINUTE_MS)
    read = reading(machine(), earlier)
    assert (read.at, read.trust) == (NOW + timedelta(minutes=2), ClockTrust.UNSURE)


def test_time_goes_on_from_what_was_seen_since_the_boot() -> None:
    this_boot = Moment(at=NOW, boot=BOOT, mono_ms=MINUTE_MS)
    assert reading(machine(), this_boot).at == NOW + timedelta(minutes=1)


def test_the_latest_of_all_that_was_seen_counts() -> None:
    seen = [Moment(at=NOW - timedelta(days=1)), Moment(at=NOW), Moment(at=IN_1970)]
    assert reading(machine(), *seen).at == NOW


def test_a_reading_is_cut_to_the_millisecond() -> None:
    assert reading(machine()).at.microsecond == 678_000


def test_the_systems_clock_reads_this_machine(store: StationStore) -> None:
    before_ms = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    read = SystemClock(store.times).read()
    assert before_ms <= read.mono_ms <= before_ms + 30_000
    assert (read.boot, len(read.boot)) == (boot_id(), 8)
    assert abs(read.at - datetime.now(UTC)) < timedelta(seconds=30)
    assert (read.trust is ClockTrust.TRUSTED) == kernel_is_synchronised()


def test_the_systems_clock_learns_the_hubs_time_while_it_runs(store: StationStore) -> None:
    clock = SystemClock(store.times)
    store.times.clock_known(EARLIER_BOOT, 0, NOW)
    assert (clock.read().trust is ClockTrust.TRUSTED) == kernel_is_synchronised()
    store.times.clock_known(boot_id(), clock.read().mono_ms, datetime.now(UTC))
    assert clock.read().trust is ClockTrust.TRUSTED


def test_a_clock_that_was_right_stays_trusted_when_the_network_is_long_gone(
    store: StationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = SystemClock(store.times)
    monkeypatch.setattr("station.clock.kernel_is_synchronised", lambda: True)
    assert clock.read().trust is ClockTrust.TRUSTED
    monkeypatch.setattr("station.clock.kernel_is_synchronised", lambda: False)
    read = clock.read()
    assert read.trust is ClockTrust.TRUSTED
    assert abs(read.at - datetime.now(UTC)) < timedelta(seconds=30)
    assert SystemClock(store.times).read().trust is ClockTrust.UNSURE
    dose(store, reading=read)
    assert SystemClock(store.times).read().trust is ClockTrust.TRUSTED, "also after a restart"


def test_the_hub_that_was_put_right_puts_the_station_right(
    store: StationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.clock.kernel_is_synchronised", lambda: False)
    clock = SystemClock(store.times)
    mono_ms = clock.read().mono_ms
    for hub_time in (NOW - timedelta(days=400), NOW):
        store.times.clock_known(boot_id(), mono_ms, hub_time)
        assert abs(clock.read().at - hub_time) < timedelta(minutes=1)


def test_the_station_remembers_what_has_passed(store: StationStore) -> None:
    assert store.times.latest() == []
    feed(store, [], "e1.1", at=NOW)
    dose(store, reading=now(3))
    store.times.clock_known(EARLIER_BOOT, 5, NOW - timedelta(days=1))
    with StationStore.open(store.database.path.parent) as restarted:
        assert restarted.times.known() == Moment(
            at=NOW - timedelta(days=1), boot=EARLIER_BOOT, mono_ms=5
        )
        assert {moment.at for moment in restarted.times.latest()} == {
            NOW,
            NOW + timedelta(minutes=3),
            NOW - timedelta(days=1),
        }


@pytest.mark.parametrize(
    ("mono_ms", "boot", "minutes"),
    [(12 * MINUTE_MS, BOOT, 2), (9 * MINUTE_MS, BOOT, -1), (9 * MINUTE_MS, EARLIER_BOOT, 9)],
)
def test_a_moment_gives_every_other_moment_of_its_boot(
    mono_ms: int, boot: str, minutes: int
) -> None:
    moment = Moment(at=NOW, boot=BOOT, mono_ms=10 * MINUTE_MS)
    assert moment.carried_to(boot, mono_ms) == NOW + timedelta(minutes=minutes)


def test_a_moment_of_an_unknown_boot_is_carried_nowhere() -> None:
    assert Moment(at=NOW).carried_to(BOOT, MINUTE_MS) == NOW
