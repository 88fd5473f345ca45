"""Puts a list into the hub and onto the lists of the stations."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, islice
from typing import TypeVar

import msgspec
from django.db import transaction
from django.db.models import Model

from station.domain.people import Session
from station.domain.vaccines import Campaign
from sync.hub import models
from sync.hub.bulk import upsert
from sync.hub.feed import publish_news
from sync.hub.listing import (
    appointment_row,
    change,
    historic_dose_row,
    resident_row,
    tell_of,
)
from sync.hub.roster.rows import BadRow, GoodRow, Setting, read
from sync.hub.sites import site_of

_ROWS_A_TRANSACTION = 1000
Row = TypeVar("Row")
Table = TypeVar("Table", bound=Model)


class Report(msgspec.Struct, frozen=True):
    """`changed` counts what the stations are told of: nothing for a list imported before."""

    imported: int
    changed: int
    bad: list[BadRow]


def import_list(content: bytes, site: models.Site, today: date) -> Report:
    """Imports the good rows and reports the bad ones. Raises ListError or HeaderError."""
    campaign = msgspec.json.decode(bytes(site.campaign), type=Campaign)
    rows = list(read(content, Setting(site_of(site), campaign, today)))
    good, repeated = _each_once(row for row in rows if isinstance(row, GoodRow))
    bad = [row for row in rows if isinstance(row, BadRow)] + repeated
    changed = sum(_import(site, part) for part in _parts(good, _ROWS_A_TRANSACTION))
    return Report(len(good), changed, sorted(bad, key=lambda row: row.line))


def _each_once(rows: Iterable[GoodRow]) -> tuple[list[GoodRow], list[BadRow]]:
    """The first row of each appointment; a second that says something else is a bad one."""
    first: dict[str, GoodRow] = {}
    bad = []
    for row in rows:
        known = first.setdefault(row.appointment.id, row)
        if msgspec.structs.replace(row, line=known.line) != known:
            why = f"differs from line {known.line} on the same person and dose"
            bad.append(BadRow(row.line, "row", why, "one row a person and dose"))
    return list(first.values()), bad


def _parts(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while part := list(islice(remaining, size)):
        yield part


@transaction.atomic
def _import(site: models.Site, rows: Sequence[GoodRow]) -> int:
    residents = {row.resident.id: row.resident for row in rows}
    _store(models.Resident, [resident_row(residents[key]) for key in sorted(residents)])
    changed = publish_news(site.id, [change("session", day) for day in _sessions(site, rows)])
    _store(models.Appointment, [appointment_row(row.appointment) for row in rows])
    doses = {dose.id: dose for row in rows for dose in row.doses}
    _store(models.HistoricDose, [historic_dose_row(dose) for dose in doses.values()])
    return changed + tell_of(residents.keys(), site.id)


def _sessions(site: models.Site, rows: Sequence[GoodRow]) -> list[Session]:
    """The days of these appointments, each open from the first slot to the last."""
    by_id = sorted((row.appointment for row in rows), key=lambda slot: slot.session)
    sessions = []
    for name, group in groupby(by_id, key=lambda slot: slot.session):
        slots = list(group)
        known = models.Session.objects.filter(pk=name).first()
        opens_at = min(slot.starts_at for slot in slots)
        closes_at = max(slot.ends_at for slot in slots)
        session, _ = models.Session.objects.update_or_create(
            pk=name,
            defaults={
                "site": site,
                "day": slots[0].day,
                "opens_at": min(opens_at, known.opens_at) if known else opens_at,
                "closes_at": max(closes_at, known.closes_at) if known else closes_at,
            },
        )
        sessions.append(_session_of(session))
    return sessions


def _session_of(row: models.Session) -> Session:
    return Session(
        id=row.id, site=row.site_id, day=row.day, opens_at=row.opens_at, closes_at=row.closes_at
    )


def _store(table: type[Table], rows: Sequence[Table]) -> None:
    """Adds rows, and replaces those of the same id."""
    columns = [field.name for field in table._meta.fields if not field.primary_key]
    upsert(rows, unique=["id"], replace=columns)
