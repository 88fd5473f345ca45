"""From the bytes of a pass to the verdict, with 1,000,000 residents on the station."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station import campaigns
from station.clock import Reading
from station.codes import passes, reader
from station.domain.code import Pass
from station.domain.effects import Judge
from station.domain.events import ClockTrust
from station.domain.people import Site
from station.domain.roster import IssuerKey
from station.domain.verdict import Decision
from station.store.database import Database
from station.store.key import DATABASE_FILE
from station.store.page import Change
from station.store.station import StationStore
from station.subject import subject_of
from tests.bench.people import SITE, TODAY, appointment, changes, resident
from tests.bench.report import Measurement, at_most, percentile, within
from tests.bench.roster import apply, enrolled

RESIDENTS = 1_000_000
AT_ONCE = 20_000
SCANS = 2_000
NOW = datetime(2021, 9, 15, 3, 30, tzinfo=UTC)
PRIVATE_KEY = bytes(range(32))
PUBLIC_KEY = Ed25519PrivateKey.from_private_bytes(PRIVATE_KEY).public_key().public_bytes_raw()
KEY_ID = passes.key_id(PUBLIC_KEY)
ISSUER = "hub"
HERE = enrolled()
SCANNED = Reading(at=NOW, boot="b0070000", mono_ms=1, trust=ClockTrust.TRUSTED)
THING = "SELECT body FROM thing WHERE kind = ? AND id = ?"
LINK = "SELECT body FROM link WHERE resident = ? AND kind = ?"


class Taken(NamedTuple):
    """How long something took; `cpu_s` leaves out what other processes took of it."""

    wall_s: float
    cpu_s: float

    @classmethod
    def by(cls, work: Callable[[], object]) -> "Taken":
        wall_s, cpu_s = time.perf_counter(), time.thread_time()
        work()
        return cls(time.perf_counter() - wall_s, time.thread_time() - cpu_s)


def measure(folder: Path) -> Iterator[Measurement]:
    """The bare SELECTs run on a connection of their own, in turn with the scans.

    The file is read once before, so that nobody pays for the disk whom the other follows.
    """
    home = folder / "station"
    with StationStore.open(home) as store, StationStore.open(home) as bare:
        fill(store)
        store.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        (home / DATABASE_FILE).read_bytes()
        numbers = random.Random(1).sample(range(RESIDENTS), SCANS)  # noqa: S311  (no secrets)
        scans, selects = [], []
        for payload, id_ in [(pass_of(number), resident(number).id) for number in numbers]:
            scans.append(Taken.by(partial(scan, store, payload)))
            selects.append(Taken.by(partial(select, bare.database, id_)))
    name = f"payload to verdict, {RESIDENTS:,} residents, p95"
    wall_ms = percentile([taken.wall_s for taken in scans], 0.95) * 1e3
    yield at_most(f"{name}, ms", wall_ms, limit=5)
    ours_ms = percentile([taken.cpu_s for taken in scans], 0.95) * 1e3
    bare_ms = percentile([taken.cpu_s for taken in selects], 0.95) * 1e3
    yield within(f"{name}, CPU ms, against its SELECTs", ours_ms, bare_ms, times=3)


def fill(store: StationStore) -> None:
    """The whole list, and what else a verdict looks at."""
    store.identity.set(HERE)
    site = Site(id=SITE, name="Nhà văn hóa", province="001")
    key = IssuerKey(id=KEY_ID, issuer=ISSUER, public_key=PUBLIC_KEY)
    small = [
        Change("site", site.id, msgspec.json.encode(site)),
        Change("issuer_key", key.id, msgspec.json.encode(key)),
        Change("campaign", campaigns.DEFAULT, msgspec.json.encode(campaigns.load())),
    ]
    apply(store, small)
    for start in range(0, RESIDENTS, AT_ONCE):
        apply(store, list(changes(range(start, min(start + AT_ONCE, RESIDENTS)))))


def pass_of(number: int) -> bytes:
    """What the camera reads from the resident's phone."""
    person = resident(number)
    slot = appointment(person, number)
    claims = Pass(
        id=f"{number:016x}",
        key=KEY_ID,
        issued_at=NOW - timedelta(days=3),
        expires_at=NOW + timedelta(days=3),
        resident=person.id,
        name=person.name,
        birth_year=person.birth_year,
        birth_date=person.birth_date,
        site=SITE,
        day=TODAY,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        dose_number=slot.dose_number,
    )
    return passes.issue(claims, PRIVATE_KEY, ISSUER).encode()


def scan(store: StationStore, payload: bytes) -> None:
    """From the payload to the verdict, as the desk goes about it."""
    roster = store.roster
    with store.reading():
        code = reader.read(payload, roster.issuer_keys(), roster.revoked, SCANNED.at)
    with store.reading():
        asked = Judge(code=code, product="astrazeneca", expiry=date(2030, 12, 31))
        subject = subject_of(asked, roster=roster, here=HERE, now=SCANNED)
    if subject.resident is None or subject.verdict.decision is Decision.STOP:
        raise AssertionError(f"the bench measures something else: {subject.verdict}")


def select(bare: Database, resident_id: str) -> None:
    """The indexed SELECTs that the verdict needs, one for each kind of thing, all rows fetched."""
    for sql, parameter in (
        (THING, ("issuer_key", KEY_ID)),
        (THING, ("revocation", KEY_ID)),
        (THING, ("site", SITE)),
        (THING, ("campaign", campaigns.DEFAULT)),
        ("SELECT as_of FROM feed", ()),
        ("SELECT body FROM resident WHERE id = ?", (resident_id,)),
        (LINK, (resident_id, "appointment")),
        (LINK, (resident_id, "dose")),
        (LINK, (resident_id, "arrival")),
    ):
        bare.conn.execute(sql, parameter).fetchall()
