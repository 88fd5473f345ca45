"""COSE_Sign1 (RFC 9052) in the one shape that our passes have: tag 18, Ed25519, a key id."""

import cbor2
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from station.codes import cbor
from station.codes.limits import MalformedError

ED25519 = -19
"""The algorithm's number in RFC 9864, which deprecates the ambiguous EdDSA (-8)."""

SIGNATURE_BYTES = 64
KEY_ID_BYTES = range(1, 33)

_TAG_18 = b"\xd2"
_ALGORITHM = 1
_KEY_ID = 4


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """A signed message before its signature is checked: `protected` are the header's own bytes."""

    key_id: bytes
    protected: bytes
    payload: bytes
    signature: bytes


def seal(payload: bytes, *, key_id: bytes, private_key: Ed25519PrivateKey) -> bytes:
    """The tagged COSE_Sign1 of `payload`."""
    protected = cbor.dump({_ALGORITHM: ED25519, _KEY_ID: key_id})
    signature = private_key.sign(_to_be_signed(protected, payload))
    return _TAG_18 + cbor.dump([protected, {}, payload, signature])


def unpack(message: bytes) -> Envelope:
    """The envelope in `message`. Raises MalformedError unless it is built exactly as by `seal`."""
    if not message.startswith(_TAG_18):
        raise MalformedError("no COSE_Sign1 tag")
    match cbor.load(message.removeprefix(_TAG_18)):
        case [bytes(protected), dict(unprotected), bytes(payload), bytes(signature)]:
            if unprotected or len(signature) != SIGNATURE_BYTES:
                raise MalformedError("a COSE_Sign1 that is not built as ours")
        case _:
            raise MalformedError("no COSE_Sign1")
    key_id = _key_id(protected)
    return Envelope(key_id=key_id, protected=protected, payload=payload, signature=signature)


def _key_id(protected: bytes) -> bytes:
    """The key id. The algorithm is the key's and no choice of the message: others are refused."""
    match cbor.load(protected):
        case {1: int(algorithm), 4: bytes(key_id), **rest} if not rest:
            if algorithm != ED25519:
                raise MalformedError("signed by another algorithm than Ed25519")
            if len(key_id) not in KEY_ID_BYTES:
                raise MalformedError(f"a key id of {len(key_id)} bytes")
            return key_id
    raise MalformedError("a protected header other than algorithm and key id")


def is_signed_by(envelope: Envelope, public_key: bytes) -> bool:
    """Whether the signature is that of `public_key` (32 bytes)."""
    signed = _to_be_signed(envelope.protected, envelope.payload)
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(envelope.signature, signed)
    except (InvalidSignature, ValueError):
        return False
    return True


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, b"", payload])
