"""The key under which this hub signs passes."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.codes.passes import key_id
from station.domain import roster
from sync.hub.models import IssuerKey


def ensure_issuer_key(issuer: str, now: datetime) -> None:
    """Makes a signing key where the hub has none."""
    if IssuerKey.objects.filter(private_key__isnull=False).exists():
        return
    key = Ed25519PrivateKey.generate()
    public_key = key.public_key().public_bytes_raw()
    IssuerKey.objects.create(
        id=key_id(public_key),
        issuer=issuer,
        public_key=public_key,
        private_key=key.private_bytes_raw(),
        made_at=now,
    )


def issuer_keys() -> list[roster.IssuerKey]:
    """The keys that stations take passes under."""
    return [
        roster.IssuerKey(id=row.id, issuer=row.issuer, public_key=bytes(row.public_key))
        for row in IssuerKey.objects.order_by("made_at")
    ]
