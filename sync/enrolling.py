"""Makes this station known to a hub."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.clock import SystemClock
from station.codes.enrolment import EnrolmentCode
from station.store.identity import Enrolled
from station.store.station import StationStore
from sync import calls, hub_time
from sync.client import HubClient
from sync.link import Enrolled as Accepted
from sync.link import Failure
from sync.protocol import VERSION, EnrolAnswer, EnrolRequest, Point


def enrol(home: Path, code: EnrolmentCode) -> Enrolled | Failure:
    """Makes a key, lets the hub know it, and keeps who the station is now.

    Raises UnsentEventsError where the station was another one and has events that no hub has.
    """
    key = Ed25519PrivateKey.generate()
    request = _request(home, code, key)
    outcome = calls.enrol(HubClient(code.url, code.fingerprint), request)
    if not isinstance(outcome, Accepted):
        return outcome
    enrolled = _identity(outcome.answer, code, key)
    with StationStore.open(home) as store:
        store.identity.set(enrolled)
        hub_time.learn(store, SystemClock(store.times), outcome.answer.hub_time)
    return enrolled


def _request(home: Path, code: EnrolmentCode, key: Ed25519PrivateKey) -> EnrolRequest:
    with StationStore.open(home) as store:
        before = store.identity.get()
        head = Point(*store.ledger.tip()) if before else None
    return EnrolRequest(
        version=VERSION,
        code=code.code,
        public_key=key.public_key().public_bytes_raw(),
        ledger=before.station if before else None,
        head=head,
    )


def _identity(answer: EnrolAnswer, code: EnrolmentCode, key: Ed25519PrivateKey) -> Enrolled:
    return Enrolled(
        station=answer.station,
        site=answer.site,
        table=answer.table,
        name=answer.name,
        hub_url=code.url,
        fingerprint=code.fingerprint,
        private_key=key.private_bytes_raw(),
    )
