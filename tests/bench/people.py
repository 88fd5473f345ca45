"""Invented residents by the hundred thousand, the same for the same number."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from uuid import UUID

import msgspec

from station.demo import names
from station.domain.people import Appointment, Resident, Sex
from station.domain.roster import GivenDose
from station.store.page import Change

SITE = "site-1"
TODAY = date(2021, 9, 15)

_NAMES = 20_000
_encode = msgspec.json.Encoder().encode


@cache
def _names() -> list[str]:
    """As varied as the names of a city, made once."""
    chance = random.Random(0)  # noqa: S311  (invented people, not secrets)
    return [chance.choice((names.woman, names.man))(chance) for _ in range(_NAMES)]


def resident(number: int) -> Resident:
    """The resident of that number."""
    chance = random.Random(number)  # noqa: S311  (invented people, not secrets)
    born = date(1935, 1, 1) + timedelta(days=chance.randrange(25_000))
    woman = chance.random() < 0.5
    return Resident(
        id=str(UUID(int=chance.getrandbits(128))),
        name=chance.choice(_names()),
        birth_year=born.year,
        birth_date=born,
        sex=Sex.FEMALE if woman else Sex.MALE,
        citizen_id=f"001{(born.year >= 2000) * 2 + woman}{born.year % 100:02}{number:06}",
        phone=f"09{chance.randrange(10**8):08}",
    )


def other(id_: str, which: int) -> str:
    """Another id that looks as random, made from `id_`."""
    return str(UUID(int=(int(id_.replace("-", ""), 16) * (2 * which + 1)) % 2**128))


def appointment(person: Resident, number: int) -> Appointment:
    """Their slot on the day of the bench."""
    starts_at = datetime.combine(TODAY, time(1 + number % 8), UTC)
    return Appointment(
        id=other(person.id, 1),
        resident=person.id,
        site=SITE,
        session="session-1",
        day=TODAY,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        dose_number=1 + number % 2,
    )


def first_dose(person: Resident) -> GivenDose:
    """What whoever comes for the second dose was given before."""
    return GivenDose(
        id=other(person.id, 2),
        resident=person.id,
        product="astrazeneca",
        dose_number=1,
        day=TODAY - timedelta(days=84),
        lot="ABV4011",
    )


def changes(numbers: range) -> Iterator[Change]:
    """Residents as the feed brings them: each with a slot, every second one with a first dose."""
    for number in numbers:
        person = resident(number)
        yield Change("resident", person.id, _encode(person))
        slot = appointment(person, number)
        yield Change("appointment", slot.id, _encode(slot))
        if slot.dose_number == 2:
            dose = first_dose(person)
            yield Change("dose", dose.id, _encode(dose))
