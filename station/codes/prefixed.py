"""Binary messages as text for a QR code: a prefix that names the kind, then base45 (RFC 9285)."""

import struct

import base45  # type: ignore[import-untyped]  # it has no annotations

from station.codes.limits import MalformedError

_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_DIGITS = bytes.maketrans(_ALPHABET, bytes(range(len(_ALPHABET))))


def write(prefix: str, message: bytes) -> str:
    """The text of `message`, in the QR code's alphanumeric set if `prefix` is."""
    encoded: bytes = base45.b45encode(message)
    return prefix + encoded.decode()


def read(prefix: str, text: str) -> bytes:
    """The message in `text`. Raises MalformedError."""
    if not text.startswith(prefix):
        raise MalformedError(f"does not begin with {prefix}")
    try:
        return _decode(text.removeprefix(prefix).encode())
    except struct.error:
        raise MalformedError("not base45") from None


def _decode(encoded: bytes) -> bytes:
    """Written out: every scan waits for it, and the library's takes twice as long.

    Raises MalformedError, or struct.error for digits that are more than their bytes can hold.
    """
    if encoded.translate(None, _ALPHABET) or len(encoded) % 3 == 1:
        raise MalformedError("not base45")
    digits = encoded.translate(_DIGITS)
    triples = zip(digits[0::3], digits[1::3], digits[2::3], strict=False)
    pairs = [a + 45 * b + 2025 * c for a, b, c in triples]
    last = (digits[-2] + 45 * digits[-1],) if len(digits) % 3 else ()
    return struct.pack(f">{len(pairs)}H{len(last)}B", *pairs, *last)
