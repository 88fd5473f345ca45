"""From a code to its subject: who it is, what the list knows, and the verdict."""

from datetime import datetime
from zoneinfo import ZoneInfo

from station.clock import Reading
from station.domain.code import CitizenCard, Code, Search, SignedPass
from station.domain.events import ClockTrust
from station.domain.people import Appointment, Resident, Site
from station.domain.rules import Situation, judge
from station.domain.screens import Subject
from station.store.identity import Enrolled
from station.store.roster import ResidentFile, Roster


def subject_of(
    code: Code, *, roster: Roster, here: Enrolled, now: Reading, product: str | None
) -> Subject:
    """Whom `code` names, and the verdict at this table, `now`, for `product` of the vial in use."""
    site = roster.site(here.site) or Site(id=here.site, name=here.site)
    local = now.at.astimezone(ZoneInfo(site.timezone))
    resident = _resident(code, roster)
    file = roster.file(resident.id) if resident else ResidentFile()
    situation = Situation(
        now=local,
        clock_trusted=now.trust is ClockTrust.TRUSTED,
        site=site,
        station=here.station,
        code=code,
        product=product,
        resident=resident,
        appointments=file.appointments,
        doses=file.doses,
        arrivals=file.arrivals,
        roster_as_of=roster.as_of(),
        sites=roster.site_names(),
    )
    return Subject(
        code=code,
        verdict=judge(roster.campaign(), situation),
        resident=resident,
        appointment=_slot(file.appointments, site, local),
        doses=file.doses,
        dose_number=situation.next_dose_number,
        arrived_here=any(
            _ours(arrival.station, arrival.at, here, local) for arrival in file.arrivals
        ),
    )


def _resident(code: Code, roster: Roster) -> Resident | None:
    match code:
        case SignedPass(claims=claims):
            return roster.by_id(claims.resident)
        case CitizenCard(citizen_id=citizen_id):
            return roster.by_citizen_id(citizen_id)
        case Search(resident=resident):
            return roster.by_id(resident)
        case _:
            return None


def _slot(slots: tuple[Appointment, ...], site: Site, local: datetime) -> Appointment | None:
    """Today's slot here, or else the nearest one anywhere."""
    return min(
        slots,
        key=lambda slot: (slot.site != site.id, abs((slot.day - local.date()).days)),
        default=None,
    )


def _ours(station: str, at: datetime, here: Enrolled, local: datetime) -> bool:
    return station == here.station and at.astimezone(local.tzinfo).date() == local.date()
