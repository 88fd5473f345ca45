"""The list as a site brings it: a spreadsheet saved as CSV, with Vietnamese columns."""

import csv
import io
from collections.abc import Iterable

from station.demo.listed import Listed, Road
from station.demo.people import Sex

COLUMNS = (
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Số CCCD",
    "Số điện thoại",
    "Đăng ký",
    "Ngày hẹn",
    "Giờ hẹn",
    "Mũi",
    "Vắc xin",
    "Mũi 1 vắc xin",
    "Mũi 1 ngày",
)
SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
ROADS = {Road.APP: "app", Road.PAPER: "giấy"}


def roster_csv(listed: Iterable[Listed]) -> bytes:
    """A row for each resident, in UTF-8 with a byte order mark, as spreadsheets save it."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows(_row(one) for one in listed)
    return sheet.getvalue().encode("utf-8-sig")


def _row(one: Listed) -> tuple[str, ...]:
    person = one.person
    earlier = [(f"{dose.product}", f"{dose.day:%d/%m/%Y}") for dose in one.earlier]
    return (
        person.name,
        f"{one.birth_date:%d/%m/%Y}" if one.birth_date else f"{person.birth_date.year}",
        SEXES[person.sex],
        one.citizen_id or "",
        one.phone or "",
        ROADS[one.road],
        f"{one.starts_at:%d/%m/%Y}",
        f"{one.starts_at:%H:%M}-{one.ends_at:%H:%M}",
        str(one.dose_number),
        one.product,
        *(earlier[0] if earlier else ("", "")),
    )
