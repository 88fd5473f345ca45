"""Which touches a line of the remote control takes, as a person would find their way."""

from collections.abc import Callable, Iterator, Mapping

from station.domain import inputs
from station.domain.names import fold
from station.domain.screens import VialInUse
from station.lines import TouchError
from ui.messages import WHYS
from ui.views import Action, OpenVial
from ui.words import Words

Names = tuple[str, ...]
"""Touches any of which will do, the first that the screen offers."""

_MOST_PAGES = 10

_ONE_TOUCH: Mapping[type[inputs.Input], Names] = {
    inputs.Confirm: ("confirm", "back"),
    inputs.Edit: ("edit",),
    inputs.Refuse: ("refuse",),
    inputs.Back: ("close", "back", "refuse"),
    inputs.Undo: ("undo",),
}


class Planner:
    """Plans by what the screen `offers` at that moment, by name."""

    def __init__(self, offers: Callable[[], Mapping[str, Action]], words: Words) -> None:
        self._offers = offers
        self._words = words
        self.typing: str | None = None
        """The text that is being typed, or was typed last."""

    def touches_for(self, asked: inputs.Input) -> Iterator[Names]:
        """Each is asked for once the one before is done. Raises TouchError."""
        match asked:
            case inputs.Decide(why=why):
                yield ("decide",)
                yield (f"why:{self._why(why)}",)
            case inputs.OpenSearch():
                yield from self._on_the_way_to("search")
                yield ("search",)
            case inputs.Type(text=text):
                yield from self._keys(fold(text))
            case inputs.Pick(resident=resident):
                yield from self._in_pages(f"pick:{resident}")
            case inputs.UseVial(vial=vial):
                yield from self._vial(vial)
            case _ if type(asked) in _ONE_TOUCH:
                yield _ONE_TOUCH[type(asked)]
            case _:
                raise TouchError(f"the window has no touch for {type(asked).__name__}")

    def _on_the_way_to(self, name: str) -> Iterator[Names]:
        """What was just recorded is left first."""
        offers = self._offers()
        if name not in offers and "back" in offers:
            yield ("back",)

    def _why(self, why: str) -> str:
        """The code of a reason, given as such or as the screen words it."""
        for code, text in WHYS.items():
            if why.casefold() in (code, self._words.say(text).casefold()):
                return code
        raise TouchError(f"decide: there is no reason {why!r}, but {', '.join(WHYS)}")

    def _keys(self, text: str) -> Iterator[Names]:
        self.typing = text
        if "keys" in self._offers():
            yield ("keys",)
        while "key:erase" in self._offers():
            yield ("key:erase",)
        for letter in text:
            yield ("key:space" if letter == " " else f"key:{letter}",)

    def _in_pages(self, name: str) -> Iterator[Names]:
        """Turns the pages until `name` is there, or all have been seen."""
        for _ in range(_MOST_PAGES):
            offers = self._offers()
            if name in offers or not offers.keys() & {"more", "page"}:
                break
            yield "more", "page"
        yield (name,)

    def _vial(self, vial: VialInUse) -> Iterator[Names]:
        yield from self._on_the_way_to("vial")
        yield ("vial",)
        yield from self._in_pages(f"lot:{vial.product}:{vial.lot}")
        while (missing := vial.doses_left - self._doses()) != 0:
            yield ("plus",) if missing > 0 else ("minus",)
        yield ("open",)

    def _doses(self) -> int:
        """How many doses the vial on the screen is to hold."""
        opened = self._offers()["open"].gives
        if not isinstance(opened, OpenVial):
            raise TouchError("vial: no lot is picked")
        return opened.doses
