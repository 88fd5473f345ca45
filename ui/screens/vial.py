"""The sheet on which a vial is opened: its lot by touch, and how many doses it holds."""

from datetime import date

from msgspec.structs import replace

from station.domain.screens import Choice, Desk
from station.domain.vaccines import Lot
from ui.screens.paging import after, page
from ui.screens.scene import Scene
from ui.views import Action, ChoiceView, ChooseVial, OpenVial, Turn

_A_PAGE = 6
_MOST_DOSES = 20


def view(sheet: ChooseVial, scene: Scene) -> ChoiceView:
    words, lots = scene.words, scene.around.lots
    picked = next((lot for lot in lots if lot.id == sheet.lot), None)
    return ChoiceView(
        title=words.say("Open a vial"),
        hint=words.say("Compare product, lot and expiry with the label.")
        if lots
        else words.say("The list has no lot yet: ask the manager."),
        choices=tuple(_lot(lot, sheet, scene) for lot in page(lots, sheet.page, _A_PAGE)),
        picked=f"lot:{picked.product}:{picked.number}" if picked else "",
        steps=_steps(sheet) if picked else (),
        turns=(_next_page(sheet, scene),) if len(lots) > _A_PAGE else (),
        amount=words.count("{n} dose", "{n} doses", sheet.doses) if picked else "",
        back=Action(name="close", text=words.say("Back"), icon="back", gives=Turn(sheet=None)),
        main=_open(picked, sheet.doses, scene),
    )


def _lot(lot: Lot, sheet: ChooseVial, scene: Scene) -> Action:
    _, around, words, _ = scene
    expired = is_expired(lot.expiry, scene)
    expiry = words.full_day(lot.expiry)
    product = around.products.get(lot.product)
    doses = product.doses_per_vial if product else 1
    return Action(
        name=f"lot:{lot.product}:{lot.number}",
        text=words.say(
            "{product} · lot {lot}",
            product=around.short_product_name(lot.product),
            lot=lot.number,
        ),
        detail=words.say("Expired on {day}" if expired else "Expires on {day}", day=expiry),
        icon="stop" if expired else "vial",
        gives=None if expired else Turn(sheet=replace(sheet, lot=lot.id, doses=doses)),
    )


def in_use(desk: Desk) -> Choice | None:
    """What the vial in use would give; None without one, and once it is empty."""
    vial = desk.vial
    if vial is None or vial.doses_left < 1:
        return None
    return Choice(product=vial.product, lot=vial.lot, expiry=vial.expiry, vial=vial.vial)


def is_expired(expiry: date | None, scene: Scene) -> bool:
    """A vial may be used to the end of the day printed on it."""
    return expiry is not None and expiry < scene.around.now.date()


def _steps(sheet: ChooseVial) -> tuple[Action, ...]:
    return (
        _step("minus", sheet, sheet.doses - 1),
        _step("plus", sheet, sheet.doses + 1),
    )


def _step(name: str, sheet: ChooseVial, doses: int) -> Action:
    possible = 1 <= doses <= _MOST_DOSES
    turn = Turn(sheet=replace(sheet, doses=doses)) if possible else None
    return Action(name=name, text="", icon=name, gives=turn)


def _next_page(sheet: ChooseVial, scene: Scene) -> Action:
    turned = replace(sheet, page=after(sheet.page, scene.around.lots, _A_PAGE))
    text = scene.words.say("More")
    return Action(name="page", text=text, icon="next", gives=Turn(sheet=turned))


def _open(lot: Lot | None, doses: int, scene: Scene) -> Action:
    """Without a lot, the touch says what is missing."""
    words = scene.words
    if lot is None:
        return Action(name="open", text=words.say("Pick the lot"), icon="vial", gives=None)
    opened = OpenVial(product=lot.product, lot=lot.number, expiry=lot.expiry, doses=doses)
    return Action(name="open", text=words.say("Vial opened"), icon="vial", gives=opened)
