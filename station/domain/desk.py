"""The desk as a pure state machine: `step(desk, input)` gives the next desk and what to do.

The runner carries out the effects and feeds their answers back as inputs. A resident on the screen
is finished, dosed or turned away, before the next is scanned: no scan is left without an account.
"""

from msgspec.structs import replace

from station.domain.code import Code, Search
from station.domain.effects import (
    Effect,
    Find,
    Judge,
    RecordArrival,
    RecordDose,
    RecordRefusal,
    RecordVial,
    Sound,
    TakeBack,
)
from station.domain.events import (
    AnyEvent,
    Arrived,
    Corrected,
    CorrectionReason,
    Dosed,
    Override,
    VialOpened,
)
from station.domain.inputs import (
    Back,
    Choose,
    CodeRead,
    Confirm,
    Decide,
    Edit,
    Input,
    Judged,
    Matched,
    News,
    NotWritten,
    OpenSearch,
    Pick,
    Refuse,
    Tick,
    Type,
    Undo,
    UseVial,
    Written,
)
from station.domain.screens import (
    Choice,
    Desk,
    Dosing,
    Found,
    OutOfOrder,
    Ready,
    Recorded,
    Screen,
    Searching,
    Subject,
    Undoable,
    VialInUse,
)
from station.domain.verdict import Decision

RECORDED_SHOWN_S = 3.0
UNDO_FOR_S = 600.0
SENT_BACK = "sent_back"
"""The reason of a refusal that the rules did not ask for: the nurse sent the resident back."""

Step = tuple[Desk, tuple[Effect, ...]]


def step(desk: Desk, given: Input) -> Step:
    """The desk after `given`, and the effects to carry out, in order."""
    match given:
        case Tick(now_s=now_s):
            return _tick(replace(desk, now_s=now_s))
        case UseVial(vial=vial):
            return desk, (RecordVial(vial=vial),)
        case Undo():
            return _undo(desk)
        case Written(event=event):
            return _written(desk, event)
        case NotWritten(why=why):
            return _out_of_order(desk, why)
        case CodeRead(code=code):
            return _code_read(desk, code)
        case Judged(subject=subject):
            return _judged(desk, subject)
    return _on_screen(desk, given)


def _on_screen(desk: Desk, given: Input) -> Step:
    match desk.screen:
        case Ready() | Recorded():
            return _on_ready(desk, given)
        case Found() as screen:
            return _on_found(desk, screen, given)
        case Dosing() as screen:
            return _on_dosing(desk, screen, given)
        case Searching() as screen:
            return _on_searching(desk, screen, given)
        case OutOfOrder(back=back) if isinstance(given, Back | Confirm):
            return _back_in_order(desk, back)
    return desk, ()


def _out_of_order(desk: Desk, why: str) -> Step:
    """However often it fails, a touch leads back to where the nurse was."""
    back = desk.screen.back if isinstance(desk.screen, OutOfOrder) else desk.screen
    return _show(desk, OutOfOrder(why=why, back=back), Sound(name="stop"))


def _back_in_order(desk: Desk, back: Screen) -> Step:
    """News was not looked at while nothing could be written: whoever was here is judged again."""
    match back:
        case Found(subject=subject, choice=choice) | Dosing(subject=subject, choice=choice):
            return _show(desk, back, _judge(desk, subject.code, choice))
    return _show(desk, back)


def _show(desk: Desk, screen: Screen, *effects: Effect) -> Step:
    return replace(desk, screen=screen), effects


def _code_read(desk: Desk, code: Code) -> Step:
    match desk.screen:
        case Found(subject=subject) if subject.verdict.decision is Decision.STOP:
            refusal = RecordRefusal(subject=subject, reasons=subject.verdict.reasons)
            return _show(desk, Ready(), refusal, _judge(desk, code))
        case Ready() | Recorded() | Searching():
            return desk, (_judge(desk, code),)
    return desk, (Sound(name="busy"),)


