"""The cases of the table, put to the hub's side of the one rules engine."""

from collections.abc import Iterator
from itertools import count

import msgspec
import pytest
from django.db import transaction
from msgspec.structs import replace

from station import campaigns
from station.domain.people import Appointment
from station.domain.people import Site as DomainSite
from station.domain.roster import Arrival, GivenDose
from station.domain.rules import Situation, judge
from sync.hub import models
from sync.hub.listing import appointment_row, historic_dose_row, resident_row
from sync.hub.sites import site_of
from sync.hub.situation import Moment, ResidentFile, files_of, site_names, situation
from tests.domain import cases
from tests.hub.running import RunningHub

CAMPAIGN = campaigns.load()
CASES = cases.load()
_seqs = count(1)


@pytest.fixture
def scratch(hub: RunningHub) -> Iterator[None]:  # noqa: ARG001 - there must be a hub
    """The case's people and places are in the hub's tables for this test only."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("scratch")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_hub_reaches_the_verdict_of_the_case(case: cases.Case) -> None:
    case.assert_agrees(judge(CAMPAIGN, as_the_hub_sees(case.situation)))


def as_the_hub_sees(given: Situation) -> Situation:
    """The same situation, by way of the hub's tables. Only its list is always fresh."""
    stage(given)
    moment = Moment(
        at=given.now,
        clock_trusted=given.clock_trusted,
        station=given.station,
        code=given.code,
        product=given.product,
        expiry=given.expiry,
    )
    site = site_of(models.Site.objects.get(pk=given.site.id))
    resident = given.resident.id if given.resident else None
    file = files_of([resident])[resident] if resident else ResidentFile()
    seen = situation(moment, file, site, site_names())
    assert seen.roster_as_of == given.now
    return replace(seen, roster_as_of=given.roster_as_of)


def stage(given: Situation) -> None:
    for name, called in given.sites.items():
        stage_site(DomainSite(id=name, name=called))
    stage_site(given.site)
    if given.resident is None:
        return
    resident_row(given.resident).save()
    theirs = given.resident.id
    for slot in given.appointments:
        stage_appointment(replace(slot, resident=theirs))
    for dose in given.doses:
        stage_dose(replace(dose, resident=theirs), given)
    for arrival in given.arrivals:
        event("arrived", replace(arrival, resident=theirs), given).save()


def stage_site(site: DomainSite) -> None:
    models.Site(**msgspec.structs.asdict(site), campaign=b"").save()


def stage_appointment(slot: Appointment) -> None:
    if not models.Site.objects.filter(pk=slot.site).exists():
        stage_site(DomainSite(id=slot.site, name=slot.site))
    models.Session.objects.get_or_create(
        pk=slot.session,
        defaults={
            "site_id": slot.site,
            "day": slot.day,
            "opens_at": slot.starts_at,
            "closes_at": slot.ends_at,
        },
    )
    appointment_row(slot).save()


def stage_dose(dose: GivenDose, given: Situation) -> None:
    """A dose with its time was given at a table of ours; the others came with the list."""
    if dose.at is None:
        historic_dose_row(dose).save()
        return
    row = event("dosed", dose, given)
    row.product, row.dose_number, row.day = dose.product, dose.dose_number, dose.day
    row.save()


def event(kind: str, thing: GivenDose | Arrival, given: Situation) -> models.Event:
    at = thing.at or given.now
    station, _ = models.Station.objects.get_or_create(
        pk=thing.station or "a table", defaults={"site_id": given.site.id, "table": 1, "name": ""}
    )
    return models.Event(
        id=thing.id,
        station=station,
        seq=next(_seqs),
        site_id=given.site.id,
        table=thing.table,
        kind=kind,
        resident=thing.resident,
        at=at,
        day=at.date(),
        clock="trusted",
        boot="b",
        mono_ms=0,
        received_at=at,
        hash=b"",
        canonical=b"",
    )
