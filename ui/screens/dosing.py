"""Dosing: what is about to be recorded, to be compared with the vial and the arm."""

from msgspec.structs import replace

from station.domain.events import Arm
from station.domain.inputs import Back, Choose, Confirm, Refuse
from station.domain.screens import Choice, Dosing
from ui.messages import WHYS
from ui.screens.person import NOBODY, person
from ui.screens.ready import vial_action
from ui.screens.scene import Scene
from ui.screens.vial import is_expired
from ui.theme import Role
from ui.views import Action, DosingView, Line

_ARMS = {Arm.LEFT: "Left arm", Arm.RIGHT: "Right arm"}


def view(screen: Dosing, scene: Scene) -> DosingView:
    words, choice = scene.words, screen.choice
    return DosingView(
        role=Role.CHECK if screen.override else Role.GO,
        title=words.say("Compare with the vial"),
        person=person(screen.subject, scene) or NOBODY,
        dose=words.say("Dose {n}", n=screen.subject.dose_number),
        product=scene.around.product_name(choice.product) if choice else words.say("No vial open"),
        lot=words.say("Lot {lot}", lot=choice.lot) if choice else "",
        notes=_notes(screen, scene),
        arms=tuple(_arm(arm, choice, scene) for arm in Arm) if choice else (),
        arm=f"arm:{choice.arm}" if choice else "",
        main=_confirm(choice, scene),
        others=_others(choice, scene),
    )


def _notes(screen: Dosing, scene: Scene) -> tuple[Line, ...]:
    words, choice, override = scene.words, screen.choice, screen.override
    notes = []
    if choice and choice.expiry:
        expired = is_expired(choice.expiry, scene)
        day = words.full_day(choice.expiry)
        text = words.say("Expired on {day}" if expired else "Expires on {day}", day=day)
        notes.append(Line(icon="calendar", role=Role.STOP if expired else Role.PLAIN, text=text))
    if override:
        why = words.say(WHYS.get(override.why, override.why))
        text = words.say("Decided by {by}: {why}", by=scene.around.staff_name, why=why)
        notes.append(Line(icon="warning", role=Role.CHECK, text=text))
    return tuple(notes)


def _arm(arm: Arm, choice: Choice, scene: Scene) -> Action:
    chosen = Choose(choice=replace(choice, arm=arm))
    return Action(name=f"arm:{arm}", text=scene.words.say(_ARMS[arm]), gives=chosen)


def _confirm(choice: Choice | None, scene: Scene) -> Action:
    """Without a vial, and with an expired one, the large touch opens another."""
    if choice is None or is_expired(choice.expiry, scene):
        return vial_action(scene)
    text = scene.words.say("Dose given: record")
    return Action(name="confirm", text=text, icon="syringe", gives=Confirm())


def _others(choice: Choice | None, scene: Scene) -> tuple[Action, ...]:
    words = scene.words
    back = Action(name="back", text=words.say("Back"), icon="back", gives=Back())
    refuse = Action(name="refuse", text=words.say("No dose"), gives=Refuse())
    if choice is None or is_expired(choice.expiry, scene):
        return back, refuse
    return back, refuse, replace(vial_action(scene), detail="")
