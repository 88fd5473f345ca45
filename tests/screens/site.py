"""An invented site on a morning of vaccination, in a station's own store."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station import campaigns
from station.clock import boot_id
from station.codes import passes
from station.domain.code import Pass
from station.domain.people import Appointment, Resident, Sex, Site
from station.domain.roster import KINDS, Arrival, GivenDose, IssuerKey, Staff, Table, Thing
from station.domain.vaccines import Lot
from station.store.identity import Enrolled
from station.store.page import Change
from station.store.station import StationStore

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING = datetime(2026, 8, 14, 8, 12, tzinfo=ZONE)
STAFF = "dd-hoa"
ISSUER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_PUBLIC = ISSUER_KEY.public_key().public_bytes_raw()
_FORGER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
_KIND_NAMES = {kind: name for name, kind in KINDS.items()}

HERE = Enrolled(
    station="dd-03-2",
    site="hn-dd-03",
    table=2,
    name="Bàn 2",
    hub_url="https://127.0.0.1:8443",
    fingerprint="00" * 32,
    private_key=bytes(32),
)

LOTS = (
    Lot(id="l1", product="astrazeneca", number="ABV5301", expiry=date(2027, 1, 31)),
    Lot(id="l2", product="astrazeneca", number="NJ0342B", expiry=date(2026, 8, 1)),
    Lot(id="l3", product="pfizer", number="FF2832", expiry=date(2027, 2, 28)),
    Lot(id="l4", product="moderna", number="3005243", expiry=date(2027, 3, 31)),
)
VIAL = "vial astrazeneca ABV5301 2027-01-31 10"


OTHER_SITE = Site(id="hn-hbt-01", name="Trung tâm Y tế quận Hai Bà Trưng, cơ sở Thanh Nhàn")


class Person(NamedTuple):
    """A resident, in how many hours and days they are expected where, and their earlier doses."""

    resident: Resident
    hours: int | None = 0
    doses_days_ago: tuple[int, ...] = ()
    days: int = 0
    site: str = HERE.site


def _resident(id_: str, name: str, born: date, sex: Sex, citizen_id: str | None) -> Resident:
    return Resident(
        id=id_, name=name, birth_year=born.year, birth_date=born, sex=sex, citizen_id=citizen_id
    )


F, M = Sex.FEMALE, Sex.MALE
PEOPLE = (
    Person(
        _resident("phuong", "Nguyễn Thị Hồng Phượng", date(1987, 3, 29), F, "001187012345"),
        doses_days_ago=(84,),
    ),
    Person(_resident("hung", "Trần Văn Hùng", date(1990, 11, 2), M, "001090456781")),
    Person(
        _resident("mai", "Lê Thị Mai", date(1979, 6, 30), F, "001179222333"), doses_days_ago=(20,)
    ),
    Person(_resident("dat", "Phạm Quốc Đạt", date(1995, 1, 15), M, "001095111222"), hours=3),
    Person(_resident("lan", "Hoàng Thị Lan", date(1968, 9, 9), F, "001168777888"), days=3),
    Person(_resident("anh", "Vũ Đức Anh", date(1984, 12, 24), M, "001084333444")),
    Person(_resident("dao", "Nguyễn Thị Đào", date(1984, 5, 12), F, "001184555666"), hours=None),
    Person(_resident("dao-91", "Nguyễn Thị Đào", date(1991, 2, 3), F, "001191555777")),
    Person(_resident("dao-84", "Nguyễn Thị Dao", date(1984, 8, 21), F, "001184999000"), days=1),
    Person(_resident("dieu", "Nguyễn Thị Diệu", date(1984, 8, 2), F, "001184999111"), days=1),
    Person(
        _resident("xa", "Bùi Thị Xuân", date(1971, 4, 4), F, "001171666555"), site=OTHER_SITE.id
    ),
    Person(_resident("hhen", "H'Hen Niê", date(1992, 5, 15), F, "066192000123")),
    Person(Resident(id="giay", name="Y Moan Êñuôl", birth_year=1957, phone="0912345678"), hours=1),
    Person(
        _resident(
            "dai",
            "Công Tằng Tôn Nữ Hoàng Nguyễn Phương Quỳnh Trang",
            date(1958, 12, 31),
            F,
            "046158123456",
        ),
        hours=3,
        doses_days_ago=(118,),
    ),
)
_BY_ID = {person.resident.id: person for person in PEOPLE}


def today() -> datetime:
    """The real time, as a kiosk of its own process sees it."""
    return datetime.now(ZONE)


def build(home: Path, now: datetime) -> None:
    """A station's folder with the list of that morning; its clock is known."""
    with StationStore.open(home) as store:
        store.identity.set(HERE)
        store.roster.apply(
            [_change(thing) for thing in _things(now)],
            after=None,
            cursor="1.1",
            restart=True,
            more=False,
            at=(now - timedelta(minutes=32)).astimezone(UTC),
        )
        mono_ms = time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
        store.times.clock_known(boot_id(), mono_ms, now.astimezone(UTC))


