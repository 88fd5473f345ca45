"""What the hub knows of a moment at a table, for the one rules engine that the tables use too."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from station.domain.code import Code
from station.domain.people import Appointment, Resident, Site
from station.domain.roster import Arrival, GivenDose
from station.domain.rules import Situation
from sync.hub import models
from sync.hub.ingest.rows import ARRIVAL_COLUMNS, DOSE_COLUMNS, arrival, given_dose
from sync.hub.listing import appointment_of, historic_dose_of, resident_of


class ResidentFile(msgspec.Struct, frozen=True, kw_only=True):
    """All that the hub holds of one resident."""

    resident: Resident | None = None
    appointments: tuple[Appointment, ...] = ()
    doses: tuple[GivenDose, ...] = ()
    arrivals: tuple[Arrival, ...] = ()


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """When and where somebody stands at a table, with which code, about to get what."""

    at: datetime
    clock_trusted: bool
    station: str
    code: Code
    product: str | None
    expiry: date | None = None


def files_of(residents: Collection[str]) -> dict[str, ResidentFile]:
    """The files of `residents`, in five queries however many there are."""
    people = models.Resident.objects.in_bulk(residents)
    slots = _by_resident(map(appointment_of, _all_of(models.Appointment, residents)))
    doses = _by_resident(map(historic_dose_of, _all_of(models.HistoricDose, residents)))
    given = _by_resident(map(given_dose, _standing("dosed", residents, DOSE_COLUMNS)))
    arrived = _by_resident(map(arrival, _standing("arrived", residents, ARRIVAL_COLUMNS)))
    return {
        name: ResidentFile(
            resident=resident_of(people[name]) if name in people else None,
            appointments=tuple(slots[name]),
            doses=tuple(doses[name] + given[name]),
            arrivals=tuple(arrived[name]),
        )
        for name in residents
    }


def situation(
    moment: Moment, file: ResidentFile, site: Site, site_names: dict[str, str]
) -> Situation:
    """The situation as the hub sees it; its own list is never stale."""
    return Situation(
        now=moment.at.astimezone(ZoneInfo(site.timezone)),
        clock_trusted=moment.clock_trusted,
        site=site,
        station=moment.station,
        code=moment.code,
        product=moment.product,
        expiry=moment.expiry,
        resident=file.resident,
        appointments=file.appointments,
        doses=file.doses,
        arrivals=file.arrivals,
        roster_as_of=moment.at,
        sites=site_names,
    )


def site_names() -> dict[str, str]:
    return dict(models.Site.objects.values_list("pk", "name"))


Table = TypeVar("Table", models.Appointment, models.HistoricDose)
Theirs = TypeVar("Theirs", Appointment, GivenDose, Arrival)


def _all_of(table: type[Table], residents: Collection[str]) -> Iterable[Table]:
    return table.objects.filter(resident__in=residents).order_by("pk")


def _standing(
    kind: str, residents: Collection[str], columns: tuple[str, ...]
) -> Iterable[tuple[Any, ...]]:
    rows = models.Event.objects.filter(resident__in=residents, kind=kind, stands=True)
    return rows.order_by("at", "pk").values_list(*columns)


def _by_resident(things: Iterable[Theirs]) -> dict[str, list[Theirs]]:
    found: dict[str, list[Theirs]] = defaultdict(list)
    for thing in things:
        found[thing.resident].append(thing)
    return found
