"""Bodies on the wire, for both ends: zstd where it pays, event bytes kept to the byte."""

from typing import TypeVar

import msgspec
import zstandard

from sync.protocol import MAX_BODY_BYTES

ZSTD = "zstd"
"""The name of the compression in `Content-Encoding`."""

_LEVEL = 9
_WORTH_COMPRESSING_BYTES = 256
_WINDOW_BYTES = 8 * 1024 * 1024
_MOST_BRACKETS = 64

Message = TypeVar("Message")


class BodyError(ValueError):
    """A body that does not decompress, or is no message."""


class BodyTooLargeError(BodyError):
    """A body that holds more than the protocol allows."""


def compress(body: bytes) -> tuple[bytes, str | None]:
    """The body to send, and its content encoding: None where compression does not pay."""
    if len(body) < _WORTH_COMPRESSING_BYTES:
        return body, None
    smaller = zstandard.ZstdCompressor(level=_LEVEL).compress(body)
    return (smaller, ZSTD) if len(smaller) < len(body) else (body, None)


def decompress(body: bytes, encoding: str | None) -> bytes:
    """The body as it was before `compress`. Raises BodyError, or its BodyTooLargeError."""
    match encoding:
        case None | "" | "identity":
            plain = body
        case "zstd":
            plain = _inflate(body)
        case other:
            raise BodyError(f"content encoding {other!r} is not known: use {ZSTD} or none")
    if len(plain) > MAX_BODY_BYTES:
        raise _too_large()
    return plain


def _inflate(body: bytes) -> bytes:
    try:
        # A size that the frame declares overrules max_output_size, so it is looked at first.
        if zstandard.frame_content_size(body) > MAX_BODY_BYTES:
            raise _too_large()
        inflater = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)
        return inflater.decompress(body, max_output_size=MAX_BODY_BYTES, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise BodyError(f"the body is not one whole zstd frame: {error}") from error


def _too_large() -> BodyTooLargeError:
    return BodyTooLargeError(f"the body holds more than {MAX_BODY_BYTES} bytes: send less at once")


def decode(body: bytes, expected: type[Message]) -> Message:
    """The message in a plain body. Raises BodyError naming the field that is wrong."""
    try:
        return msgspec.json.decode(body, type=expected)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BodyError(f"the body is no {expected.__name__}: {error}") from error


def event_to_wire(canonical: bytes) -> msgspec.Raw:
    """The bytes of an event as they travel: as they are, or as a string of their base64.

    Only one JSON object without anything around it survives the journey inside a message byte for
    byte; the hash chain needs every byte.
    """
    if _is_one_json_object(canonical):
        return msgspec.Raw(canonical)
    return msgspec.Raw(msgspec.json.encode(canonical))


def event_from_wire(body: msgspec.Raw) -> bytes:
    """The bytes of an event as they stand in the ledger. Raises BodyError."""
    travelled = bytes(body)
    return travelled if travelled.startswith(b"{") else decode(travelled, bytes)


def _is_one_json_object(canonical: bytes) -> bool:
    """Deep ones do not count: how deep a reader can go depends on where it stands itself."""
    brackets = canonical.count(b"{") + canonical.count(b"[")
    if not (canonical.startswith(b"{") and canonical.endswith(b"}") and brackets <= _MOST_BRACKETS):
        return False
    try:
        canonical.decode()
        msgspec.json.decode(canonical, type=msgspec.Raw)
    except (UnicodeDecodeError, msgspec.DecodeError):
        return False
    return True
