"""The daily log as a CSV file that is safe to open in a spreadsheet, in the reader's language."""

import csv
import io
from collections.abc import Iterable

from sync.hub.daily_log import DailyLog, DoseLine, TurnedAwayLine
from sync.hub.words import COLUMNS, GIVEN, NO, TAKEN_BACK, TURNED_AWAY, YES, reasons_text

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets take a CSV without it for some old code page."""


def log_as_csv(log: DailyLog) -> str:
    """Every dose of the day and everybody turned away, a row each."""
    text = io.StringIO(newline="")
    text.write(_BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([str(column) for column in COLUMNS])
    for row in _rows(log):
        writer.writerow([safe(str(cell)) for cell in row])
    return text.getvalue()


def safe(cell: str) -> str:
    """The cell as text: a spreadsheet takes what begins like a formula for one."""
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _rows(log: DailyLog) -> Iterable[tuple[object, ...]]:
    yield from map(_dose, log.doses)
    yield from map(_turned_away, log.turned_away)


def _dose(dose: DoseLine) -> tuple[object, ...]:
    return (
        GIVEN if dose.stands else TAKEN_BACK,
        f"{dose.at:%H:%M:%S}",
        dose.table,
        dose.person.name,
        dose.person.birth_year or "",
        dose.product,
        dose.lot,
        dose.dose_number,
        dose.staff,
        "",
        YES if dose.sure else NO,
        dose.event,
    )


def _turned_away(line: TurnedAwayLine) -> tuple[object, ...]:
    return (
        TURNED_AWAY,
        f"{line.at:%H:%M:%S}",
        line.table,
        line.person.name,
        line.person.birth_year or "",
        "",
        "",
        "",
        line.staff,
        reasons_text(line.reasons),
        YES if line.sure else NO,
        line.event,
    )
