"""Invented residents of Hanoi: who they are, and what their citizen id card says."""

import random
import unicodedata
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from station.demo import names

HANOI = "001"
YOUNGEST, OLDEST, USUAL_AGE = 18, 90, 38
SPREAD = 619_987
"""Prime to a million: a resident's number times this gives six digits that nobody else has."""

WARDS = (
    "Láng Thượng, Đống Đa",
    "Ô Chợ Dừa, Đống Đa",
    "Bưởi, Tây Hồ",
    "Ngọc Hà, Ba Đình",
    "Dịch Vọng Hậu, Cầu Giấy",
    "Đồng Xuân, Hoàn Kiếm",
    "Bạch Đằng, Hai Bà Trưng",
    "Đức Giang, Long Biên",
    "Khương Trung, Thanh Xuân",
    "Định Công, Hoàng Mai",
)


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One invented resident, with the number and text of their citizen id card."""

    name: str
    sex: Sex
    birth_date: date
    citizen_id: str
    phone: str
    address: str
    card_issued_on: date

    @property
    def card(self) -> str:
        """What the QR code of the citizen id card says: seven fields."""
        return "|".join(
            (
                self.citizen_id,
                "",
                self.name,
                f"{self.birth_date:%d%m%Y}",
                {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}[self.sex],
                self.address,
                f"{self.card_issued_on:%d%m%Y}",
            )
        )


def invent(rng: random.Random, number: int, today: date) -> Person:
    """The `number`-th resident, no two of whom share a citizen id."""
    sex = rng.choice(list(Sex))
    birth_date = _birth_date(rng, today)
    return Person(
        name=names.woman(rng) if sex is Sex.FEMALE else names.man(rng),
        sex=sex,
        birth_date=birth_date,
        citizen_id=citizen_id(sex, birth_date, last_six=number * SPREAD % 1_000_000),
        phone=f"09{rng.randrange(10**8):08}",
        address=f"Số {rng.randint(1, 199)} Ngõ {rng.randint(1, 99)}, {rng.choice(WARDS)}, Hà Nội",
        card_issued_on=date(2021, 3, 1) + timedelta(days=rng.randrange(900)),
    )


def citizen_id(sex: Sex, birth_date: date, last_six: int) -> str:
    """Twelve digits: province, century with sex, year, six digits (Circular 59/2021)."""
    century_and_sex = 2 * (birth_date.year // 100 - 19) + (sex is Sex.FEMALE)
    return f"{HANOI}{century_and_sex}{birth_date.year % 100:02}{last_six:06}"


def without_accents(name: str) -> str:
    """`name` as somebody in a hurry types it: `Đỗ Thị Thủy` is `do thi thuy`."""
    decomposed = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _birth_date(rng: random.Random, today: date) -> date:
    age_days = rng.triangular(YOUNGEST * 366, OLDEST * 365, USUAL_AGE * 365)
    return today - timedelta(days=int(age_days))
