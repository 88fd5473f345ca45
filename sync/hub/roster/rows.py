"""A list's rows: each an appointment that can be imported, or what is wrong with it."""

import csv
import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from station.domain.people import Appointment, Resident, Site
from station.domain.roster import GivenDose
from station.domain.vaccines import Campaign
from sync.hub.roster import values
from sync.hub.roster.columns import columns_of
from sync.hub.roster.values import CellError

_SPACE = uuid.UUID("6e0d4f53-3c1e-5b7a-9d8f-8a1f2b6c4d10")
_MOST_DOSES = 9
Value = TypeVar("Value")


class BadRow(msgspec.Struct, frozen=True):
    """A row that was not imported. `column` is by our name for it."""

    line: int
    column: str
    why: str
    allowed: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.why}; allowed: {self.allowed}"


class GoodRow(msgspec.Struct, frozen=True):
    """An appointment, whose it is, and the doses that they had before."""

    line: int
    resident: Resident
    appointment: Appointment
    doses: tuple[GivenDose, ...]


class Setting(msgspec.Struct, frozen=True):
    """What a list is read against."""

    site: Site
    campaign: Campaign
    today: date


class ListError(ValueError):
    """A file that is no list at all."""


def read(content: bytes, setting: Setting) -> Iterator[GoodRow | BadRow]:
    """The rows of a list. Raises ListError or HeaderError before the first.

    A line is a row: a stray quotation mark spoils its own line and swallows none after it.
    """
    lines = re.split("\r\n|\n|\r", _text(content))
    delimiter = max(",;\t", key=lines[0].count)
    columns = columns_of(_cells(lines[0], delimiter))
    for number, line in enumerate(lines[1:], 2):
        if line.strip(f"{delimiter} "):
            yield _row(number, line, delimiter, columns, setting)


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter, strict=True), [])


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ListError(f"line {line}: not UTF-8. Save the list as CSV UTF-8.") from None


class _CellError(Exception):
    def __init__(self, column: str, error: CellError) -> None:
        self.column = column
        self.error = error


def _row(
    number: int, line: str, delimiter: str, columns: Sequence[str], setting: Setting
) -> GoodRow | BadRow:
    try:
        cells = _cells(line, delimiter)
        if any(cell.strip() for cell in cells[len(columns) :]):
            return BadRow(number, "row", f"has {len(cells)} cells", f"{len(columns)} cells")
        return _good(number, _Cells(dict(zip(columns, cells, strict=False))), setting)
    except csv.Error:
        return BadRow(number, "row", "has a stray quotation mark", "pairs of them around a cell")
    except _CellError as bad:
        return BadRow(number, bad.column, bad.error.why, bad.error.allowed)


class _Cells(msgspec.Struct, frozen=True):
    """The cells of one row by column; a missing one is empty."""

    by_column: Mapping[str, str]

    def read(self, column: str, parse: Callable[[str], Value]) -> Value:
        try:
            return parse(self.text(column))
        except CellError as error:
            raise _CellError(column, error) from None

    def text(self, column: str) -> str:
        return (self.by_column.get(column) or "").strip()


def _good(line: int, cells: _Cells, setting: Setting) -> GoodRow:
    resident = _resident(cells, setting)
    appointment = _appointment(cells, resident, setting)
    return GoodRow(line, resident, appointment, _doses(cells, resident, appointment, setting))


def _resident(cells: _Cells, setting: Setting) -> Resident:
    year, born = cells.read("birth_date", lambda cell: values.birth(cell, setting.today))
    name = cells.read("name", values.name)
    citizen_id = cells.read("citizen_id", values.citizen_id)
    phone = cells.read("phone", values.phone)
    known_by = citizen_id or f"{setting.site.id}|{name.casefold()}|{born or year}|{phone}"
    return Resident(
        id=_id("resident", known_by),
        name=name,
        birth_year=year,
        birth_date=born,
        sex=cells.read("sex", values.sex),
        citizen_id=citizen_id,
        phone=phone,
        registration=cells.read("registration", values.registration),
    )


def _appointment(cells: _Cells, resident: Resident, setting: Setting) -> Appointment:
    day = cells.read("day", values.day)
    number = cells.read("dose", values.dose_number)
    starts_at, ends_at = _slot(cells, day, setting)
    return Appointment(
        id=_id("appointment", f"{resident.id}|{setting.site.id}|{number}"),
        resident=resident.id,
        site=setting.site.id,
        session=f"{setting.site.id}-{day}",
        day=day,
        starts_at=starts_at,
        ends_at=ends_at,
        dose_number=number,
        product=cells.read("product", lambda cell: _product(cell, setting) if cell else None),
    )


def _slot(cells: _Cells, day: date, setting: Setting) -> tuple[datetime, datetime]:
    if both := cells.text("slot"):
        begin, _, end = both.partition("-")
        cells = _Cells({"from": begin, "to": end})
    zone = ZoneInfo(setting.site.timezone)
    times: list[time] = [cells.read(column, values.clock_time) for column in ("from", "to")]
    starts_at, ends_at = (datetime.combine(day, at, zone) for at in times)
    if starts_at >= ends_at:
        raise _CellError("to", CellError("is not after from", "a later time of the same day"))
    return starts_at, ends_at


def _doses(
    cells: _Cells, resident: Resident, appointment: Appointment, setting: Setting
) -> tuple[GivenDose, ...]:
    given = (_dose(cells, number, resident, setting) for number in range(1, _MOST_DOSES + 1))
    doses = tuple(dose for dose in given if dose)
    for dose in doses:
        if dose.day >= appointment.day:
            late = CellError("is not before the appointment", "the day when it was given")
            raise _CellError(f"dose{dose.dose_number}_day", late)
    return doses


def _dose(cells: _Cells, number: int, resident: Resident, setting: Setting) -> GivenDose | None:
    product, day, lot = (f"dose{number}_{part}" for part in ("product", "day", "lot"))
    if not any(cells.text(column) for column in (product, day, lot)):
        return None
    return GivenDose(
        id=_id("dose", f"{resident.id}|{number}"),
        resident=resident.id,
        product=cells.read(product, lambda cell: _product(cell, setting)),
        dose_number=number,
        day=cells.read(day, values.day),
        lot=cells.text(lot)[:_LONGEST_LOT] or None,
    )


_LONGEST_LOT = 100


def _product(cell: str, setting: Setting) -> str:
    wanted = cell.casefold()
    for product in setting.campaign.products:
        if wanted in (product.id, product.name.casefold()):
            return product.id
    allowed = ", ".join(product.id for product in setting.campaign.products)
    raise CellError("is no product of the campaign", allowed)


def _id(kind: str, known_by: str) -> str:
    return str(uuid.uuid5(_SPACE, f"{kind}|{known_by}"))
