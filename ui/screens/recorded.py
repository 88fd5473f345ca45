"""Recorded: the commit has returned. It goes by itself, or with the next code."""

from station.domain.inputs import Back, Undo
from station.domain.screens import Recorded
from ui.screens.scene import Scene
from ui.views import Action, RecordedView


def view(screen: Recorded, scene: Scene) -> RecordedView:
    _, around, words, _ = scene
    event, resident = screen.event, screen.subject.resident
    undo = Action(name="undo", text=words.say("Undo"), icon="undo", gives=Undo())
    return RecordedView(
        title=words.say("Recorded"),
        name=resident.name if resident else "",
        detail=words.say(
            "Dose {n} · {product} · lot {lot}",
            n=event.dose_number,
            product=around.short_product_name(event.product),
            lot=event.lot,
        ),
        kept=words.say("Record no. {seq}, {at}", seq=event.seq, at=words.time(event.at)),
        main=Action(name="back", text=words.say("Next resident"), icon="next", gives=Back()),
        others=(undo,) if scene.desk.undoable else (),
    )
