"""From the bytes of a pass to the verdict, with 1,000,000 residents on the station."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station import campaigns
from station.clock import Reading
from station.codes import passes, reader
from station.domain.code import Pass
from station.domain.events import ClockTrust
from station.domain.people import Site
from station.domain.roster import IssuerKey
from station.domain.verdict import Decision
from station.store.database import Database
from station.store.page import Change
from station.store.station import StationStore
from station.subject import subject_of
from tests.bench.people import SITE, TODAY, appointment, changes, resident
from tests.bench.report import Measurement, at_most, percentile, within
from tests.bench.roster import PAGE, apply, enrolled

RESIDENTS = 1_000_000
SCANS = 2_000
NOW = datetime(2021, 9, 15, 3, 30, tzinfo=UTC)
PRIVATE_KEY = bytes(range(32))
PUBLIC_KEY = Ed25519PrivateKey.from_private_bytes(PRIVATE_KEY).public_key().public_bytes_raw()
KEY_ID = passes.key_id(PUBLIC_KEY)
ISSUER = "hub"
CAMPAIGN = campaigns.DEFAULT


def measure(folder: Path) -> Iterator[Measurement]:
    """The bare SELECTs run on a connection of their own, in turn with the scans."""
    home = folder / "station"
    with StationStore.open(home) as store, StationStore.open(home) as bare:
        fill(store)
        scans = random.Random(1).sample(range(RESIDENTS), SCANS)  # noqa: S311  (no secrets)
        scans_s, selects_s = [], []
        for number in scans:
            scans_s.append(scan(store, pass_of(number)))
            selects_s.append(select(bare.database, resident(number).id))
    for share in (0.5, 0.95):
        ours_ms = percentile(scans_s, share) * 1e3
        bare_ms = percentile(selects_s, share) * 1e3
        name = f"payload to verdict, {RESIDENTS:,} residents, p{share * 100:.0f}, ms"
        yield within(f"{name}, against its SELECTs", ours_ms, bare_ms, times=3)
    yield at_most(name, ours_ms, limit=5)


def fill(store: StationStore) -> None:
    """The whole list, and what else a verdict looks at."""
    store.identity.set(enrolled())
    site = Site(id=SITE, name="Nhà văn hóa", province="001")
    key = IssuerKey(id=KEY_ID, issuer=ISSUER, public_key=PUBLIC_KEY)
    small = [
        Change("site", site.id, msgspec.json.encode(site)),
        Change("issuer_key", key.id, msgspec.json.encode(key)),
        Change("campaign", CAMPAIGN, msgspec.json.encode(campaigns.load())),
    ]
    apply(store, small)
    for start in range(0, RESIDENTS, PAGE):
        apply(store, list(changes(range(start, min(start + PAGE, RESIDENTS)))))


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


def scan(store: StationStore, payload: bytes) -> float:
    """Seconds from the payload to the verdict, as the desk goes about it."""
    now = Reading(at=NOW, boot="b0070000", mono_ms=1, trust=ClockTrust.TRUSTED)
    here = enrolled()
    began_s = time.perf_counter()
    code = reader.read(payload, store.roster.issuer_keys(), store.roster.revoked, now.at)
    with store.reading():
        subject = subject_of(code, roster=store.roster, here=here, now=now, product="astrazeneca")
    taken_s = time.perf_counter() - began_s
    if subject.resident is None or subject.verdict.decision is Decision.STOP:
        raise AssertionError(f"the bench measures something else: {subject.verdict}")
    return taken_s


def select(bare: Database, resident_id: str) -> float:
    """Seconds for the indexed SELECTs that the verdict needs, with all rows fetched.

    The issuer's key, whether the pass was withdrawn, the site, the rules, how old the list is, and
    the resident with slots, doses and arrivals.
    """
    run = bare.conn.execute
    began_s = time.perf_counter()
    run("SELECT body FROM thing WHERE kind = 'issuer_key' AND id = ?", (KEY_ID,)).fetchall()
    run("SELECT 1 FROM thing WHERE kind = 'revocation' AND id = ?", (resident_id,)).fetchall()
    run("SELECT body FROM thing WHERE kind = 'site' AND id = ?", (SITE,)).fetchall()
    run("SELECT body FROM thing WHERE kind = 'campaign' AND id = ?", (CAMPAIGN,)).fetchall()
    run("SELECT cursor, as_of FROM feed").fetchall()
    run("SELECT body FROM resident WHERE id = ?", (resident_id,)).fetchall()
    run("SELECT kind, id, body FROM link WHERE resident = ?", (resident_id,)).fetchall()
    return time.perf_counter() - began_s
