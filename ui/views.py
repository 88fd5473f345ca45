"""What each screen shows: finished sentences and the touches it offers, ready to be bound."""

from datetime import date

import msgspec

from station.domain.inputs import Input
from ui.theme import Role


class ChooseVial(msgspec.Struct, frozen=True, kw_only=True, tag="vial"):
    """The sheet on which a vial is opened; `lot` is the id of the one picked so far."""

    lot: str | None = None
    doses: int = 0
    page: int = 0


class ChooseWhy(msgspec.Struct, frozen=True, kw_only=True, tag="why"):
    """The sheet on which a decision against the verdict gets its reason."""


class AllMatches(msgspec.Struct, frozen=True, kw_only=True, tag="all_matches"):
    """The search without its keyboard."""

    page: int = 0


Sheet = ChooseVial | ChooseWhy | AllMatches


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """Turns to a sheet, or with None back to the desk's own screen."""

    sheet: Sheet | None


class OpenVial(msgspec.Struct, frozen=True, kw_only=True):
    """A new vial of that lot is in use from now on."""

    product: str
    lot: str
    expiry: date
    doses: int


Gives = Input | Turn | OpenVial


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """A touch that a screen offers; `name` is stable, whatever the language says in `text`."""

    name: str
    text: str
    gives: Gives | None
    detail: str = ""
    icon: str = ""

    @property
    def possible(self) -> bool:
        """Whether a touch does anything: one that does not is shown, and says why."""
        return self.gives is not None


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One fact with its icon; its role colours the icon's ground."""

    text: str
    icon: str
    role: Role = Role.PLAIN


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the nurse compares with the human being in front of them."""

    name: str
    birth: str
    id_tail: str


class StatusBar(msgspec.Struct, frozen=True, kw_only=True):
    freshness: str
    network: str
    network_icon: str
    vial: str
    clock: str
    warns: bool


class ReadyView(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    hint: str
    camera: str
    last: Line | None
    actions: tuple[Action, ...]
    role: Role = Role.PLAIN


class FoundView(msgspec.Struct, frozen=True, kw_only=True):
    """`headline` and `advice` are the most useful finding's; `facts` are all the others."""

    role: Role
    icon: str
    verdict: str
    headline: str
    advice: str
    person: Person | None
    facts: tuple[Line, ...]
    main: Action
    others: tuple[Action, ...]


class DosingView(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    person: Person
    dose: str
    product: str
    lot: str
    notes: tuple[Line, ...]
    arms: tuple[Action, ...]
    arm: str
    main: Action
    others: tuple[Action, ...]
    role: Role = Role.GO


class RecordedView(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    name: str
    detail: str
    kept: str
    main: Action
    others: tuple[Action, ...]
    role: Role = Role.DONE


class FoundPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a search, with the touch that picks it."""

    name: str
    detail: str
    pick: Action


class SearchView(msgspec.Struct, frozen=True, kw_only=True):
    """`keys` are the rows of the keyboard, none where the matches have the whole screen.

    Then `turns` stand above the matches: back, to the keyboard, and from page to page.
    """

    typed: str
    hint: str
    found: str
    matches: tuple[FoundPerson, ...]
    keys: tuple[tuple[Action, ...], ...] = ()
    turns: tuple[Action, ...] = ()
    role: Role = Role.PLAIN


class FaultView(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    why: str
    advice: str
    main: Action
    role: Role = Role.FAULT


class ChoiceView(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet with choices; `picked` is the name of the one taken, where `main` then goes ahead."""

    title: str
    hint: str
    choices: tuple[Action, ...]
    back: Action
    picked: str = ""
    steps: tuple[Action, ...] = ()
    turns: tuple[Action, ...] = ()
    amount: str = ""
    main: Action | None = None
    role: Role = Role.PLAIN


View = ReadyView | FoundView | DosingView | RecordedView | SearchView | FaultView | ChoiceView


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """All that the window shows at one moment.

    `title` names the screen in English, and is fit for a file name; `whom` is the resident's id.
    """

    title: str
    whom: str
    status: StatusBar
    view: View
    settling: bool
