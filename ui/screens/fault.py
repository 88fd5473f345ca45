"""Out of order: a write failed. Nothing is shown as recorded, and a touch tries again."""

from station.domain.inputs import Back
from station.domain.screens import OutOfOrder
from ui.screens.scene import Scene
from ui.views import Action, FaultView


def view(screen: OutOfOrder, scene: Scene) -> FaultView:
    words = scene.words
    return FaultView(
        title=words.say("Not recorded"),
        why=words.say("For the technician: {why}", why=screen.why),
        advice=words.say("Try again. If it fails again, write it on paper and call a technician."),
        main=Action(name="back", text=words.say("Try again"), icon="undo", gives=Back()),
    )
