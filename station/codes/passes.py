"""The signed appointment pass: "VP1:" and the base45 of a signed claims set.

ASCII throughout, so that no decoder can garble it, and small enough for QR version 10 at level M.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.codes import claims as claims_set
from station.codes import cose, limits, prefixed
from station.codes.limits import MalformedError
from station.domain.code import ForeignPass, ForgedPass, Pass, SignedPass
from station.domain.roster import IssuerKey

PREFIX = "VP1:"
KEY_ID_BYTES = 8

Keys = Mapping[str, IssuerKey]
"""The issuers' public keys that a station holds, by their id (hex)."""


def key_id(public_key: bytes) -> str:
    """The id (hex) under which stations know an issuer's `public_key` (32 bytes)."""
    return hashlib.sha256(public_key).digest()[:KEY_ID_BYTES].hex()


def issue(claims: Pass, private_key: bytes, issuer: str) -> str:
    """The text of a pass, signed with `private_key` (32 bytes, Ed25519) in the name of `issuer`.

    `claims.key` is the id of the key, `claims.id` 8 to 16 bytes in hex. Raises ValueError for
    claims that no station would accept, such as a name that is not in NFC.
    """
    message = cose.seal(
        claims_set.encode(claims, issuer),
        key_id=bytes.fromhex(claims.key),
        private_key=Ed25519PrivateKey.from_private_bytes(private_key),
    )
    return prefixed.write(PREFIX, message)


def verify(
    payload: bytes, keys: Keys, revoked: Callable[[str], bool], now: datetime
) -> SignedPass | ForgedPass | ForeignPass:
    """What the pass in `payload` is worth at `now` (aware). Raises only what `revoked` raises."""
    try:
        envelope = cose.unpack(prefixed.read(PREFIX, limits.text(payload)))
        key = keys.get(envelope.key_id.hex())
        if key and not cose.is_signed_by(envelope, key.public_key):
            return ForgedPass(why="the signature does not fit the key")
        claims, issuer = claims_set.decode(envelope.payload, envelope.key_id.hex())
    except MalformedError as malformed:
        return ForgedPass(why=str(malformed))
    if key is None:
        return ForeignPass(key=claims.key)
    if issuer != key.issuer:
        return ForgedPass(why="the key belongs to another issuer")
    return SignedPass(claims=claims, expired=now >= claims.expires_at, revoked=revoked(claims.id))
