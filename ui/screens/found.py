"""Found: the verdict, the most useful finding, whom to compare, and the touches it allows."""

from station.domain.inputs import Confirm, Edit, Refuse
from station.domain.screens import Choice, Found, Subject
from station.domain.verdict import Decision, Level, OtherDay, OtherSite
from ui.findings import Told, told
from ui.messages import DECISIONS
from ui.screens.person import appointment, earlier_doses, person
from ui.screens.ready import search_action
from ui.screens.scene import Scene
from ui.screens.vial import in_use, is_expired
from ui.views import Action, ChooseWhy, FoundView, Line, Turn


def view(screen: Found, scene: Scene) -> FoundView:
    subject, words = screen.subject, scene.words
    look = DECISIONS[subject.verdict.decision]
    headline, advice = _first(subject, scene)
    main, others = _touches(screen, scene)
    return FoundView(
        role=look.role,
        icon=look.icon,
        verdict=words.say(look.word),
        headline=headline,
        advice=advice,
        person=person(subject, scene),
        facts=_facts(subject, scene),
        main=main,
        others=others,
    )


def _first(subject: Subject, scene: Scene) -> tuple[str, str]:
    """What decides, and what follows from it; on go, what to ask before the needle."""
    if subject.verdict.decision is Decision.GO:
        headline = scene.words.say("Dose {n}", n=subject.dose_number)
        return headline, scene.words.say("Ask for name and birth date, and compare.")
    first = told(subject.verdict.findings[0], scene.words, scene.around)
    return first.text, first.advice


def _facts(subject: Subject, scene: Scene) -> tuple[Line, ...]:
    """All other findings, the gravest first; then the appointment and the earlier doses."""
    if subject.resident is None:
        return (Line(text=scene.words.say("As the code says"), icon="pass"),)
    slot = subject.appointment
    return (
        *(_line(finding) for finding in _other_findings(subject, scene)),
        *((appointment(slot, scene),) if slot else ()),
        *earlier_doses(subject.doses, scene),
    )


def _other_findings(subject: Subject, scene: Scene) -> list[Told]:
    """Notes are left out of a stop: they change nothing there."""
    decision, findings = subject.verdict.decision, subject.verdict.findings
    if decision is not Decision.GO:
        findings = findings[1:]
    if decision is Decision.STOP:
        findings = tuple(finding for finding in findings if finding.level > Level.NOTE)
    return [told(finding, scene.words, scene.around) for finding in findings]


def _line(finding: Told) -> Line:
    return Line(text=finding.text, icon=finding.icon, role=finding.role)


def _touches(screen: Found, scene: Scene) -> tuple[Action, tuple[Action, ...]]:
    """The one large touch, and the smaller ones."""
    match screen.subject.verdict.decision:
        case Decision.GO:
            return _go(screen, scene)
        case Decision.CHECK:
            return _check(scene)
    return _stop(screen.subject, scene)


def _go(screen: Found, scene: Scene) -> tuple[Action, tuple[Action, ...]]:
    words, choice = scene.words, screen.choice or in_use(scene.desk)
    refuse = Action(name="refuse", text=words.say("No dose"), gives=Refuse())
    if choice is None or is_expired(choice.expiry, scene):
        main = Action(name="confirm", text=words.say("Open a vial"), icon="vial", gives=Edit())
        return main, (refuse,)
    main = Action(
        name="confirm",
        text=words.say("Dose {n} given", n=screen.subject.dose_number),
        detail=_injected(choice, scene),
        icon="syringe",
        gives=Confirm(),
    )
    return main, (refuse, Action(name="edit", text=words.say("Look at vial"), gives=Edit()))


def _injected(choice: Choice, scene: Scene) -> str:
    product = scene.around.short_product_name(choice.product)
    return scene.words.say("{product} · lot {lot}", product=product, lot=choice.lot)


def _check(scene: Scene) -> tuple[Action, tuple[Action, ...]]:
    words = scene.words
    decide = Action(
        name="decide",
        text=words.say("Give it all the same"),
        detail=words.say("Pick the reason"),
        icon="syringe",
        gives=Turn(sheet=ChooseWhy()),
    )
    return decide, (Action(name="refuse", text=words.say("No dose"), gives=Refuse()),)


def _stop(subject: Subject, scene: Scene) -> tuple[Action, tuple[Action, ...]]:
    words = scene.words
    refuse = Action(
        name="refuse",
        text=words.say("Resident told"),
        detail=words.say("On to the next"),
        icon="next",
        gives=Refuse(),
    )
    if subject.resident is None:
        search = search_action(words)
        return (refuse, (search,)) if _sent_elsewhere(subject) else (search, (refuse,))
    decide = Action(
        name="decide", text=words.say("The manager decides"), gives=Turn(sheet=ChooseWhy())
    )
    return refuse, (decide,)


def _sent_elsewhere(subject: Subject) -> bool:
    """Whether the code itself says where or when the resident is expected."""
    return isinstance(subject.verdict.findings[0], OtherSite | OtherDay)
