"""What a desk can show, and all that it remembers between two touches."""

from datetime import date

import msgspec

from station.domain.code import Code
from station.domain.events import Arm, Dosed, Override
from station.domain.people import Appointment, Resident
from station.domain.roster import GivenDose
from station.domain.verdict import Verdict


class VialInUse(msgspec.Struct, frozen=True, kw_only=True):
    vial: str
    product: str
    lot: str
    expiry: date | None
    doses_left: int


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the desk is about: what the code said, who it is, and the verdict."""

    code: Code
    verdict: Verdict
    resident: Resident | None = None
    appointment: Appointment | None = None
    doses: tuple[GivenDose, ...] = ()
    dose_number: int = 1
    arrived_here: bool = False


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a search: enough to tell two people of one name apart."""

    resident: Resident
    appointment: Appointment | None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What is about to be injected, and where."""

    product: str
    lot: str
    expiry: date | None
    vial: str | None = None
    arm: Arm = Arm.LEFT


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag="ready"):
    pass


class Found(msgspec.Struct, frozen=True, kw_only=True, tag="found"):
    """`choice` is set once the nurse chose something else than the vial in use."""

    subject: Subject
    choice: Choice | None = None


class Dosing(msgspec.Struct, frozen=True, kw_only=True, tag="dosing"):
    """`choice` is None until a product and lot are picked."""

    subject: Subject
    choice: Choice | None
    override: Override | None = None


class Recorded(msgspec.Struct, frozen=True, kw_only=True, tag="recorded"):
    """The commit has returned: the dose is durable."""

    subject: Subject
    event: Dosed
    since_s: float


class Searching(msgspec.Struct, frozen=True, kw_only=True, tag="searching"):
    text: str = ""
    matches: tuple[Match, ...] = ()


class OutOfOrder(msgspec.Struct, frozen=True, kw_only=True, tag="out_of_order"):
    """A write failed: nothing is shown as recorded. `back` is where a touch leads to try again."""

    why: str
    back: "Screen"


Screen = Ready | Found | Dosing | Recorded | Searching | OutOfOrder


class Undoable(msgspec.Struct, frozen=True, kw_only=True):
    event: Dosed
    name: str
    since_s: float


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """The whole state. `now_s` is the monotonic clock in seconds, as the last tick told it."""

    staff: str
    screen: Screen = Ready()
    vial: VialInUse | None = None
    undoable: Undoable | None = None
    now_s: float = 0.0
