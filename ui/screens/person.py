"""A resident as the nurse compares them: name, birth with age, sex, the last digits of the id."""

from datetime import date

from station.domain.code import CitizenCard, Code, SignedPass
from station.domain.people import Appointment, Resident, Sex
from station.domain.roster import GivenDose
from station.domain.screens import Subject
from ui.screens.scene import Scene
from ui.views import Line, Person
from ui.words import Words

_SEXES = {Sex.FEMALE: "Female", Sex.MALE: "Male"}
_DIGITS_SHOWN = 4


NOBODY = Person(name="", birth="", id_tail="")


def person(subject: Subject, scene: Scene) -> Person | None:
    """The resident, or whom the code names; None where it names nobody."""
    named = subject.resident or _named_by(subject.code)
    return resident_shown(named, scene) if named else None


def resident_shown(resident: Resident, scene: Scene) -> Person:
    today = scene.around.now.date()
    return Person(
        name=resident.name,
        birth=birth(resident, today, scene.words),
        id_tail=id_tail(resident, scene.words),
    )


def birth(resident: Resident, today: date, words: Words) -> str:
    """Birth date, age and sex, as far as they are known."""
    born = (
        words.full_day(resident.birth_date)
        if resident.birth_date
        else words.say("born {year}", year=resident.birth_year)
    )
    age = words.count("{n} year old", "{n} years old", resident.age_on(today))
    sex = _SEXES.get(resident.sex)
    return " · ".join([born, age, *([words.say(sex)] if sex else [])])


def id_tail(resident: Resident, words: Words) -> str:
    """The last digits of the citizen id, or else of the phone: enough to compare, no more."""
    if resident.citizen_id:
        return words.say("Id ends in {tail}", tail=resident.citizen_id[-_DIGITS_SHOWN:])
    if resident.phone:
        return words.say("Phone ends in {tail}", tail=resident.phone[-_DIGITS_SHOWN:])
    return words.say("No id on the list")


def _named_by(code: Code) -> Resident | None:
    match code:
        case SignedPass(claims=claims):
            return Resident(
                id=claims.resident,
                name=claims.name,
                birth_year=claims.birth_year,
                birth_date=claims.birth_date,
            )
        case CitizenCard():
            return Resident(
                id="",
                name=code.name,
                birth_year=code.birth_year,
                birth_date=code.birth_date,
                sex=code.sex,
                citizen_id=code.citizen_id,
            )
    return None


def appointment(slot: Appointment, scene: Scene) -> Line:
    """When the resident is expected; the day only where it is not today."""
    words = scene.words
    hours = f"{words.time(slot.starts_at)}–{words.time(slot.ends_at)}"
    if slot.day != scene.around.now.date():
        return Line(
            icon="calendar",
            text=words.say("Appointment {day}, {hours}", day=words.full_day(slot.day), hours=hours),
        )
    return Line(icon="calendar", text=words.say("Appointment {hours}", hours=hours))


def earlier_doses(doses: tuple[GivenDose, ...], scene: Scene) -> tuple[Line, ...]:
    """The doses given so far, the oldest first, with the days since."""
    if not doses:
        return (Line(icon="syringe", text=scene.words.say("No earlier dose")),)
    return tuple(_given(dose, scene) for dose in sorted(doses, key=lambda dose: dose.day))


def _given(dose: GivenDose, scene: Scene) -> Line:
    _, around, words, _ = scene
    ago = (around.now.date() - dose.day).days
    text = words.say(
        "Dose {n}: {product}, {day} ({ago})",
        n=dose.dose_number,
        product=around.short_product_name(dose.product),
        day=words.full_day(dose.day),
        ago=words.count("{n} day ago", "{n} days ago", ago) if ago else words.say("today"),
    )
    return Line(icon="syringe", text=text)
