"""The events of the ledger: what happened at a table, each with its canonical bytes.

An event is never edited. `Corrected` names the event it takes back and says why.
"""

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from station.domain.people import Resident


class ClockTrust(StrEnum):
    """Whether the wall clock was known to be right when the event was written."""

    TRUSTED = "trusted"
    UNSURE = "unsure"


class Arm(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class ScreeningOutcome(StrEnum):
    FIT = "fit"
    DEFER = "defer"
    CONTRAINDICATED = "contraindicated"


class CorrectionReason(StrEnum):
    UNDO = "undo"
    WRONG_PERSON = "wrong_person"
    WRONG_LOT = "wrong_lot"
    NOT_GIVEN = "not_given"
    OTHER = "other"


class DiscardReason(StrEnum):
    EMPTY = "empty"
    OPEN_TOO_LONG = "open_too_long"
    EXPIRED = "expired"
    BROKEN = "broken"
    COLD_CHAIN = "cold_chain"
    END_OF_DAY = "end_of_day"


class Severity(StrEnum):
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Who decided against a check or a stop, and why. `reasons` are the findings set aside."""

    by: str
    reasons: tuple[str, ...]
    why: str


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """What every event carries.

    `station` and `seq` (1, 2, 3 … without gaps) are its place in the ledger, `id` a UUIDv7.
    `at` is UTC; `boot` and `mono_ms` (milliseconds since that boot) allow `at` to be repaired.
    """

    id: str
    station: str
    seq: int
    at: datetime
    boot: str
    mono_ms: int
    clock: ClockTrust = ClockTrust.TRUSTED
    staff: str | None = None
    resident: str | None = None

    @property
    def kind(self) -> str:
        return str(self.__struct_config__.tag)


class Arrived(Event, frozen=True, kw_only=True, omit_defaults=True, tag="arrived"):
    """A scan that claims the resident for this table; `code` is the kind of code read."""

    code: str
    reasons: tuple[str, ...] = ()


class TurnedAway(Event, frozen=True, kw_only=True, omit_defaults=True, tag="turned_away"):
    """A scan that ended in a refusal, the most useful reason first."""

    code: str
    reasons: tuple[str, ...]


class Screened(Event, frozen=True, kw_only=True, omit_defaults=True, tag="screened"):
    """Answers and vitals (°C, beats and breaths a minute, mmHg) by the campaign's names."""

    outcome: ScreeningOutcome
    answers: dict[str, str] = {}
    vitals: dict[str, float] = {}


class Dosed(Event, frozen=True, kw_only=True, omit_defaults=True, tag="dosed"):
    """A dose that was given. `override` is set where a person decided against the verdict."""

    product: str
    lot: str
    dose_number: int
    expiry: date | None = None
    arm: Arm = Arm.LEFT
    vial: str | None = None
    override: Override | None = None


class Observed(Event, frozen=True, kw_only=True, omit_defaults=True, tag="observed"):
    """The end of the observation after `dose`."""

    dose: str


class Reaction(Event, frozen=True, kw_only=True, omit_defaults=True, tag="reaction"):
    dose: str
    symptoms: tuple[str, ...]
    severity: Severity
    onset_at: datetime
    done: str = ""


class Corrected(Event, frozen=True, kw_only=True, omit_defaults=True, tag="corrected"):
    """Takes back the event `corrects`."""

    corrects: str
    why: CorrectionReason
    note: str = ""


class VialOpened(Event, frozen=True, kw_only=True, omit_defaults=True, tag="vial_opened"):
    vial: str
    product: str
    lot: str
    expiry: date | None
    doses: int


class VialDiscarded(Event, frozen=True, kw_only=True, omit_defaults=True, tag="vial_discarded"):
    vial: str
    doses_left: int
    why: DiscardReason


class SignedIn(Event, frozen=True, kw_only=True, omit_defaults=True, tag="signed_in"):
    pass


class SignedOut(Event, frozen=True, kw_only=True, omit_defaults=True, tag="signed_out"):
    pass


class ClockSet(Event, frozen=True, kw_only=True, omit_defaults=True, tag="clock_set"):
    """The hub's time became known: `true_at` was the time at this event's `boot` and `mono_ms`."""

    true_at: datetime


class Registered(Event, frozen=True, kw_only=True, omit_defaults=True, tag="registered"):
    """A walk-in, as the nurse entered them."""

    person: Resident


AnyEvent = (
    Arrived
    | TurnedAway
    | Screened
    | Dosed
    | Observed
    | Reaction
    | Corrected
    | VialOpened
    | VialDiscarded
    | SignedIn
    | SignedOut
    | ClockSet
    | Registered
)

ROOT_HASH = bytes(32)
"""The hash before the first event of a ledger."""

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def encode(event: AnyEvent) -> bytes:
    """The canonical bytes: JSON in UTF-8, fields in the order of their declaration."""
    return _encoder.encode(event)


def decode(canonical: bytes) -> AnyEvent:
    """The event of `canonical` bytes. Raises msgspec.ValidationError naming the field."""
    return _decoder.decode(canonical)


def chain(previous: bytes, canonical: bytes) -> bytes:
    """The hash after an event: SHA-256 over the previous hash (32 bytes) and its bytes."""
    return hashlib.sha256(previous + canonical).digest()


def repaired(event: AnyEvent, known: ClockSet) -> datetime | None:
    """The true time of an event of the boot in which `known` was written; None for other boots."""
    if event.boot != known.boot:
        return None
    return known.true_at + (_since_boot(event) - _since_boot(known))


def _since_boot(event: Event) -> timedelta:
    return timedelta(milliseconds=event.mono_ms)
