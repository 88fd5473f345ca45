"""One resident as the list has them: by app or on paper, which dose, when, and what they carry."""

import random
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

from station.demo.people import Person, invent

PAPER_SHARE, CARD_SHARE, SECOND_DOSE_SHARE = 0.25, 0.1, 0.4
MISSING_SHARE = 0.35
"""How often one of the fields that a paper form asks for was left empty."""

SLOT = timedelta(minutes=30)
SLOTS_BEGIN_MINUTES = (-30, -15, 0, 15, 30)
"""Counted from now: near enough that nobody is early or late."""

INTERVALS_DAYS = {"astrazeneca": (56, 84), "pfizer": (21, 56)}
TOO_SOON_DAYS = 9

T = TypeVar("T")


class Part(StrEnum):
    """What a resident plays on the day."""

    USUAL = "usual"
    TWO_TABLES = "two_tables"
    WRONG_DAY = "wrong_day"
    TOO_EARLY = "too_early"
    FORGED = "forged"
    NOT_FOUND = "not_found"


class Code(StrEnum):
    """What the resident holds before the camera."""

    PASS_ON_PHONE = "pass_on_phone"  # noqa: S105 - a code's kind, no password
    PASS_ON_PAPER = "pass_on_paper"  # noqa: S105 - a code's kind, no password
    CITIZEN_CARD = "citizen_card"


class Road(StrEnum):
    """How the resident registered."""

    APP = "app"
    PAPER = "paper"


class EarlierDose(msgspec.Struct, frozen=True, kw_only=True):
    product: str
    day: date


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A resident on the list; what is None was left empty on the paper form.

    `starts_at` and `ends_at` are the slot, in the site's own time.
    """

    number: str
    person: Person
    part: Part
    code: Code
    road: Road
    citizen_id: str | None
    phone: str | None
    birth_date: date | None
    product: str
    earlier: tuple[EarlierDose, ...]
    starts_at: datetime
    ends_at: datetime

    @property
    def dose_number(self) -> int:
        return len(self.earlier) + 1


def enlist(rng: random.Random, index: int, part: Part, product: str, now: datetime) -> Listed:
    """The resident at `index` (from 0) of the list; `now` is in the site's own time."""
    person = invent(rng, index + 1, now.date())
    road = Road.PAPER if part is Part.NOT_FOUND or rng.random() < PAPER_SHARE else Road.APP
    starts_at = _slot_start(rng, now, days_off=1 if part is Part.WRONG_DAY else 0)
    return Listed(
        number=f"HN-{index + 1:05}",
        person=person,
        part=part,
        code=_code(rng, part, road),
        road=road,
        citizen_id=None if part is Part.NOT_FOUND else _as_given(rng, road, person.citizen_id),
        phone=_as_given(rng, road, person.phone),
        birth_date=_as_given(rng, road, person.birth_date),
        product=product,
        earlier=_earlier(rng, part, product, now.date()),
        starts_at=starts_at,
        ends_at=starts_at + SLOT,
    )


def _as_given(rng: random.Random, road: Road, field: T) -> T | None:
    return None if road is Road.PAPER and rng.random() < MISSING_SHARE else field


def _code(rng: random.Random, part: Part, road: Road) -> Code:
    if part is Part.NOT_FOUND:
        return Code.CITIZEN_CARD
    if road is Road.PAPER:
        return Code.PASS_ON_PAPER
    with_card = part is Part.USUAL and rng.random() < CARD_SHARE
    return Code.CITIZEN_CARD if with_card else Code.PASS_ON_PHONE


def _earlier(rng: random.Random, part: Part, product: str, today: date) -> tuple[EarlierDose, ...]:
    if part is Part.TOO_EARLY:
        return (EarlierDose(product=product, day=today - timedelta(days=TOO_SOON_DAYS)),)
    if part is Part.TWO_TABLES or rng.random() >= SECOND_DOSE_SHARE:
        return ()
    interval = timedelta(days=rng.randint(*INTERVALS_DAYS[product]))
    return (EarlierDose(product=product, day=today - interval),)


def _slot_start(rng: random.Random, now: datetime, *, days_off: int) -> datetime:
    """A quarter of an hour near `now`, the whole slot on one day."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    wanted = quarter + timedelta(minutes=rng.choice(SLOTS_BEGIN_MINUTES))
    latest = midnight + timedelta(days=1) - SLOT - timedelta(minutes=1)
    return max(midnight, min(wanted, latest)) + timedelta(days=days_off)
