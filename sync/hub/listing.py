"""Residents on the lists of sites: who they are, when they are expected, what they were given."""

from collections.abc import Collection, Iterable, Iterator

import msgspec

from station.domain import people, roster
from sync.hub import models
from sync.hub.feed import Change, publish_news
from sync.hub.ingest.rows import change_of

_encoder = msgspec.json.Encoder()


def change(kind: str, thing: roster.Thing) -> Change:
    """What the feed says of a thing that stands."""
    return Change(kind, thing.id, _encoder.encode(thing))


def tell_of(residents: Collection[str], site: str) -> int:
    """Publishes all that the hub knows of `residents` at `site` and wherever else they are listed.

    Returns how many things changed. Runs inside the caller's transaction.
    """
    changes = list(_known_of(residents))
    sites = {site, *other_sites(residents, site)}
    return sum(publish_news(each, changes) for each in sorted(sites))


def other_sites(residents: Iterable[str], site: str) -> set[str]:
    """The sites besides `site` that have one of `residents` on their list."""
    listed = models.FeedItem.objects.filter(
        kind="resident", thing__in=residents, body__isnull=False
    )
    return set(listed.exclude(site=site).values_list("site_id", flat=True))


def _known_of(residents: Collection[str]) -> Iterator[Change]:
    for row in models.Resident.objects.filter(pk__in=residents).order_by("pk"):
        yield change("resident", resident_of(row))
    of_them = {"resident__in": residents}
    for slot in models.Appointment.objects.filter(**of_them).order_by("pk"):
        yield change("appointment", appointment_of(slot))
    for dose in models.HistoricDose.objects.filter(**of_them).order_by("pk"):
        yield change("dose", historic_dose_of(dose))
    given = models.Event.objects.filter(**of_them, kind="dosed", stands=True)
    yield from map(change_of, given.order_by("pk"))


def resident_row(person: people.Resident) -> models.Resident:
    return models.Resident(
        id=person.id,
        name=person.name,
        birth_year=person.birth_year,
        birth_date=person.birth_date,
        sex=person.sex.value,
        citizen_id=person.citizen_id,
        phone=person.phone or "",
        registration=person.registration.value,
    )


def resident_of(row: models.Resident) -> people.Resident:
    return people.Resident(
        id=row.id,
        name=row.name,
        birth_year=row.birth_year,
        birth_date=row.birth_date,
        sex=people.Sex(row.sex),
        citizen_id=row.citizen_id,
        phone=row.phone or None,
        registration=people.Registration(row.registration),
    )


def appointment_row(slot: people.Appointment) -> models.Appointment:
    return models.Appointment(
        id=slot.id,
        resident_id=slot.resident,
        site_id=slot.site,
        session_id=slot.session,
        day=slot.day,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        dose_number=slot.dose_number,
        product=slot.product or "",
    )


def appointment_of(row: models.Appointment) -> people.Appointment:
    return people.Appointment(
        id=row.id,
        resident=row.resident_id,
        site=row.site_id,
        session=row.session_id,
        day=row.day,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        dose_number=row.dose_number,
        product=row.product or None,
    )


def historic_dose_row(dose: roster.GivenDose) -> models.HistoricDose:
    return models.HistoricDose(
        id=dose.id,
        resident_id=dose.resident,
        product=dose.product,
        dose_number=dose.dose_number,
        day=dose.day,
        lot=dose.lot or "",
    )


def historic_dose_of(row: models.HistoricDose) -> roster.GivenDose:
    return roster.GivenDose(
        id=row.id,
        resident=row.resident_id,
        product=row.product,
        dose_number=row.dose_number,
        day=row.day,
        lot=row.lot or None,
    )
