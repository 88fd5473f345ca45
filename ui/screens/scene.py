"""What every screen is made from."""

from typing import NamedTuple

from station.domain.screens import Desk
from ui.around import Around
from ui.views import Sheet
from ui.words import Words


class Scene(NamedTuple):
    """The desk, what surrounds it, the sheet that a nurse has turned to, and the language."""

    desk: Desk
    around: Around
    words: Words
    sheet: Sheet | None = None
