"""The account of a day: what the tables showed against what the hub holds. Pure."""

import statistics
from collections.abc import Iterable, Sequence

import msgspec


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How one scan ended, as the table showed it: an event of the kind "dosed" or "turned_away"."""

    event: str
    station: str
    seq: int
    kind: str
    reasons: tuple[str, ...] = ()


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An event as the hub lists it."""

    event: str
    station: str
    seq: int
    kind: str


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """Milliseconds: the median, and what 95 of 100 stay below."""

    p50: float | None
    p95: float | None


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Every scan ended as recorded or turned away; both are counted again at the hub.

    `acknowledged` counts those outcomes that the stations know to be at the hub, `in_hub` those
    that are there. `lost` were shown and are not there. `duplicates` are there twice, or were
    never shown.
    """

    residents: int
    scans: int
    recorded: int
    turned_away: int
    acknowledged: int
    in_hub: int
    lost: int
    duplicates: int
    to_review: int
    parked: int
    scan_to_verdict_ms: Spread
    record_ms: Spread

    @property
    def adds_up(self) -> bool:
        return self.lost == 0 and self.duplicates == 0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What an account is made of. `acknowledged` is the last acknowledged `seq` by station."""

    residents: int
    scans: int
    outcomes: Sequence[Outcome]
    held: Sequence[Held]
    acknowledged: dict[str, int]
    to_review: int
    parked: int
    scan_to_verdict_ms: Sequence[float]
    record_ms: Sequence[float]


OUTCOMES = ("dosed", "turned_away")


def account_of(seen: Evidence) -> Account:
    """The account, by the identities of the events."""
    shown = {outcome.event for outcome in seen.outcomes}
    held = {one.event for one in seen.held if one.kind in OUTCOMES}
    return Account(
        residents=seen.residents,
        scans=seen.scans,
        recorded=_of_kind("dosed", seen.outcomes),
        turned_away=_of_kind("turned_away", seen.outcomes),
        acknowledged=sum(
            outcome.seq <= seen.acknowledged.get(outcome.station, 0) for outcome in seen.outcomes
        ),
        in_hub=len(shown & held),
        lost=len(shown - held),
        duplicates=len(held - shown) + _repeated(seen.held),
        to_review=seen.to_review,
        parked=seen.parked,
        scan_to_verdict_ms=spread(seen.scan_to_verdict_ms),
        record_ms=spread(seen.record_ms),
    )


def spread(measured_ms: Sequence[float]) -> Spread:
    """Nothing where nothing was measured."""
    if not measured_ms:
        return Spread(p50=None, p95=None)
    if len(measured_ms) == 1:
        return Spread(p50=measured_ms[0], p95=measured_ms[0])
    hundredths = statistics.quantiles(measured_ms, n=100, method="inclusive")
    return Spread(p50=round(hundredths[49], 3), p95=round(hundredths[94], 3))


def _of_kind(kind: str, outcomes: Iterable[Outcome]) -> int:
    return sum(outcome.kind == kind for outcome in outcomes)


def _repeated(held: Sequence[Held]) -> int:
    """An event has one id and one place in its station's ledger; whatever is beyond that."""
    places = {one.event: (one.station, one.seq) for one in held}
    return len(held) - len(set(places.values()))