def _judge(desk: Desk, code: Code, choice: Choice | None = None) -> Judge:
    """The verdict is on the product that is about to be injected: the one chosen, or the vial's."""
    chosen = choice or _from_vial(desk.vial)
    if chosen is None:
        return Judge(code=code, product=None)
    return Judge(code=code, product=chosen.product, expiry=chosen.expiry)


def _judged(desk: Desk, subject: Subject) -> Step:
    match desk.screen:
        case Found(subject=before) | Dosing(subject=before) if _has_left_the_list(before, subject):
            return desk, ()
        case Found(subject=before) as screen if _same(before, subject):
            return _judged_again(desk, before, Found(subject=subject, choice=screen.choice))
        case Dosing(subject=before) as screen if _same(before, subject):
            if set(subject.verdict.reasons) <= _settled(screen):
                return _show(desk, replace(screen, subject=subject))
            return _judged_again(desk, before, Found(subject=subject, choice=screen.choice))
        case Found() | Dosing() | OutOfOrder():
            return desk, ()
    return _first_judged(desk, subject)


def _settled(screen: Dosing) -> set[str]:
    """The reasons that a person has decided on; a new one needs a decision of its own."""
    return set(screen.override.reasons) if screen.override else set()


def _first_judged(desk: Desk, subject: Subject) -> Step:
    sound = Sound(name=subject.verdict.decision.value)
    if subject.verdict.decision is Decision.STOP or subject.arrived_here:
        return _show(desk, Found(subject=subject), sound)
    return _show(desk, Found(subject=subject), sound, RecordArrival(subject=subject))


def _judged_again(desk: Desk, before: Subject, screen: Found) -> Step:
    if screen.subject.verdict == before.verdict:
        return _show(desk, screen)
    return _show(desk, screen, Sound(name=screen.subject.verdict.decision.value))


def _has_left_the_list(before: Subject, subject: Subject) -> bool:
    """Whoever is at the table stays there, with all that was known, also when the list forgets."""
    return _same(before, subject) and bool(before.resident) and subject.resident is None


def _same(one: Subject, other: Subject) -> bool:
    return one.code == other.code


def _on_ready(desk: Desk, given: Input) -> Step:
    match given:
        case OpenSearch():
            return _show(desk, Searching())
        case Back():
            return _show(desk, Ready())
    return desk, ()


def _on_found(desk: Desk, screen: Found, given: Input) -> Step:
    subject = screen.subject
    match given:
        case Confirm() if subject.verdict.decision is Decision.GO:
            return _confirmed(desk, screen)
        case Edit() if subject.verdict.decision is Decision.GO:
            return _look(desk, screen, None)
        case Decide(why=why) if subject.resident and why:
            reasons = subject.verdict.reasons
            return _look(desk, screen, Override(by=desk.staff, reasons=reasons, why=why))
        case OpenSearch() if subject.resident is None:
            return _show(desk, Searching(), _refusal(subject))
        case Refuse() | Back():
            return _show(desk, Ready(), _refusal(subject))
        case News():
            return desk, (_judge(desk, subject.code, screen.choice),)
    return desk, ()


def _refusal(subject: Subject) -> RecordRefusal:
    return RecordRefusal(subject=subject, reasons=subject.verdict.reasons or (SENT_BACK,))


def _confirmed(desk: Desk, screen: Found) -> Step:
    """One touch records the dose where product and lot are known; without a vial they are asked."""
    choice = screen.choice or _from_vial(desk.vial)
    if choice is None:
        return _look(desk, screen, None)
    return desk, (RecordDose(subject=screen.subject, choice=choice, override=None),)


def _look(desk: Desk, screen: Found, override: Override | None) -> Step:
    choice = screen.choice or _from_vial(desk.vial)
    return _show(desk, Dosing(subject=screen.subject, choice=choice, override=override))


def _from_vial(vial: VialInUse | None) -> Choice | None:
    if vial is None or vial.doses_left < 1:
        return None
    return Choice(product=vial.product, lot=vial.lot, expiry=vial.expiry, vial=vial.vial)


