"""A small vaccination site in Hanoi, and what its hub says of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from station.clock import Reading
from station.domain.events import Arrived, ClockTrust, Corrected, CorrectionReason, Dosed
from station.domain.people import Appointment, Resident, Site
from station.domain.roster import KINDS, Arrival, GivenDose, Thing
from station.store.identity import Enrolled
from station.store.page import Change
from station.store.station import StationStore

NOW = datetime(2021, 9, 15, 3, 0, tzinfo=UTC)
TODAY = date(2021, 9, 15)
BOOT = "b0070001"
SITE = Site(id="nha-van-hoa", name="Nhà văn hóa phường Bưởi", province="001")
TABLE_1 = Enrolled(
    station="buoi-1",
    site=SITE.id,
    table=1,
    name="Bàn 1",
    hub_url="https://hub.example",
    fingerprint="ab" * 32,
    private_key=bytes(range(32)),
)
DAO = Resident(
    id="r-dao",
    name="Nguyễn Thị Đào",
    birth_year=1984,
    birth_date=date(1984, 3, 12),
    citizen_id="001184012345",
    phone="0912345678",
)
PHUONG = Resident(
    id="r-phuong", name="Nguyễn Thị Hồng Phượng", birth_year=1987, citizen_id="001187054321"
)
DAOS_SLOT = Appointment(
    id="a-dao",
    resident=DAO.id,
    site=SITE.id,
    session="s-1",
    day=TODAY,
    starts_at=NOW,
    ends_at=NOW + timedelta(hours=1),
)
DAOS_FIRST_DOSE = GivenDose(
    id="d-dao", resident=DAO.id, product="astrazeneca", dose_number=1, day=date(2021, 6, 20)
)
_KIND_OF = {thing: kind for kind, thing in KINDS.items()}


def now(minutes: float = 0, *, boot: str = BOOT, trust: ClockTrust = ClockTrust.TRUSTED) -> Reading:
    """The station's clock, `minutes` after NOW."""
    after = timedelta(minutes=minutes)
    mono_ms = 1_000_000 + int(after.total_seconds() * 1000)
    return Reading(at=NOW + after, boot=boot, mono_ms=mono_ms, trust=trust)


def brought(*things: Thing) -> list[Change]:
    """`things` as the feed brings them."""
    return [Change(_KIND_OF[type(one)], one.id, msgspec.json.encode(one)) for one in things]


def removed(thing: Thing) -> Change:
    """The tombstone of `thing`."""
    return Change(_KIND_OF[type(thing)], thing.id, None)


def feed(
    store: StationStore,
    changes: Sequence[Change],
    cursor: str,
    *,
    restart: bool = False,
    more: bool = False,
    at: datetime = NOW,
) -> None:
    """The hub's next page reaches the station."""
    after = store.roster.cursor()
    assert store.roster.apply(
        changes, after=after, cursor=cursor, restart=restart, more=more, at=at
    )


def dose(
    store: StationStore, resident: Resident = DAO, reading: Reading | None = None, **fields: Any
) -> Dosed:
    """The nurse records a dose."""
    given: dict[str, Any] = {"product": "astrazeneca", "lot": "ABV4011", "dose_number": 1}
    return store.ledger.append(
        Dosed, reading or now(), staff="n-1", resident=resident.id, **(given | fields)
    )


def arrive(store: StationStore, resident: Resident = DAO, minutes: float = 0) -> Arrived:
    """The nurse scans a resident."""
    return store.ledger.append(
        Arrived, now(minutes), staff="n-1", resident=resident.id, code="pass"
    )


def take_back(store: StationStore, event: Dosed | Arrived) -> Corrected:
    """The nurse presses undo."""
    return store.ledger.append(
        Corrected,
        now(5),
        staff="n-1",
        resident=event.resident,
        corrects=event.id,
        why=CorrectionReason.UNDO,
    )


def as_given(event: Dosed) -> GivenDose:
    """The dose as the hub's feed brings it back."""
    return GivenDose(
        id=event.id,
        resident=event.resident or "",
        product=event.product,
        dose_number=event.dose_number,
        day=TODAY,
        lot=event.lot,
        at=event.at,
        site=SITE.id,
        station=event.station,
        table=TABLE_1.table,
    )


def as_arrival(event: Arrived) -> Arrival:
    """The arrival as the hub's feed brings it back."""
    return Arrival(
        id=event.id,
        resident=event.resident or "",
        station=event.station,
        table=TABLE_1.table,
        at=event.at,
    )


def at_table_3(resident: Resident = DAO) -> Arrival:
    """Another table of the site claims a resident."""
    return Arrival(id="e-table-3", resident=resident.id, station="buoi-3", table=3, at=NOW)


def acknowledge(store: StationStore, seq: int, epoch: str = "e1") -> None:
    """The hub answers that it holds the ledger up to `seq`."""
    mark = store.ledger.mark(seq)
    assert mark is not None
    store.outbox.settle(mark, [], [], epoch)


def doses_of(store: StationStore, resident: Resident = DAO) -> tuple[GivenDose, ...]:
    """What the desk knows of the resident's doses."""
    file = store.roster.file(resident.id)
    assert file is not None
    return file.doses


def arrivals_of(store: StationStore, resident: Resident = DAO) -> tuple[Arrival, ...]:
    """At which tables the desk knows the resident to be."""
    file = store.roster.file(resident.id)
    assert file is not None
    return file.arrivals
