"""The list as the hub sends it: applied a page at a time, read a resident at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from station.domain.people import Appointment, Resident, Site
from station.domain.roster import KINDS, Arrival, GivenDose, IssuerKey, Staff, Table
from station.domain.vaccines import Campaign, Lot, Product
from station.store.database import Database
from station.store.feed import Feed
from station.store.identity import Identity
from station.store.own import OwnRecords
from station.store.page import LINKED, Change, Name, read_page

T = TypeVar("T")

_FILE = """
    SELECT 'resident', id, body FROM resident WHERE id = ?1
    UNION ALL SELECT kind, id, body FROM link WHERE resident = ?1
"""
_DECODERS = {kind: msgspec.json.Decoder(KINDS[kind]) for kind in ("resident", *LINKED)}
_resident = msgspec.json.Decoder(Resident)


class ResidentFile(msgspec.Struct, frozen=True):
    """A resident and all that a verdict needs to know of them, from the list and this ledger."""

    resident: Resident
    appointments: tuple[Appointment, ...]
    doses: tuple[GivenDose, ...]
    arrivals: tuple[Arrival, ...]


class Roster:
    """The cached list."""

    def __init__(self, database: Database, identity: Identity, own: OwnRecords) -> None:
        self._database = database
        self._identity = identity
        self._own = own
        self._feed = Feed(database, own)
        self._things: dict[str, tuple[object, ...]] = {}
        self._things_ids: dict[str, frozenset[str]] = {}
        self._things_version = -1

    def apply(
        self,
        changes: Sequence[Change],
        *,
        after: str | None,
        cursor: str,
        restart: bool,
        more: bool,
        at: datetime,
    ) -> bool:
        """Takes in a page of the feed and moves the cursor, in one transaction.

        False, and nothing has changed, where the list is not at the cursor `after`. `restart`
        begins the feed anew; with the last page (`more` False) what it did not bring is removed.
        """
        page = read_page(changes)
        with self._database.writing():
            before = self._feed.place()
            if before.cursor != after:
                return False
            place = self._feed.take_in(page, restart=restart, more=more)
            as_of = before.as_of if more else at
            self._feed.move_to(place._replace(cursor=cursor, as_of=as_of))
        return True

    def cursor(self) -> str | None:
        """Where the feed continues; None before the first page."""
        return self._feed.place().cursor

    def as_of(self) -> datetime | None:
        """When the list was last complete (UTC); None before it first was."""
        return self._feed.place().as_of

    def by_id(self, id_: str) -> Resident | None:
        """The resident of that id."""
        body = self._database.value("SELECT body FROM resident WHERE id = ?", (id_,))
        return None if body is None else _resident.decode(body)

    def by_citizen_id(self, number: str) -> Resident | None:
        """The resident with that citizen id (12 digits)."""
        body = self._database.value("SELECT body FROM resident WHERE citizen_id = ?", (number,))
        return None if body is None else _resident.decode(body)

    def file(self, resident_id: str) -> ResidentFile | None:
        """The resident with appointments, doses and arrivals; None where not on the list."""
        self._own.refresh()
        parts: dict[str, list[Any]] = {kind: [] for kind in _DECODERS}
        brought: set[str] = set()
        for kind, id_, body in self._database.rows(_FILE, (resident_id,)):
            brought.add(id_)
            if body is not None and id_ not in self._own.retracted:
                parts[kind].append(_DECODERS[kind].decode(body))
        residents, appointments, doses, arrivals = parts.values()
        if not residents:
            return None
        if self._own.has_any(resident_id):
            me = self._identity.require()
            site = self.site(me.site) or Site(id=me.site, name="")
            doses += self._own.doses(resident_id, brought, me, ZoneInfo(site.timezone))
            arrivals += self._own.arrivals(resident_id, brought, me)
        return ResidentFile(residents[0], tuple(appointments), tuple(doses), tuple(arrivals))

    def campaign(self) -> Campaign | None:
        """The campaign of the site; None before the first page brought it."""
        campaigns = self._all("campaign", Campaign)
        return campaigns[-1] if campaigns else None

    def site(self, id_: str) -> Site | None:
        """A site of the hub, this one or another."""
        return next((site for site in self._all("site", Site) if site.id == id_), None)

    def site_names(self) -> dict[str, str]:
        """What people call each site, by its id."""
        return {site.id: site.name for site in self._all("site", Site)}

    def products(self) -> tuple[Product, ...]:
        """The vaccine products that the hub lists."""
        return self._all("product", Product)

    def lots(self) -> tuple[Lot, ...]:
        """The lots that the site has received."""
        return self._all("lot", Lot)

    def tables(self) -> tuple[Table, ...]:
        """The stations of the site."""
        return self._all("table", Table)

    def staff(self) -> tuple[Staff, ...]:
        """Who works at the site."""
        return self._all("staff", Staff)

    def issuer_keys(self) -> dict[str, IssuerKey]:
        """The keys under which passes are signed, by kid (hex)."""
        return {key.id: key for key in self._all("issuer_key", IssuerKey)}

    def revoked(self, pass_id: str) -> bool:
        """Whether the pass of that number (hex) was withdrawn."""
        return pass_id in self._ids("revocation")

    def unreadable(self) -> dict[Name, str]:
        """What the hub sent and this version cannot read, by kind and id, and what is wrong."""
        return self._feed.unreadable()

    def _all(self, kind: str, thing: type[T]) -> tuple[T, ...]:
        """All things of a kind, decoded once until the feed changes them."""
        self._notice_changes()
        if kind not in self._things:
            rows = self._database.rows("SELECT body FROM thing WHERE kind = ? ORDER BY id", (kind,))
            self._things[kind] = tuple(msgspec.json.decode(row[0], type=thing) for row in rows)
        return self._things[kind]  # type: ignore[return-value]  # kept under the kind it was asked by

    def _ids(self, kind: str) -> frozenset[str]:
        """The ids of all things of a kind, read once until the feed changes them."""
        self._notice_changes()
        if kind not in self._things_ids:
            rows = self._database.rows("SELECT id FROM thing WHERE kind = ?", (kind,))
            self._things_ids[kind] = frozenset(row[0] for row in rows)
        return self._things_ids[kind]

    def _notice_changes(self) -> None:
        version = self._feed.place().things_version
        if version != self._things_version:
            self._things, self._things_ids, self._things_version = {}, {}, version
