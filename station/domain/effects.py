"""What a desk asks its runner to do; each but `Sound` is answered with an input."""

from datetime import date

import msgspec

from station.domain.code import Code
from station.domain.events import CorrectionReason, Dosed, Override
from station.domain.screens import Choice, Subject, VialInUse


class Judge(msgspec.Struct, frozen=True, kw_only=True):
    """`product` and the `expiry` of its lot are about to be injected, None before one is chosen."""

    code: Code
    product: str | None
    expiry: date | None = None


class Find(msgspec.Struct, frozen=True, kw_only=True):
    text: str


class RecordArrival(msgspec.Struct, frozen=True, kw_only=True):
    subject: Subject


class RecordRefusal(msgspec.Struct, frozen=True, kw_only=True):
    subject: Subject
    reasons: tuple[str, ...]


class RecordDose(msgspec.Struct, frozen=True, kw_only=True):
    subject: Subject
    choice: Choice
    override: Override | None


class RecordVial(msgspec.Struct, frozen=True, kw_only=True):
    vial: VialInUse


class TakeBack(msgspec.Struct, frozen=True, kw_only=True):
    event: Dosed
    why: CorrectionReason


class Sound(msgspec.Struct, frozen=True, kw_only=True):
    """One of "go", "check", "stop", "recorded", "busy"."""

    name: str


Write = RecordArrival | RecordRefusal | RecordDose | RecordVial | TakeBack
"""What goes into the ledger: answered with `Written` or `NotWritten`."""

Effect = Judge | Find | Sound | Write
