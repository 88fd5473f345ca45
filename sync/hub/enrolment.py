"""How a station becomes known: a one-time code, shown on the hub and read by the station."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from sync.hub.models import EnrolmentCode, Station
from sync.hub.refused import RefusalError
from sync.hub.sites import add_station
from sync.protocol import VERSION, EnrolAnswer, EnrolRequest, Refusal

CODE_LASTS = timedelta(minutes=15)
_PUBLIC_KEY_BYTES = 32


def new_code(station: Station, now: datetime) -> str:
    """A code that enrols `station` once, within 15 minutes. The hub keeps only its hash."""
    code = secrets.token_urlsafe(16)
    EnrolmentCode.objects.create(
        code_hash=_hash_of(code), station=station, expires_at=now + CODE_LASTS
    )
    return code


def enrol(request: EnrolRequest, now: datetime) -> EnrolAnswer:
    """Makes the station's key known and uses up its code. Raises RefusalError."""
    if request.version != VERSION:
        raise RefusalError(Refusal.VERSION, f"this hub speaks version {VERSION}")
    if len(request.public_key) != _PUBLIC_KEY_BYTES:
        raise RefusalError(Refusal.MALFORMED, f"public_key is not {_PUBLIC_KEY_BYTES} bytes long")
    with transaction.atomic():
        station = _place_for(_use_up(request.code, now), request)
        station.public_key, station.revoked_at = request.public_key, None
        station.save(update_fields=["public_key", "revoked_at"])
    return EnrolAnswer(
        station=station.id,
        site=station.site_id,
        table=station.table,
        name=station.name,
        hub_time=now,
    )


def _place_for(station: Station, request: EnrolRequest) -> Station:
    """The station itself, or a new one at its table for a card that does not hold its ledger.

    A ledger that began anew under the old id would be a fork: held, and in no log. The old id keeps
    its key, so that a card that turns up again can still send what it has.
    """
    if not station.tip_seq or _carries_on(station, request):
        return station
    return add_station(station.site, station.name, station.table)


def _carries_on(station: Station, request: EnrolRequest) -> bool:
    if request.ledger != station.id or request.head is None:
        return False
    if request.head.seq == station.tip_seq:
        return request.head.hash == bytes(station.tip_hash)
    return request.head.seq > station.tip_seq


def _use_up(code: str, now: datetime) -> Station:
    unused = EnrolmentCode.objects.filter(
        code_hash=_hash_of(code), used_at=None, expires_at__gt=now
    )
    if not unused.update(used_at=now):
        raise RefusalError(Refusal.ENROLMENT_CODE, "the code is used or too old: make a new one")
    return EnrolmentCode.objects.select_related("station").get(code_hash=_hash_of(code)).station


def _hash_of(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
