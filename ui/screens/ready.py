"""Ready: the camera looks, and the table's last result stays in sight."""

from station.camera.scanner import CameraState
from station.domain.events import Corrected, Dosed, TurnedAway
from station.domain.inputs import OpenSearch, Undo
from station.domain.screens import Undoable
from ui.around import Last
from ui.messages import REASONS
from ui.screens.scene import Scene
from ui.screens.status import vial_in_use
from ui.theme import Role
from ui.views import Action, ChooseVial, Line, ReadyView, Turn
from ui.words import Words

_CAMERA = {
    CameraState.STARTING: "The camera is starting",
    CameraState.WORKING: "",
    CameraState.LOST: "No camera: find residents by name",
    CameraState.ENDED: "No camera: find residents by name",
}


def view(scene: Scene) -> ReadyView:
    desk, around, words, _ = scene
    trouble = _CAMERA[around.camera]
    return ReadyView(
        title=words.say("Ready"),
        hint="" if trouble else words.say("Hold the code in the frame"),
        camera=words.say(trouble) if trouble else "",
        last=last_result(around.last, words) if around.last else None,
        actions=(
            *((undo_action(desk.undoable, words),) if desk.undoable else ()),
            vial_action(scene),
            search_action(words),
        ),
    )


def undo_action(undoable: Undoable, words: Words) -> Action:
    """Takes the last dose back, and says whose it was."""
    return Action(
        name="undo", text=words.say("Undo"), detail=undoable.name, icon="undo", gives=Undo()
    )


def vial_action(scene: Scene) -> Action:
    """Opens the sheet of vials; says what is in use."""
    return Action(
        name="vial",
        text=scene.words.say("Open a vial" if scene.desk.vial is None else "Another vial"),
        detail=vial_in_use(scene) if scene.desk.vial else "",
        icon="vial",
        gives=Turn(sheet=ChooseVial()),
    )


def search_action(words: Words) -> Action:
    return Action(name="search", text=words.say("Find by name"), icon="search", gives=OpenSearch())


def last_result(last: Last, words: Words) -> Line:
    """What the table did last: recorded, turned away and why, or taken back."""
    name = last.name or words.say("Unknown")
    at = words.time(last.event.at)
    match last.event:
        case Dosed(dose_number=number):
            text = words.say("{at} {name}: dose {n} recorded", at=at, name=name, n=number)
            return Line(icon="tick", role=Role.DONE, text=text)
        case TurnedAway(reasons=reasons):
            text = words.say("{at} {name}: {why}", at=at, name=name, why=_why(reasons, words))
            return Line(icon="stop", role=Role.STOP, text=text)
        case Corrected():
            text = words.say("{at} {name}: dose taken back", at=at, name=name)
            return Line(icon="undo", role=Role.CHECK, text=text)


def _why(reasons: tuple[str, ...], words: Words) -> str:
    return words.say(REASONS[reasons[0]].short) if reasons else words.say("no dose")
