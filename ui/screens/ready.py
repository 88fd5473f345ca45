"""Ready: the camera looks, and the table's last result stays in sight."""

from station.camera.scanner import CameraState
from station.domain.events import Corrected, Dosed, TurnedAway
from station.domain.inputs import OpenSearch, Undo
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
    camera = _CAMERA[around.camera]
    undo = (Action(name="undo", text=words.say("Undo"), icon="undo", gives=Undo()),)
    return ReadyView(
        title=words.say("Ready"),
        hint=words.say("Hold the code in the frame"),
        camera=words.say(camera) if camera else "",
        last=last_result(around.last, words) if around.last else None,
        actions=(*(undo if desk.undoable else ()), vial_action(scene), _search(words)),
    )


def vial_action(scene: Scene) -> Action:
    """Opens the sheet of vials; says what is in use."""
    return Action(
        name="vial",
        text=scene.words.say("Open a vial" if scene.desk.vial is None else "Another vial"),
        detail=vial_in_use(scene),
        icon="vial",
        gives=Turn(sheet=ChooseVial()),
    )


def _search(words: Words) -> Action:
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
