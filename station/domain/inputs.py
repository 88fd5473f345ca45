"""What can happen to a desk: codes, touches, the answers to its effects, and time."""

import msgspec

from station.domain.code import Code
from station.domain.events import AnyEvent
from station.domain.screens import Choice, Match, Subject, VialInUse


class CodeRead(msgspec.Struct, frozen=True, kw_only=True):
    """The camera has read a code."""

    code: Code


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to `Judge`."""

    subject: Subject


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to `Find`."""

    text: str
    matches: tuple[Match, ...]


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a write: the event as it stands in the ledger, after the commit."""

    event: AnyEvent


class NotWritten(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a write, or a look at the list, that failed; `why` is for the screen."""

    why: str


class Confirm(msgspec.Struct, frozen=True, kw_only=True):
    """The nurse's one touch: the dose was given."""


class Decide(msgspec.Struct, frozen=True, kw_only=True):
    """A person decides against a check or a stop, and says why."""

    why: str


class Choose(msgspec.Struct, frozen=True, kw_only=True):
    choice: Choice


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """Look at product, lot and arm before the confirmation."""


class Refuse(msgspec.Struct, frozen=True, kw_only=True):
    """The resident goes without a dose."""


class Back(msgspec.Struct, frozen=True, kw_only=True):
    pass


class OpenSearch(msgspec.Struct, frozen=True, kw_only=True):
    pass


class Type(msgspec.Struct, frozen=True, kw_only=True):
    text: str


class Pick(msgspec.Struct, frozen=True, kw_only=True):
    resident: str


class Undo(msgspec.Struct, frozen=True, kw_only=True):
    pass


class UseVial(msgspec.Struct, frozen=True, kw_only=True):
    vial: VialInUse


class Tick(msgspec.Struct, frozen=True, kw_only=True):
    now_s: float


class News(msgspec.Struct, frozen=True, kw_only=True):
    """The list changed, or another table did something."""


Input = (
    CodeRead
    | Judged
    | Matched
    | Written
    | NotWritten
    | Confirm
    | Decide
    | Choose
    | Edit
    | Refuse
    | Back
    | OpenSearch
    | Type
    | Pick
    | Undo
    | UseVial
    | Tick
    | News
)
