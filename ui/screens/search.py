"""Search: large keys without accents, and enough of each match to tell two of one name apart."""

from collections.abc import Sequence

from msgspec.structs import replace

from station.domain.inputs import Back, Pick, Type
from station.domain.screens import Match, Searching
from ui.screens.paging import after, page
from ui.screens.person import birth, id_tail
from ui.screens.scene import Scene
from ui.views import Action, AllMatches, FoundPerson, SearchView, Turn

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ABOVE_THE_KEYS = 2
_A_PAGE = 5


def view(screen: Searching, scene: Scene) -> SearchView:
    matches = screen.matches
    match scene.sheet:
        case AllMatches(page=number):
            shown = _view(screen, page(matches, number, _A_PAGE), scene)
            return replace(shown, turns=_turns(number, screen, scene))
        case _:
            shown = _view(screen, matches[:_ABOVE_THE_KEYS], scene)
            return replace(shown, keys=_keys(screen, scene))


def _view(screen: Searching, shown: Sequence[Match], scene: Scene) -> SearchView:
    return SearchView(
        typed=screen.text,
        hint=scene.words.say("Name without accents, birth year, last digits"),
        found=_found(screen, scene),
        matches=tuple(_match(match, scene) for match in shown),
    )


def _found(screen: Searching, scene: Scene) -> str:
    """How many fit what is typed; nothing before anything is."""
    if not screen.text:
        return ""
    return scene.words.count("{n} found", "{n} found", len(screen.matches))


def _match(match: Match, scene: Scene) -> FoundPerson:
    resident, slot, words = match.resident, match.appointment, scene.words
    today = scene.around.now.date()
    parts = [birth(resident, today, words), id_tail(resident, words)]
    if slot:
        day = words.say("today") if slot.day == today else words.day(slot.day)
        parts.append(f"{day} {words.time(slot.starts_at)}")
    pick = Action(name=f"pick:{resident.id}", text=resident.name, gives=Pick(resident=resident.id))
    return FoundPerson(name=resident.name, detail=" · ".join(parts), pick=pick)


def _turns(number: int, screen: Searching, scene: Scene) -> tuple[Action, ...]:
    words, matches = scene.words, screen.matches
    keys = Action(name="keys", text=words.say("Keys"), icon="back", gives=Turn(sheet=None))
    if len(matches) <= _A_PAGE:
        return (keys,)
    turned = AllMatches(page=after(number, matches, _A_PAGE))
    return keys, Action(name="page", text=words.say("More"), icon="next", gives=Turn(sheet=turned))


def _keys(screen: Searching, scene: Scene) -> tuple[tuple[Action, ...], ...]:
    """The last row also leads back, and to all matches where they do not fit above the keys."""
    typed, words = screen.text, scene.words
    rows = [[_key(letter, letter, typed + letter) for letter in row] for row in _ROWS]
    erase = Type(text=typed[:-1]) if typed else None
    rows[2].append(Action(name="key:erase", text="", icon="erase", gives=erase))
    rows[3].insert(0, Action(name="back", text="", icon="back", gives=Back()))
    rows[3].append(_key("space", words.say("space"), f"{typed} "))
    many = len(screen.matches) > _ABOVE_THE_KEYS
    everyone = Turn(sheet=AllMatches()) if many else None
    rows[3].append(Action(name="more", text=words.say("all"), gives=everyone))
    return tuple(tuple(row) for row in rows)


def _key(name: str, text: str, typed: str) -> Action:
    return Action(name=f"key:{name}", text=text, gives=Type(text=typed))
