"""The exchange with a served hub: how fast, in how many bytes, and how soon the others know."""

import time
from collections.abc import Iterator
from pathlib import Path

from station.store.station import StationStore
from sync.once import exchange_once
from sync.outcome import Load
from tests.bench.report import Measurement, at_least, at_most, percentile, within
from tests.bench.site import Site, site
from tests.sync.relay import Relay
from tests.sync.table import Table, eventually, syncing
from tests.sync.tls_relay import TlsRelay

QUEUED = 10_000
ROUNDS = 3
BATCH = 300
CHANGED = 600
LONG, SHORT = 100_000, 1_000
DELTAS = 7
ARRIVALS = 40


def measure(folder: Path) -> Iterator[Measurement]:
    with site(folder / "busy", ROUNDS * QUEUED // 2) as busy:
        yield throughput(busy)
        yield from bytes_a_dose(busy)
        yield from propagation(busy)
    with site(folder / "short", SHORT) as short, site(folder / "long", LONG) as long:
        yield from deltas(long, short)


def throughput(at: Site) -> Measurement:
    """Work of a table that was cut off, scans and doses, sent as the sync sends it; the best of a
    few, since other processes only ever add.
    """
    rates = []
    for number in range(ROUNDS):
        table = at.table(number + 1)
        table.exchange_all()
        work(table, slice(number * QUEUED // 2, (number + 1) * QUEUED // 2))
        table.store.close()
        began_s = time.perf_counter()
        summary = exchange_once(table.home)
        rates.append(summary.sent / since(began_s))
        assert summary.broke_off is None
        assert summary.sent >= QUEUED
    return at_least(f"{QUEUED:,} queued events to the hub, events/s", max(rates), 3_000)


def work(table: Table, whom: slice) -> None:
    """One scan and one dose each."""
    rows = table.store.database.rows("SELECT id FROM resident ORDER BY id")
    for (resident,) in rows[whom]:
        table.arrive(resident)
        table.dose(resident)


def bytes_a_dose(at: Site) -> Iterator[Measurement]:
    """A batch of doses over a new connection: request, answer, heads and handshake."""
    with TlsRelay(at.hub.home, at.hub.port) as inner, Relay(inner.port) as outer:
        table = at.table(11, outer.url)
        table.exchange_all()
        doses(table, BATCH)
        plain, wire = inner.plain_bytes, outer.to_hub_bytes + outer.from_hub_bytes
        outcome = table.exchange(Load(events=BATCH))
        assert outcome.sent == BATCH
        plain = inner.plain_bytes - plain
        wire = outer.to_hub_bytes + outer.from_hub_bytes - wire
    yield at_most(f"a dose on the wire, batches of {BATCH}, bytes", wire / BATCH, 120)
    yield at_most(f"a dose in HTTP, without TLS, batches of {BATCH}, bytes", plain / BATCH, 120)


def doses(table: Table, count: int) -> None:
    rows = table.store.database.rows("SELECT id FROM resident ORDER BY id DESC LIMIT ?", (count,))
    for (resident,) in rows:
        table.dose(resident)


def propagation(at: Site) -> Iterator[Measurement]:
    """From the commit of an arrival at one table to the other table's verdict."""
    one, other = at.table(21), at.table(22)
    one.exchange_all()
    other.exchange_all()
    residents = one.store.database.rows("SELECT id FROM resident ORDER BY id LIMIT ?", (ARRIVALS,))
    with syncing(one.home), syncing(other.home):
        took_ms = [known_at_ms(one, other, resident) for (resident,) in residents]
    for share in (0.5, 0.95):
        yield at_most(
            f"an arrival is known at the other table, p{share * 100:.0f}, ms",
            percentile(took_ms[1:], share),  # the first waits for the processes to start
            1_000,
        )


def known_at_ms(one: Table, other: Table, resident: str) -> float:
    event = one.arrive(resident)
    began_s = time.perf_counter()
    eventually(lambda: event.id in arrivals(other.store, resident), "the arrival is known")
    return since(began_s) * 1e3


def arrivals(store: StationStore, resident: str) -> set[str]:
    file = store.roster.file(resident)
    return {arrival.id for arrival in file.arrivals} if file else set()


def deltas(long: Site, short: Site) -> Iterator[Measurement]:
    """What changed in a long list costs what it costs in a short one; each in turn."""
    with Relay(long.hub.port) as long_relay, Relay(short.hub.port) as short_relay:
        one, other = long.table(31, long_relay.url), short.table(31, short_relay.url)
        began_s = time.perf_counter()
        assert exchange_once(one.home).broke_off is None
        yield at_most(f"a new station fetches {LONG:,} residents, s", since(began_s), 60)
        other.exchange_all()
        rounds = [
            (delta(long, one, long_relay, phone), delta(short, other, short_relay, phone))
            for phone in (f"0900000{number:03}" for number in range(DELTAS))
        ]
    long_bytes, long_ms = (min(values) for values in zip(*(a for a, _ in rounds), strict=True))
    short_bytes, short_ms = (min(values) for values in zip(*(b for _, b in rounds), strict=True))
    what = f"delta of {CHANGED} in {LONG:,}"
    yield within(f"{what}, bytes on the wire", long_bytes, short_bytes, times=1.2)
    yield within(f"{what}, ms to fetch and keep", long_ms, short_ms, times=1.5)


def delta(at: Site, table: Table, relay: Relay, phone: str) -> tuple[float, float]:
    """Bytes and ms in which a station takes in that residents have another phone."""
    at.bring_list(range(CHANGED), phone)
    before = relay.to_hub_bytes + relay.from_hub_bytes
    began_s = time.perf_counter()
    outcome = table.exchange(Load(items=2 * CHANGED))
    took_ms = since(began_s) * 1e3
    assert outcome.received == CHANGED
    assert not outcome.more
    return relay.to_hub_bytes + relay.from_hub_bytes - before, took_ms


def since(began_s: float) -> float:
    """Seconds."""
    return time.perf_counter() - began_s
