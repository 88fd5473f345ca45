"""What a station caches of the hub's list: one thing a row, as the feed brings them."""

from datetime import date, datetime

import msgspec

from station.domain.people import Appointment, Resident, Session, Site
from station.domain.vaccines import Campaign, Lot, Product


class GivenDose(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A dose given anywhere. `id` is the id of its event, or the hub's where it came with the list.

    `at` (UTC) and `station` are known for doses that a station recorded, `table` where it is ours.
    """

    id: str
    resident: str
    product: str
    dose_number: int
    day: date
    lot: str | None = None
    at: datetime | None = None
    site: str | None = None
    station: str | None = None
    table: int = 0


class Arrival(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A resident claimed by a table; `id` is the id of the `arrived` event."""

    id: str
    resident: str
    station: str
    table: int
    at: datetime


class Staff(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str
    name: str
    role: str = "nurse"


class IssuerKey(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A public key (32 bytes, Ed25519) under which passes are signed; `id` is the kid in hex."""

    id: str
    issuer: str
    public_key: bytes


class Revocation(msgspec.Struct, frozen=True, kw_only=True):
    """A pass that its issuer has withdrawn; `id` is the pass's number in hex."""

    id: str


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A station of the site: `id` is the station, `table` the number on its sign."""

    id: str
    table: int


Thing = (
    Resident
    | Appointment
    | GivenDose
    | Arrival
    | Staff
    | Product
    | Lot
    | Campaign
    | IssuerKey
    | Revocation
    | Site
    | Session
    | Table
)
"""Everything that the feed carries. Each has an `id`, unique within its kind."""

KINDS: dict[str, type[Thing]] = {
    "resident": Resident,
    "appointment": Appointment,
    "dose": GivenDose,
    "arrival": Arrival,
    "staff": Staff,
    "product": Product,
    "lot": Lot,
    "campaign": Campaign,
    "issuer_key": IssuerKey,
    "revocation": Revocation,
    "site": Site,
    "session": Session,
    "table": Table,
}
"""The feed's name of each kind of thing."""
