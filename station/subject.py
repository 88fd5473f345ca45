"""From a code to its subject: who it is, what the list knows, and the verdict."""

from zoneinfo import ZoneInfo

from station import campaigns
from station.clock import Reading
from station.domain.code import CitizenCard, Code, Search, SignedPass
from station.domain.effects import Judge
from station.domain.events import ClockTrust
from station.domain.people import Appointment, Site
from station.domain.rules import Situation, judge
from station.domain.screens import Subject
from station.store.identity import Enrolled
from station.store.roster import ResidentFile, Roster


def subject_of(asked: Judge, *, roster: Roster, here: Enrolled, now: Reading) -> Subject:
    """Whom the code names, and the verdict at this table, `now`, for what is to be injected."""
    site = roster.site(here.site) or Site(id=here.site, name=here.site)
    local = now.at.astimezone(ZoneInfo(site.timezone))
    file = _file(asked.code, roster)
    situation = Situation(
        now=local,
        clock_trusted=now.trust is ClockTrust.TRUSTED,
        site=site,
        station=here.station,
        code=asked.code,
        product=asked.product,
        expiry=asked.expiry,
        resident=file.resident if file else None,
        appointments=file.appointments if file else (),
        doses=file.doses if file else (),
        arrivals=file.arrivals if file else (),
        roster_as_of=roster.as_of(),
        sites=roster.site_names(),
    )
    return Subject(
        code=asked.code,
        verdict=judge(roster.campaign() or campaigns.load(), situation),
        resident=situation.resident,
        appointment=_slot(situation),
        doses=situation.doses,
        dose_number=situation.next_dose_number,
        arrived_here=any(
            arrival.station == here.station and situation.is_today(arrival.at)
            for arrival in situation.arrivals
        ),
    )


def _file(code: Code, roster: Roster) -> ResidentFile | None:
    match code:
        case SignedPass(claims=claims):
            return roster.file(claims.resident)
        case CitizenCard(citizen_id=citizen_id, old_id=old_id):
            resident = roster.by_citizen_id(citizen_id)
            if resident is None and old_id:
                resident = roster.by_citizen_id(old_id)
            return roster.file(resident.id) if resident else None
        case Search(resident=resident_id):
            return roster.file(resident_id)
        case _:
            return None


def _slot(situation: Situation) -> Appointment | None:
    """Today's slot here, or else the nearest one anywhere."""
    return min(
        situation.appointments,
        key=lambda slot: (slot.site != situation.site.id, abs((slot.day - situation.today).days)),
        default=None,
    )
