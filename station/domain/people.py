"""Residents, and where and when they are expected."""

from datetime import date, datetime
from enum import StrEnum

import msgspec


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class Registration(StrEnum):
    """The road by which a resident came onto the list."""

    APP = "app"
    PAPER = "paper"
    WALK_IN = "walk_in"


class Resident(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One person on the list. `name` is NFC; `birth_date` is unknown on some paper forms."""

    id: str
    name: str
    birth_year: int
    birth_date: date | None = None
    sex: Sex = Sex.UNKNOWN
    citizen_id: str | None = None
    phone: str | None = None
    registration: Registration = Registration.APP

    def age_on(self, day: date) -> int:
        """Completed years on `day`; from the year alone, the youngest that the resident can be."""
        born = self.birth_date or date(self.birth_year, 12, 31)
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


class Site(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An injection site. `timezone` is an IANA name; `province` three digits of the citizen id."""

    id: str
    name: str
    timezone: str = "Asia/Ho_Chi_Minh"
    province: str | None = None


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One day's opening of a site, in UTC."""

    id: str
    site: str
    day: date
    opens_at: datetime
    closes_at: datetime


class Appointment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A resident's slot: `day` by the site's calendar, `starts_at` and `ends_at` in UTC."""

    id: str
    resident: str
    site: str
    session: str
    day: date
    starts_at: datetime
    ends_at: datetime
    dose_number: int = 1
    product: str | None = None
