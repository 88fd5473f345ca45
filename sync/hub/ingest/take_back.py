"""Doses and arrivals that no longer stand: corrected, or released by a refusal at their table."""

from collections.abc import Sequence

from django.db.models import Q

from sync.hub.models import Event


def take_back(station: str, rows: Sequence[Event]) -> list[Event]:
    """Marks what `rows` take back, and what among them was taken back already.

    Returns the rows of the database that stand no longer. A correction may come before the event
    that it corrects: the two can be of different stations.
    """
    _corrected_before(rows)
    targets = {row.corrects for row in rows if row.kind == "corrected"}
    for row in rows:
        if row.id in targets:
            row.stands = False
    _release_within(rows)
    return _in_database(station, rows, targets)


def _corrected_before(rows: Sequence[Event]) -> None:
    ids = [row.id for row in rows if row.kind in ("dosed", "arrived")]
    if not ids:
        return
    corrected = set(
        Event.objects.filter(kind="corrected", corrects__in=ids).values_list("corrects", flat=True)
    )
    for row in rows:
        if row.id in corrected:
            row.stands = False


def _release_within(rows: Sequence[Event]) -> None:
    here: dict[str, list[Event]] = {}
    for row in rows:
        if row.kind == "arrived":
            here.setdefault(row.resident, []).append(row)
        elif row.kind == "turned_away":
            for arrived in here.pop(row.resident, []):
                arrived.stands = False


def _in_database(station: str, rows: Sequence[Event], targets: set[str]) -> list[Event]:
    released = {row.resident: row.seq for row in rows if row.kind == "turned_away"}
    if not targets and not released:
        return []
    corrected = Q(pk__in=targets, kind__in=("dosed", "arrived"))
    arrived = Q(station_id=station, kind="arrived", resident__in=released)
    found = [
        row
        for row in Event.objects.filter(corrected | arrived, stands=True)
        if row.id in targets or row.seq < released[row.resident]
    ]
    for row in found:
        row.stands = False
    Event.objects.filter(pk__in=[row.pk for row in found]).update(stands=False)
    return found