def _on_dosing(desk: Desk, screen: Dosing, given: Input) -> Step:
    match given:
        case Confirm() if screen.choice:
            dose = RecordDose(
                subject=screen.subject, choice=screen.choice, override=screen.override
            )
            return desk, (dose,)
        case Choose(choice=choice):
            chosen = replace(screen, choice=choice)
            return _show(desk, chosen, _judge(desk, screen.subject.code, choice))
        case Back():
            return _show(desk, Found(subject=screen.subject, choice=screen.choice))
        case Refuse():
            return _show(desk, Ready(), _refusal(screen.subject))
        case News():
            return desk, (_judge(desk, screen.subject.code, screen.choice),)
    return desk, ()


def _on_searching(desk: Desk, screen: Searching, given: Input) -> Step:
    match given:
        case Type(text=text):
            return _show(desk, Searching(text=text), Find(text=text))
        case Matched(text=text, matches=matches) if text == screen.text:
            return _show(desk, Searching(text=text, matches=matches))
        case Pick(resident=resident):
            return desk, (_judge(desk, Search(resident=resident)),)
        case Back():
            return _show(desk, Ready())
    return desk, ()


def _written(desk: Desk, event: AnyEvent) -> Step:
    match event, desk.screen:
        case Dosed(), Found(subject=subject) | Dosing(subject=subject):
            return _dose_written(desk, subject, event)
        case Arrived(), Found(subject=subject):
            return _show(desk, Found(subject=replace(subject, arrived_here=True)))
        case VialOpened(), _:
            return _vial_opened(desk, event)
        case Corrected(), _:
            return _taken_back(desk, event), ()
    return desk, ()


def _taken_back(desk: Desk, event: Corrected) -> Desk:
    """Only once the correction is durable is the undo used up, and the dose back in its vial."""
    undone = desk.undoable
    if undone is None or undone.event.id != event.corrects:
        return desk
    from_vial = desk.vial is not None and undone.event.vial == desk.vial.vial
    return replace(desk, undoable=None, vial=_with_doses(desk.vial, +1 if from_vial else 0))


def _vial_opened(desk: Desk, event: VialOpened) -> Step:
    """The new vial is in use, and whoever is on the screen is judged for its product."""
    vial = VialInUse(
        vial=event.vial,
        product=event.product,
        lot=event.lot,
        expiry=event.expiry,
        doses_left=event.doses,
    )
    desk = replace(desk, vial=vial)
    match desk.screen:
        case Found(subject=subject) | Dosing(subject=subject) as screen:
            renewed = replace(screen, choice=_from_vial(vial))
            return _show(desk, renewed, _judge(desk, subject.code))
    return desk, ()


def _dose_written(desk: Desk, subject: Subject, event: Dosed) -> Step:
    name = subject.resident.name if subject.resident else ""
    desk = replace(
        desk,
        screen=Recorded(subject=subject, event=event, since_s=desk.now_s),
        vial=_with_doses(desk.vial, -1) if event.vial else desk.vial,
        undoable=Undoable(event=event, name=name, since_s=desk.now_s),
    )
    return desk, (Sound(name="recorded"),)


def _with_doses(vial: VialInUse | None, change: int) -> VialInUse | None:
    return vial and replace(vial, doses_left=vial.doses_left + change)


def _undo(desk: Desk) -> Step:
    """Takes back the last dose while its time allows; the record stays, with its correction."""
    if desk.undoable is None or not isinstance(desk.screen, Ready | Recorded):
        return desk, ()
    take_back = TakeBack(event=desk.undoable.event, why=CorrectionReason.UNDO)
    return replace(desk, screen=Ready()), (take_back,)


def _tick(desk: Desk) -> Step:
    if desk.undoable and desk.now_s - desk.undoable.since_s > UNDO_FOR_S:
        desk = replace(desk, undoable=None)
    if isinstance(desk.screen, Recorded) and desk.now_s - desk.screen.since_s >= RECORDED_SHOWN_S:
        return _show(desk, Ready())
    return desk, ()
