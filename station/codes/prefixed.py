"""Binary messages as text for a QR code: a prefix that names the kind, then base45 (RFC 9285)."""

import base45  # type: ignore[import-untyped]  # it has no annotations

from station.codes.limits import MalformedError


def write(prefix: str, message: bytes) -> str:
    """The text of `message`, in the QR code's alphanumeric set if `prefix` is."""
    encoded: bytes = base45.b45encode(message)
    return prefix + encoded.decode()


def read(prefix: str, text: str) -> bytes:
    """The message in `text`. Raises MalformedError."""
    if not text.startswith(prefix):
        raise MalformedError(f"does not begin with {prefix}")
    try:
        message: bytes = base45.b45decode(text.removeprefix(prefix).encode())
    except ValueError:
        raise MalformedError("not base45") from None
    return message
