"""The daily log for a terminal: the totals, and what needs a look."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from sync.hub.daily_log import DailyLog, Total
from sync.hub.words import PARKED, REVIEWS, reasons_text


def log_as_text(log: DailyLog) -> str:
    """Lines of text, in the reader's language."""
    return "\n".join(_lines(log))


def _lines(log: DailyLog) -> Iterator[str]:
    yield f"{log.site_name} · {log.day:%d/%m/%Y}"
    yield f"{_('Doses')}: {len(log.standing)} ({_('taken back')}: {log.taken_back})"
    yield from _totals(_("By product"), log.by_product)
    yield from _totals(_("By lot"), log.by_lot)
    yield from _totals(_("By hour"), log.by_hour)
    yield from _totals(_("By table"), log.by_table)
    yield f"{_('Turned away')}: {len(log.turned_away)}"
    for line in log.turned_away:
        yield f"  {line.at:%H:%M} {_('Table')} {line.table}: {reasons_text(line.reasons)}"
    yield f"{_('To review')}: {len(log.to_review)}"
    for item in log.to_review:
        yield f"  {REVIEWS.get(item.kind, item.kind)} {item.station}".rstrip()
    yield f"{_('Parked')}: {len(log.parked)}"
    for parked in log.parked:
        reason = PARKED.get(parked.reason, parked.reason)
        yield f"  {_('Table')} {parked.table}, {parked.seq}: {reason} ({parked.detail})"


def _totals(title: str, totals: list[Total]) -> Iterator[str]:
    yield f"{title}:"
    for total in totals:
        yield f"  {total.name}: {total.doses}"
