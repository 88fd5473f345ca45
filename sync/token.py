"""The token that names a station on each call, for both ends: a JWT over the body that was sent.

Ed25519 by its own name (RFC 9864): the older `EdDSA` leaves the curve open and is not taken.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from sync import wire
from sync.protocol import AUDIENCE, MAX_TOKEN_AGE_S

_ALGORITHMS = ["Ed25519"]
_LIFE_S = 120
_LEEWAY_S = 30


class _Claims(msgspec.Struct, frozen=True):
    """`bsh` is the SHA-256 of the body as sent, in base64url without padding."""

    iss: str
    aud: str
    iat: int
    exp: int
    bsh: str


class TokenError(ValueError):
    """A token that proves nothing; the text says why, without the token's content."""


def issue(station: str, key: Ed25519PrivateKey, body: bytes, now: datetime) -> str:
    """The token of `station` for a call with this `body` (as sent), `now` by the hub's clock."""
    at = int(now.timestamp())
    claims = _Claims(station, AUDIENCE, at, at + _LIFE_S, _body_hash(body))
    return jwt.encode(
        {"alg": _ALGORITHMS[0]},
        msgspec.to_builtins(claims),
        OKPKey.import_key(key),
        algorithms=_ALGORITHMS,
    )


def verify(
    token: str, body: bytes, now: datetime, key_of: Callable[[str], Ed25519PublicKey | None]
) -> str:
    """The station that sent `body` with `token`. Raises TokenError.

    `key_of` gives the public key of a station, or None for one that is not known.
    """
    try:
        station = _claims(jws.extract_compact(token.encode())).iss
        key = key_of(station)
        if key is None:
            raise TokenError("no such station is known here")
        signed = jws.deserialize_compact(token, OKPKey.import_key(key), algorithms=_ALGORITHMS)
        _check(_claims(signed), body, int(now.timestamp()))
    except JoseError as error:
        raise TokenError(f"the token does not hold: {error.error}") from error
    except wire.BodyError as error:
        raise TokenError(str(error)) from error
    return station


def _claims(token: jws.CompactSignature) -> _Claims:
    return wire.decode(token.payload, _Claims)


def _check(claims: _Claims, body: bytes, now_s: int) -> None:
    if claims.aud != AUDIENCE:
        raise TokenError(f"the token is not for {AUDIENCE}")
    if claims.bsh != _body_hash(body):
        raise TokenError("the token is for another body")
    if claims.iat > now_s + _LEEWAY_S:
        raise TokenError("the token is from the future: mind the clock")
    if now_s >= min(claims.exp, claims.iat + MAX_TOKEN_AGE_S) + _LEEWAY_S:
        raise TokenError("the token has expired: mind the clock")


def _body_hash(body: bytes) -> str:
    return urlsafe_b64encode(hashlib.sha256(body).digest()).rstrip(b"=").decode()
