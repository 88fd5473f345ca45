"""A table in a test: a real store, real passes, and a clock that stands where it is set."""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station import campaigns
from station.clock import Reading
from station.codes import passes
from station.desk import Heard, Kept, Report, TableDesk
from station.domain import inputs
from station.domain.code import Pass
from station.domain.events import ClockTrust
from station.domain.people import Appointment, Resident, Site
from station.domain.roster import KINDS, IssuerKey, Thing
from station.domain.screens import Screen, VialInUse
from station.resuming import resumed
from station.store.identity import Enrolled
from station.store.page import Change
from station.store.station import StationStore

NINE = datetime(2021, 10, 5, 2, 0, tzinfo=UTC)
"""Nine in the morning in Hanoi."""

TODAY = NINE.date()
SITE = Site(id="langthuong", name="Trạm y tế Láng Thượng", province="001")
VIAL = VialInUse(
    vial="v-1", product="astrazeneca", lot="ABV1234", expiry=date(2021, 12, 31), doses_left=10
)
_KIND_OF = {kind: name for name, kind in KINDS.items()}


class SetClock:
    """A clock of a test: it says what it was set to."""

    def __init__(self, at: datetime = NINE) -> None:
        self.at = at
        self.trust = ClockTrust.TRUSTED

    def read(self) -> Reading:
        mono_ms = int((self.at - NINE) / timedelta(milliseconds=1)) + 3_600_000
        return Reading(at=self.at, boot="b0071d00", mono_ms=mono_ms, trust=self.trust)


class Issuer:
    """Who signs the passes of the site."""

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()
        public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key = IssuerKey(id=passes.key_id(public), issuer="hanoi", public_key=public)

    def pass_for(self, resident: Resident, slot: Appointment, number: str = "") -> bytes:
        claims = Pass(
            id=number or uuid.uuid4().hex[:16],
            key=self.key.id,
            issued_at=NINE - timedelta(days=3),
            expires_at=NINE + timedelta(days=7),
            resident=resident.id,
            name=resident.name,
            birth_year=resident.birth_year,
            birth_date=resident.birth_date,
            site=slot.site,
            day=slot.day,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            dose_number=slot.dose_number,
        )
        return passes.issue(claims, self._key.private_bytes_raw(), self.key.issuer).encode()


def resident(name: str, born: date = date(1987, 3, 29)) -> Resident:
    return Resident(id=str(uuid.uuid4()), name=name, birth_year=born.year, birth_date=born)


def slot_for(person: Resident, day: date = TODAY, site: str = SITE.id) -> Appointment:
    starts_at = datetime(day.year, day.month, day.day, 1, 30, tzinfo=UTC)
    return Appointment(
        id=f"a-{person.id}",
        resident=person.id,
        site=site,
        session=f"{site}-{day}",
        day=day,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=90),
    )


class TableInTest:
    """One table of the site, enrolled, with a list; `heard` are its sounds, `kept` its events."""

    def __init__(self, home: Path, number: int = 1, clock: SetClock | None = None) -> None:
        self.store = StationStore.open(home)
        self.clock = clock or SetClock()
        self.here = Enrolled(
            station=f"langthuong-{number}",
            site=SITE.id,
            table=number,
            name=f"Bàn {number}",
            hub_url="https://127.0.0.1:1",
            fingerprint="00" * 32,
            private_key=bytes(32),
        )
        self.store.identity.set(self.here)
        self.reports: list[Report] = []
        self.desk = self.restarted()

    def restarted(self) -> TableDesk:
        """The desk as it stands after the process was started again."""
        desk = resumed(self.store, self.clock, "n-1")
        self.desk = TableDesk(self.store, self.clock, self.here, desk, self.reports.append)
        return self.desk

    def lists(self, things: Iterable[Thing]) -> None:
        """The list brings `things`, together with what every site has."""
        changes = [
            Change(_KIND_OF[type(thing)], thing.id, msgspec.json.encode(thing))
            for thing in (SITE, campaigns.load(), *things)
        ]
        self._page(changes)

    def _page(self, changes: list[Change]) -> None:
        self.store.roster.apply(
            changes,
            after=self.store.roster.cursor(),
            cursor=f"c-{uuid.uuid4()}",
            restart=False,
            more=False,
            at=self.clock.at - timedelta(hours=1, minutes=20),
        )

    def forgets(self, person: Resident) -> None:
        """The list brings that `person` was removed."""
        self._page([Change("resident", person.id, None)])

    def scans(self, payload: bytes) -> Screen:
        self.desk.code_seen(payload, seen_s=0.0)
        return self.desk.desk.screen

    def touches(self, *touches: inputs.Input) -> Screen:
        for touch in touches:
            self.desk.touched(touch)
        return self.desk.desk.screen

    def uses(self, vial: VialInUse = VIAL) -> None:
        self.touches(inputs.UseVial(vial=vial))

    @property
    def sounds(self) -> list[str]:
        return [report.sound for report in self.reports if isinstance(report, Heard)]

    @property
    def kept(self) -> list[str]:
        return [report.event.kind for report in self.reports if isinstance(report, Kept)]
