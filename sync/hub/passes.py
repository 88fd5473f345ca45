"""Signed passes for the appointments of a site."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from station.codes import passes
from station.domain.code import Pass
from sync.hub.models import Appointment, IssuerKey, Site

GOOD_AFTER_SLOT = timedelta(days=7)
"""A resident who comes late is told so; only a much older pass is simply expired."""
_NUMBER_BYTES = 8


class IssuedPass(msgspec.Struct, frozen=True):
    """Whose it is, so that somebody can hand it out, and the text of the pass."""

    resident: str
    name: str
    birth_year: int
    text: str = msgspec.field(name="pass")


def issue_passes(site: Site, day: date | None, now: datetime) -> Iterator[IssuedPass]:
    """A new pass for each appointment of `day`, or of today and all days to come."""
    key = IssuerKey.objects.filter(private_key__isnull=False).latest("made_at")
    slots = Appointment.objects.filter(site=site).select_related("resident").order_by("pk")
    on_day = slots.filter(day=day) if day else slots.filter(ends_at__gte=now)
    for slot in on_day:
        claims = _claims(slot, key, now)
        text = passes.issue(claims, bytes(key.private_key or b""), key.issuer)
        yield IssuedPass(claims.resident, claims.name, claims.birth_year, text)


def _claims(slot: Appointment, key: IssuerKey, now: datetime) -> Pass:
    return Pass(
        id=secrets.token_hex(_NUMBER_BYTES),
        key=key.id,
        issued_at=now.replace(microsecond=0),
        expires_at=slot.ends_at + GOOD_AFTER_SLOT,
        resident=slot.resident_id,
        name=slot.resident.name,
        birth_year=slot.resident.birth_year,
        birth_date=slot.resident.birth_date,
        site=slot.site_id,
        day=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        dose_number=slot.dose_number,
    )
