"""What accepted doses make the manager look at."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from station.domain.code import Search
from station.domain.events import AnyEvent, Dosed
from station.domain.rules import judge
from station.domain.vaccines import Campaign
from station.domain.verdict import Level
from sync.hub.ingest.rows import clock_is_sure, time_of
from sync.hub.models import Event, ReviewItem, Station
from sync.hub.reviews import ReviewKind, raise_items, settle
from sync.hub.sites import site_of
from sync.hub.situation import Moment, ResidentFile, files_of, site_names, situation

_ABOUT_ONE_DOSE = (ReviewKind.OVERRIDE, ReviewKind.AGAINST_RULES, ReviewKind.UNSURE_CLOCK)
_CHECKS = frozenset(
    {
        "early",
        "late",
        "no_appointment",
        "earlier_dose_unknown",
        "identity_mismatch",
        "clock_not_trusted",
        "roster_stale",
        "code_unsigned",
        "found_by_hand",
    }
)
"""Reasons that a nurse decides on every day; setting aside any other goes to the manager."""
_SEEN_AS_TWO_DOSES = frozenset({"already_dosed_today", "already_arrived"})


def review(
    station: Station, rows: Sequence[Event], events: Iterable[AnyEvent], now: datetime
) -> None:
    """Raises what the new `rows` give rise to."""
    doses = [
        (row, event)
        for row, event in zip(rows, events, strict=True)
        if isinstance(event, Dosed) and row.stands
    ]
    if not doses:
        return
    files = files_of({row.resident for row, _ in doses})
    items = list(_two_doses([row for row, _ in doses], files))
    items += _decisions(station, doses, files)
    items += [_item(ReviewKind.UNSURE_CLOCK, row) for row, _ in doses if not clock_is_sure(row)]
    for item in items:
        item.raised_at = now
    raise_items(items)


def review_again(taken_back: Sequence[Event], repaired: Sequence[Event], now: datetime) -> None:
    """Settles what a correction or a repaired clock has settled, and raises what it shows."""
    settle(_ABOUT_ONE_DOSE, [row.id for row in taken_back], now)
    settle([ReviewKind.UNSURE_CLOCK], [row.id for row in repaired], now)
    doses = [row for row in [*taken_back, *repaired] if row.kind == "dosed"]
    if not doses:
        return
    files = files_of({row.resident for row in doses})
    _settle_two_doses(files, now)
    items = list(_two_doses([row for row in repaired if row.stands], files))
    for item in items:
        item.raised_at = now
    raise_items(items)


def _two_doses(rows: Iterable[Event], files: dict[str, ResidentFile]) -> Iterator[ReviewItem]:
    """An item for each site where one of several doses of the day was given."""
    for row in rows:
        same_day = [dose for dose in files[row.resident].doses if dose.day == row.day]
        sites = {dose.site for dose in same_day if dose.site} if len(same_day) > 1 else set()
        for site in sites:
            yield ReviewItem(
                site_id=site,
                kind=ReviewKind.TWO_DOSES.value,
                subject=f"{site}|{row.resident}|{row.day}",
                day=row.day,
                resident=row.resident,
                event=row.id,
                about={"doses": [dose.id for dose in same_day]},
            )


def _settle_two_doses(files: dict[str, ResidentFile], now: datetime) -> None:
    open_items = ReviewItem.objects.filter(
        kind=ReviewKind.TWO_DOSES, resident__in=files, settled_at=None
    )
    over = [
        item.subject
        for item in open_items
        if sum(dose.day == item.day for dose in files[item.resident].doses) <= 1
    ]
    settle([ReviewKind.TWO_DOSES], over, now)


def _decisions(
    station: Station, doses: Iterable[tuple[Event, Dosed]], files: dict[str, ResidentFile]
) -> Iterator[ReviewItem]:
    """Stops that a person set aside, and stops that nobody saw at the table."""
    campaign = msgspec.json.decode(bytes(station.site.campaign), type=Campaign)
    site, names = site_of(station.site), site_names()
    for row, event in doses:
        decided = set(event.override.reasons) if event.override else set()
        if aside := [reason for reason in sorted(decided) if _is_stop(campaign, reason)]:
            yield _item(ReviewKind.OVERRIDE, row, reasons=aside)
        others = _without(files[row.resident], row)
        verdict = judge(campaign, situation(_moment(row, event), others, site, names))
        stops = [found.reason for found in verdict.findings if found.level is Level.STOP]
        if unseen := [r for r in stops if r not in decided | _SEEN_AS_TWO_DOSES]:
            yield _item(ReviewKind.AGAINST_RULES, row, reasons=unseen)


def _is_stop(campaign: Campaign, reason: str) -> bool:
    default = Level.CHECK if reason in _CHECKS else Level.STOP
    return campaign.levels.get(reason, default) is Level.STOP


def _moment(row: Event, event: Dosed) -> Moment:
    return Moment(
        at=time_of(row),
        clock_trusted=clock_is_sure(row),
        station=row.station_id,
        code=Search(resident=row.resident),
        product=row.product,
        expiry=event.expiry,
    )


def _without(file: ResidentFile, row: Event) -> ResidentFile:
    """The file as it was before this dose: no other of its day, none of a later one."""
    earlier = tuple(dose for dose in file.doses if dose.day < row.day)
    return msgspec.structs.replace(file, doses=earlier)


def _item(kind: ReviewKind, row: Event, **about: list[str]) -> ReviewItem:
    return ReviewItem(
        site_id=row.site_id,
        kind=kind.value,
        subject=row.id,
        day=row.day,
        resident=row.resident,
        event=row.id,
        about=about,
    )
