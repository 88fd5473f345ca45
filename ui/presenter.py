"""From the desk to the frame that the window shows. Imports no Kivy."""

from station.domain.screens import (
    Dosing,
    Found,
    OutOfOrder,
    Ready,
    Recorded,
    Searching,
)
from ui.screens import dosing, fault, found, ready, recorded, search, status, vial, why
from ui.screens.scene import Scene
from ui.views import ChooseVial, ChooseWhy, Frame, Sheet, View


def present(scene: Scene, *, settling: bool = False) -> Frame:
    """The frame of `scene`, in its language; while it is settling, touches do not count."""
    return Frame(
        title=_title(scene),
        whom=_whom(scene),
        status=status.bar(scene),
        view=_view(scene),
        settling=settling,
    )


def open_sheet(scene: Scene) -> Sheet | None:
    """The sheet still open on the desk's screen: it closes when that screen goes."""
    match scene.sheet, scene.desk.screen:
        case ChooseWhy(), Found(subject=subject) if subject.resident and subject.verdict.reasons:
            return scene.sheet
        case ChooseVial(), Ready() | Dosing():
            return scene.sheet
        case sheet, Searching():
            return sheet
    return None


def _view(scene: Scene) -> View:
    match open_sheet(scene), scene.desk.screen:
        case ChooseVial() as sheet, _:
            return vial.view(sheet, scene)
        case ChooseWhy(), Found(subject=subject):
            return why.view(subject.verdict, scene)
    match scene.desk.screen:
        case Ready():
            return ready.view(scene)
        case Found() as screen:
            return found.view(screen, scene)
        case Dosing() as dose:
            return dosing.view(dose, scene)
        case Recorded() as kept:
            return recorded.view(kept, scene)
        case Searching() as searched:
            return search.view(searched, scene)
        case OutOfOrder() as failed:
            return fault.view(failed, scene)


def _title(scene: Scene) -> str:
    """The sheet that is open, or the screen, with its decision where there is one."""
    match open_sheet(scene), scene.desk.screen:
        case (ChooseVial() | ChooseWhy()) as sheet, _:
            return str(sheet.__struct_config__.tag)
        case _, Found(subject=subject) | Dosing(subject=subject) as screen:
            return f"{screen.__struct_config__.tag}-{subject.verdict.decision}"
        case _, Searching(matches=matches) if matches:
            return "searching-found"
        case _, screen:
            return str(screen.__struct_config__.tag)


def _whom(scene: Scene) -> str:
    match scene.desk.screen:
        case Found(subject=subject) | Dosing(subject=subject) | Recorded(subject=subject):
            return subject.resident.id if subject.resident else ""
    return ""
