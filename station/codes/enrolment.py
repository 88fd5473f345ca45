"""The hub's enrolment code, "TRAM1:": the hub's address, its certificate, a one-time secret."""

import msgspec

from station.codes import cbor, limits, prefixed
from station.codes.limits import MalformedError

PREFIX = "TRAM1:"
FINGERPRINT_BYTES = 32


class EnrolmentCode(msgspec.Struct, frozen=True, kw_only=True):
    """`fingerprint` is the SHA-256 (hex) of the hub's certificate, `code` the one-time secret."""

    url: str
    fingerprint: str
    code: str


def write(enrolment: EnrolmentCode) -> str:
    """The text for the technician's QR code."""
    fields = [enrolment.url, bytes.fromhex(enrolment.fingerprint), enrolment.code]
    return prefixed.write(PREFIX, cbor.dump(fields))


def read(text: str) -> EnrolmentCode:
    """What an enrolment code says. Raises MalformedError."""
    limits.text(text.encode(errors="surrogatepass"))
    match cbor.load(prefixed.read(PREFIX, text)):
        case [str(url), bytes(fingerprint), str(code)]:
            if url.startswith("https://") and len(fingerprint) == FINGERPRINT_BYTES and code:
                return EnrolmentCode(url=url, fingerprint=fingerprint.hex(), code=code)
    raise MalformedError("an enrolment code without the hub's address, certificate or secret")
