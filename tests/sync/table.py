"""A table of a site as these tests need it: a real store, a steady clock, and the sync."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.clock import Clock, Reading
from station.codes import enrolment
from station.domain.events import (
    Arrived,
    ClockTrust,
    Corrected,
    CorrectionReason,
    Dosed,
    Event,
    Registered,
    chain,
)
from station.domain.people import Registration, Resident
from station.store.identity import Enrolled
from station.store.station import StationStore
from sync import enrolling
from sync.calls import StationLink
from sync.client import HubClient
from sync.engine import Engine
from sync.link import HubLink
from sync.outcome import Exchanged, Load, Outcome

DEADLINE_S = 60.0
ALL = Load(events=500, items=500)


class SteadyClock:
    """Goes on from the time that it is set to, as the hub's does."""

    def __init__(self, at: datetime | None = None, trust: ClockTrust = ClockTrust.TRUSTED) -> None:
        self.trust = trust
        self.boot = "b0b0b0b0"
        self._set_to = at or datetime.now(UTC)
        self._set_at_s = time.monotonic()

    def read(self) -> Reading:
        passed_s = time.monotonic() - self._set_at_s
        at = self._set_to + timedelta(seconds=passed_s)
        mono_ms = 1000 + int(passed_s * 1000)
        return Reading(at=at, boot=self.boot, mono_ms=mono_ms, trust=self.trust)


class Table:
    """`store` is the kiosk's own connection; `engine` has one of its own, as the sync process."""

    def __init__(self, home: Path, clock: Clock | None = None) -> None:
        self.home = home
        self.clock = clock or SteadyClock()
        self.store = StationStore.open(home)

    @property
    def me(self) -> Enrolled:
        return self.store.identity.require()

    def arrive(self, resident: str) -> Arrived:
        return self.store.ledger.append(
            Arrived, self.clock.read(), staff="n1", resident=resident, code="pass"
        )

    def dose(self, resident: str) -> Dosed:
        return self.store.ledger.append(
            Dosed,
            self.clock.read(),
            staff="n1",
            resident=resident,
            product="astrazeneca",
            lot="ABV1234",
            dose_number=1,
        )

    def take_back(self, event: Event) -> Corrected:
        return self.store.ledger.append(
            Corrected,
            self.clock.read(),
            staff="n1",
            resident=event.resident,
            corrects=event.id,
            why=CorrectionReason.UNDO,
        )

    def walk_in(self) -> str:
        """Somebody who is on no list; returns the resident's id."""
        person = Resident(
            id=str(uuid4()),
            name="Nguyễn Thị Hồng Phượng",
            birth_year=1987,
            registration=Registration.WALK_IN,
        )
        self.store.ledger.append(
            Registered, self.clock.read(), staff="n1", resident=person.id, person=person
        )
        return person.id

    def write_bytes(self, canonical: bytes) -> int:
        """Appends bytes that no version of the store would; returns their number."""
        tip = self.store.ledger.tip()
        with self.store.transaction():
            self.store.database.write(
                "INSERT INTO event (seq, id, kind, canonical, hash) VALUES (?, ?, 'dosed', ?, ?)",
                (tip.seq + 1, str(uuid4()), canonical, chain(tip.hash, canonical)),
            )
        return tip.seq + 1

    def engine(self, link: HubLink | None = None, *, url: str = "") -> Engine:
        return Engine(self.home, self.store, link or self.link(url), self.clock, self.me)

    def link(self, url: str = "") -> StationLink:
        me = self.me
        client = HubClient(url or me.hub_url, me.fingerprint)
        key = Ed25519PrivateKey.from_private_bytes(me.private_key)
        return StationLink(client, me.station, key, self.clock.read().at)

    def exchange(self, load: Load = ALL) -> Exchanged:
        """One exchange, which has to be answered."""
        outcome = self.engine().cycle(load)
        assert isinstance(outcome, Exchanged), outcome
        return outcome

    def exchange_all(self) -> None:
        """Exchanges until nothing is left either way."""
        while self.exchange().more or self.store.outbox.backlog():
            pass


def enrol(home: Path, text: str, clock: Clock | None = None) -> Table:
    """Enrols a station at `home` with the text that the hub printed."""
    outcome: Enrolled | Outcome = enrolling.enrol(home, enrolment.read(text.strip()))
    assert isinstance(outcome, Enrolled), outcome
    return Table(home, clock)


@contextmanager
def syncing(home: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """`python -m sync` as a process, ended as systemd would."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "sync", "--home", str(home), *arguments],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    with process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(DEADLINE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def eventually(holds: Callable[[], object], what: str) -> None:
    """Waits until `holds`, looking often; fails after a minute."""
    until_s = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < until_s, f"waited {DEADLINE_S:.0f} s in vain until {what}"
        time.sleep(0.01)