def news(store: StationStore, *things: Thing) -> None:
    """What the feed brings next."""
    cursor = store.roster.cursor() or ""
    store.roster.apply(
        [_change(thing) for thing in things],
        after=cursor,
        cursor=f"{cursor}+",
        restart=False,
        more=False,
        at=datetime.now(UTC),
    )


def arrival_at_table_3(resident: str, at: datetime) -> Arrival:
    return Arrival(
        id=f"arrival-{resident}", resident=resident, station="dd-03-3", table=3, at=_utc(at)
    )


def pass_of(id_: str, now: datetime) -> bytes:
    """The signed pass that the resident carries."""
    return passes.issue(_claims(id_, now), ISSUER_KEY.private_bytes_raw(), "hanoi").encode()


def forged_pass_of(id_: str, now: datetime) -> bytes:
    """A pass that says whose it is and was signed by somebody else."""
    return passes.issue(_claims(id_, now), _FORGER_KEY.private_bytes_raw(), "hanoi").encode()


def card_of(id_: str) -> bytes:
    """The text on the resident's citizen id card."""
    person = _BY_ID[id_].resident
    sex = "Nữ" if person.sex is F else "Nam"
    born = f"{person.birth_date:%d%m%Y}"
    return f"{person.citizen_id}||{person.name}|{born}|{sex}|Đống Đa, Hà Nội|20052021".encode()


CARD_THAT_DIFFERS = (
    "046158123456||Công Tằng Tôn Nữ Hoàng Nguyễn Phương Quỳnh Trang|31121985|Nam|Huế|20052021"
).encode()
"""That of "dai", with another birth date and sex."""

UNKNOWN_CARD = "001099123456||Đỗ Minh Khôi|02022001|Nam|Cầu Giấy, Hà Nội|20052021".encode()


def _claims(id_: str, now: datetime) -> Pass:
    person = _BY_ID[id_]
    slot = _slot(person, now)
    return Pass(
        id=id_.encode().ljust(8, b"-").hex(),
        key=passes.key_id(_PUBLIC),
        issued_at=_utc(now - timedelta(days=2)),
        expires_at=_utc(now + timedelta(days=5)),
        resident=id_,
        name=person.resident.name,
        birth_year=person.resident.birth_year,
        birth_date=person.resident.birth_date,
        site=slot.site,
        day=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        dose_number=slot.dose_number,
    )


def _things(now: datetime) -> list[Thing]:
    campaign = campaigns.load()
    slots = [_slot(person, now) for person in PEOPLE if person.hours is not None]
    return [
        campaign,
        *campaign.products,
        *LOTS,
        Site(id=HERE.site, name="Trường THCS Đống Đa", province="001"),
        OTHER_SITE,
        Staff(id=STAFF, name="Phạm Thu Hòa"),
        IssuerKey(id=passes.key_id(_PUBLIC), issuer="hanoi", public_key=_PUBLIC),
        *(Table(id=f"dd-03-{number}", table=number) for number in (1, 2, 3)),
        *(person.resident for person in PEOPLE),
        *slots,
        *(dose for person in PEOPLE for dose in _doses(person, now)),
        arrival_at_table_3("anh", now - timedelta(minutes=4)),
    ]


def _slot(person: Person, now: datetime) -> Appointment:
    starts_at = _utc(now.replace(minute=0)) + timedelta(hours=person.hours or 0)
    return Appointment(
        id=f"slot-{person.resident.id}",
        resident=person.resident.id,
        site=person.site,
        session="morning",
        day=now.astimezone(ZONE).date() + timedelta(days=person.days),
        starts_at=starts_at + timedelta(days=person.days),
        ends_at=starts_at + timedelta(days=person.days, hours=1),
        dose_number=len(person.doses_days_ago) + 1,
    )


def _doses(person: Person, now: datetime) -> list[GivenDose]:
    return [
        GivenDose(
            id=f"dose-{person.resident.id}-{number}",
            resident=person.resident.id,
            product="astrazeneca",
            dose_number=number,
            day=now.astimezone(ZONE).date() - timedelta(days=days_ago),
            lot="ABW1277",
        )
        for number, days_ago in enumerate(person.doses_days_ago, 1)
    ]


def _change(thing: Thing) -> Change:
    return Change(_KIND_NAMES[type(thing)], thing.id, msgspec.json.encode(thing))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
