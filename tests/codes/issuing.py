"""An invented issuer and an invented resident, and what can be spoilt about their pass."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from station.codes import passes, prefixed, reader
from station.domain.code import Code, ForgedPass, Pass
from station.domain.roster import IssuerKey

ISSUER = "hanoi"
NOW = datetime(2021, 9, 2, 2, 0, tzinfo=UTC)
"""Nine in the morning in Hanoi, on the day of the appointment."""

PRIVATE_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = PRIVATE_KEY.public_key().public_bytes_raw()
KEY = IssuerKey(id=passes.key_id(PUBLIC_KEY), issuer=ISSUER, public_key=PUBLIC_KEY)

CLAIMS = Pass(
    id="00112233445566ff",
    key=KEY.id,
    issued_at=NOW - timedelta(days=3),
    expires_at=NOW + timedelta(days=1),
    resident="0192f0c4-5a1e-7c3b-9d55-6f1f0b7a4e21",
    name="Nguyễn Thị Hồng Phượng",
    birth_year=1987,
    birth_date=date(1987, 3, 29),
    site="hn-dd-03",
    day=date(2021, 9, 2),
    starts_at=datetime(2021, 9, 2, 1, 30, tzinfo=UTC),
    ends_at=datetime(2021, 9, 2, 2, 30, tzinfo=UTC),
    dose_number=2,
)

PROTECTED = {1: -19, 4: bytes.fromhex(KEY.id)}
WIRE: dict[Any, Any] = {
    1: ISSUER,
    4: int(CLAIMS.expires_at.timestamp()),
    6: int(CLAIMS.issued_at.timestamp()),
    7: bytes.fromhex(CLAIMS.id),
    -65537: {
        2: CLAIMS.name,
        3: 6296,
        5: CLAIMS.site,
        6: [18872, 90, 60],
        7: 2,
        8: bytes.fromhex(CLAIMS.resident.replace("-", "")),
    },
}
"""The claims set of the pass, written down by hand."""


def claims(**changes: Any) -> Pass:
    """The claims of the usual pass, with `changes`."""
    return replace(CLAIMS, **changes)


def issue(given: Pass = CLAIMS) -> bytes:
    """A pass as it stands in a QR code."""
    return passes.issue(given, PRIVATE_KEY.private_bytes_raw(), ISSUER).encode()


def read(payload: bytes, *, now: datetime = NOW, revoked: frozenset[str] = frozenset()) -> Code:
    """What a station that holds the issuer's key makes of `payload`."""
    return reader.read(payload, {KEY.id: KEY}, revoked.__contains__, now)


def text(message: bytes) -> bytes:
    return prefixed.write(passes.PREFIX, message).encode()


def sign(
    payload: bytes | None = None,
    *,
    protected: bytes | None = None,
    unprotected: object = None,
    key: Ed25519PrivateKey = PRIVATE_KEY,
) -> bytes:
    """A pass of any parts, which do not have to make sense, with a signature that does fit them."""
    payload = cbor2.dumps(WIRE) if payload is None else payload
    protected = cbor2.dumps(PROTECTED) if protected is None else protected
    signature = key.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    parts = [protected, {} if unprotected is None else unprotected, payload, signature]
    return text(cbor2.dumps(cbor2.CBORTag(18, parts)))


def wire(**appointment: Any) -> dict[Any, Any]:
    """The claims set with a changed appointment; its keys are written `_2` for 2."""
    changes = {int(key[1:]): value for key, value in appointment.items()}
    return WIRE | {-65537: WIRE[-65537] | changes}


def why(payload: bytes) -> str:
    """The reason for which a station takes `payload` for a forgery."""
    code = read(payload)
    assert isinstance(code, ForgedPass), code
    return code.why
