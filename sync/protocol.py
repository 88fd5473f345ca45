"""The exchange's messages, for both ends. PROTOCOL.md says what they guarantee.

One call, `POST /sync/v1/exchange`, carries everything both ways; `POST /sync/v1/enrol` makes a
station known. Bodies are JSON, compressed with zstd where the sender thinks that it pays.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

VERSION = 1
EXCHANGE_PATH = "/sync/v1/exchange"
ENROL_PATH = "/sync/v1/enrol"
AUDIENCE = "tram-hub"
MAX_WAIT_S = 25.0
MAX_TOKEN_AGE_S = 300
MAX_BODY_BYTES = 8 * 1024 * 1024
"""The most that a body may hold, in either direction, after decompression."""


class Point(msgspec.Struct, frozen=True, array_like=True):
    """A place in a station's ledger: the event `seq` and the hash (32 bytes) after it.

    `Point(0, bytes(32))` is the place before the first event.
    """

    seq: int
    hash: bytes


class SentEvent(msgspec.Struct, frozen=True, array_like=True):
    """An event on the wire. `body` holds the canonical bytes as they stand in the ledger.

    Bytes that are no JSON travel as a JSON string of their base64, so that a damaged record never
    damages the message around it.
    """

    seq: int
    body: msgspec.Raw


class Health(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How the station is: nothing in here is about a resident."""

    version: str
    backlog: int
    clock_trusted: bool
    disk_free_bytes: int | None = None
    temperature_c: float | None = None
    camera: str | None = None


class ExchangeRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`events` follow `after`, which is what the hub last acknowledged, and end at `head`.

    `signature` is Ed25519 over `signed_head()`. `resend` are events that the hub acknowledged and
    parked, offered again. `epoch` is of the answer that acknowledged `after`. `wait_s` (at most
    MAX_WAIT_S) asks the hub to hold the answer until the feed has something. `max_items` bounds the
    feed items of the answer; with 0 the feed stays where it is, whatever `cursor` says.
    """

    version: int
    after: Point
    head: Point
    signature: bytes
    health: Health
    events: list[SentEvent] = []
    resend: list[SentEvent] = []
    epoch: str | None = None
    cursor: str | None = None
    wait_s: float = 0
    max_items: int = 500


class Parked(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An event that the hub keeps but cannot use. `reason` is a code, `detail` what is wrong."""

    seq: int
    reason: str
    detail: str = ""


REMOVED = msgspec.Raw(b"null")
"""The body of a thing that was removed."""


class FeedItem(msgspec.Struct, frozen=True, array_like=True):
    """A changed thing, or a REMOVED one. `kind` is a name of roster.KINDS."""

    kind: str
    id: str
    body: msgspec.Raw

    @property
    def thing(self) -> bytes | None:
        """The thing's JSON; None where it was removed."""
        body = bytes(self.body)
        return None if body == bytes(REMOVED) else body


class ExchangeAnswer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`acknowledged` is how far the hub holds this ledger, durably; `parked` are of this request.

    `epoch` names the hub's database: another one than before means that the hub was restored.
    `restart` means that `items` begin the feed anew: what is not in it by `more` = False is gone.
    """

    acknowledged: Point
    epoch: str
    hub_time: datetime
    cursor: str
    parked: list[Parked] = []
    settled: list[int] = []
    items: list[FeedItem] = []
    more: bool = False
    restart: bool = False


class Refusal(StrEnum):
    """Why the hub does not take a call at all."""

    TOKEN = "token"  # noqa: S105 - the name of a refusal, not a secret
    REVOKED = "revoked"
    UNKNOWN_STATION = "unknown_station"
    ENROLMENT_CODE = "enrolment_code"
    MALFORMED = "malformed"
    VERSION = "version"
    TOO_LARGE = "too_large"


class Refused(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The body of every answer that is not 200. `hub_time` lets a wrong clock be mended."""

    refusal: Refusal
    hub_time: datetime
    detail: str = ""


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`code` is the one-time code from the hub; `public_key` the station's (32 bytes, Ed25519).

    `ledger` is the station whose ledger the card holds, `head` its end; a new card has none.
    """

    version: int
    code: str
    public_key: bytes
    ledger: str | None = None
    head: Point | None = None


class EnrolAnswer(msgspec.Struct, frozen=True, kw_only=True):
    station: str
    site: str
    table: int
    name: str
    hub_time: datetime


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub's enrolment code says: where the hub is, its certificate, the one-time code.

    `fingerprint` is the SHA-256 (hex) of the certificate that the station pins.
    """

    url: str
    fingerprint: str
    code: str


def signed_head(station: str, head: Point) -> bytes:
    """The bytes that a station signs with its Ed25519 key to vouch for its ledger up to `head`."""
    return b"tram-head-1\0" + station.encode() + b"\0" + str(head.seq).encode() + b"\0" + head.hash
