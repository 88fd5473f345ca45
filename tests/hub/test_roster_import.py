"""A list as a site brings it: good rows count, bad ones are named with what is allowed."""

import unicodedata
from datetime import date
from pathlib import Path

import msgspec
import pytest

from sync.hub.models import Appointment, HistoricDose, Resident, Session, Site
from sync.hub.roster.columns import HEADER, HeaderError
from sync.hub.roster.importing import import_list
from sync.hub.roster.rows import ListError
from tests.hub.conftest import NewStation
from tests.hub.ledger import Caller
from tests.hub.running import RunningHub
from tests.hub.staging import HANOI, csv_of, list_of, row, stage_site, today


def test_a_row_becomes_a_resident_with_a_slot_and_earlier_doses(site: Site) -> None:
    report = list_of(
        site,
        row(
            sex="nữ",
            citizen_id="001187012345",
            phone="+84 912 345 678",
            registration="giấy",
            **{"from": "07:30", "to": "8h15"},
            dose="2",
            product="Pfizer (Comirnaty)",
            dose1_product="astrazeneca",
            dose1_day="2021-07-15",
            dose1_lot="ABV9",
        ),
    )
    assert (report.imported, report.bad) == (1, [])
    resident = Resident.objects.get(citizen_id="001187012345")
    assert (resident.name, resident.birth_date) == ("Nguyễn Thị Hồng Phượng", date(1987, 3, 29))
    assert (resident.sex, resident.phone) == ("female", "0912345678")
    assert resident.registration == "paper"
    slot = Appointment.objects.get(resident=resident)
    assert (slot.day, slot.dose_number, slot.product) == (today(), 2, "pfizer")
    assert f"{slot.starts_at.astimezone(HANOI):%H:%M}" == "07:30"
    assert f"{slot.ends_at.astimezone(HANOI):%H:%M}" == "08:15"
    before = HistoricDose.objects.get(resident=resident)
    assert (before.product, before.dose_number, before.lot) == ("astrazeneca", 1, "ABV9")


VIETNAMESE = (
    "Họ và tên;NGÀY SINH;Giới tính;Số CCCD;Điện thoại;Đăng ký;Ngày hẹn;Giờ hẹn;Mũi;Vắc xin;"
    "mui1_vaccine;Mũi 1 ngày;mui1_lo\r\n"
    "Trần Văn Đức;1990;Nam;079090000031;0912345679;app;24/11/2026;7h30-8h;2;pfizer;"
    "pfizer;01/10/2026;FF1\r\n"
)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_vietnamese_headers_any_delimiter_and_a_byte_order_mark_are_read(
    site: Site, mark: str, delimiter: str
) -> None:
    content = (mark + VIETNAMESE.replace(";", delimiter)).encode()
    report = import_list(content, site, today())
    assert (report.imported, report.bad) == (1, [])
    resident = Resident.objects.get(citizen_id="079090000031")
    assert (resident.name, resident.birth_year, resident.birth_date) == ("Trần Văn Đức", 1990, None)
    assert HistoricDose.objects.get(resident=resident).day == date(2026, 10, 1)


def test_the_same_list_again_changes_nothing(site: Site, station: Caller) -> None:
    rows = [row(citizen_id=f"0790870000{n}", phone=f"09123456{n}") for n in range(40, 60)]
    rows += [row(name=f"Lê Văn {letter}", birth_date="1950") for letter in "ABC"]
    first = list_of(site, *rows)
    assert (first.imported, first.changed) == (23, 1 + 2 * 23)
    station.pull_all()
    again = list_of(site, *rows)
    assert (again.imported, again.changed) == (23, 0)
    assert station.pull_all() == {}


def test_a_changed_row_changes_what_it_changes(site: Site, station: Caller) -> None:
    list_of(site, row(citizen_id="079087000061"), row(citizen_id="079087000062"))
    station.pull_all()
    report = list_of(
        site, row(citizen_id="079087000061", to="20:00"), row(citizen_id="079087000062")
    )
    assert report.changed == 1
    assert [kind for kind, _ in station.pull_all()] == ["appointment"]


def test_the_day_of_a_site_opens_with_its_first_slot_and_closes_with_its_last(site: Site) -> None:
    list_of(site, row(citizen_id="079087000063", **{"from": "08:00", "to": "09:00"}))
    list_of(site, row(citizen_id="079087000064", **{"from": "07:00", "to": "07:30"}))
    session = Session.objects.get(site=site)
    assert f"{session.opens_at.astimezone(HANOI):%H:%M}" == "07:00"
    assert f"{session.closes_at.astimezone(HANOI):%H:%M}" == "09:00"


def test_a_name_is_stored_composed_whatever_the_file_has(site: Site) -> None:
    decomposed = unicodedata.normalize("NFD", "  Đặng   Thị Như Quỳnh ")
    list_of(site, row(name=decomposed, citizen_id="079087000065"))
    assert Resident.objects.get(citizen_id="079087000065").name == "Đặng Thị Như Quỳnh"


def test_one_person_on_two_sites_lists_is_one_resident(site: Site, new_station: NewStation) -> None:
    far = stage_site(f"{site.id}-far")
    for at in (site, far):
        list_of(at, row(citizen_id="079087000066"))
    resident = Resident.objects.get(citizen_id="079087000066")
    told = new_station().pull_all()
    slots = [
        msgspec.json.decode(body or b"")
        for (kind, _), body in told.items()
        if kind == "appointment"
    ]
    assert {(slot["resident"], slot["site"]) for slot in slots} == {
        (resident.id, site.id),
        (resident.id, far.id),
    }


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("name", ""),
        ("name", "<script>"),
        ("name", "Nguyễn\u202eVăn"),
        ("name", "x" * 101),
        ("birth_date", ""),
        ("birth_date", "31/02/1987"),
        ("birth_date", "29/03/87"),
        ("birth_date", "1850"),
        ("birth_date", "2099"),
        ("birth_date", "٢٠٠٠"),
        ("sex", "maybe"),
        ("citizen_id", "12345"),
        ("citizen_id", "79087012345"),
        ("phone", "12"),
        ("registration", "fax"),
        ("day", ""),
        ("day", "2026-13-01"),
        ("from", "25:00"),
        ("from", "seven"),
        ("to", "00:00"),
        ("dose", "0"),
        ("dose", "ten"),
        ("product", "aspirin"),
        ("dose1_product", "aspirin"),
    ],
)
def test_each_bad_cell_is_named_with_what_is_allowed(
    any_site: Site, column: str, cell: str
) -> None:
    good = row(citizen_id="079087000070", name="Lê Văn Tốt")
    report = list_of(any_site, good, row(**{column: cell}), row(citizen_id="079087000071"))
    assert report.imported == 2
    assert [(bad.line, bad.column) for bad in report.bad] == [(3, column)]
    assert report.bad[0].why
    assert report.bad[0].allowed
    assert not cell or cell not in str(report.bad[0])


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"dose1_day": "2021-07-15"}, "dose1_product"),
        ({"dose1_product": "pfizer"}, "dose1_day"),
        ({"dose1_product": "pfizer", "dose1_day": "01/01/2030"}, "dose1_day"),
    ],
)
def test_half_a_dose_or_one_in_the_future_is_named(
    any_site: Site, cells: dict[str, str], column: str
) -> None:
    report = list_of(any_site, row(**cells))
    assert [bad.column for bad in report.bad] == [column]


def test_a_stray_quotation_mark_spoils_its_own_line_only(site: Site) -> None:
    lines = csv_of(
        row(citizen_id="079087000072"), row(), row(citizen_id="079087000073")
    ).splitlines()
    lines[2] = b'"' + lines[2]
    report = import_list(b"\r\n".join(lines), site, today())
    assert (report.imported, [bad.line for bad in report.bad]) == (2, [3])


def test_a_row_with_too_many_cells_is_named(site: Site) -> None:
    report = import_list(csv_of(row()).rstrip() + b",one more", site, today())
    assert [(bad.line, bad.column) for bad in report.bad] == [(2, "row")]


def test_two_rows_that_disagree_on_one_person_are_named(site: Site) -> None:
    first = row(citizen_id="079087000074")
    report = list_of(site, first, first, row(citizen_id="079087000074", day="01/01/2030"))
    assert report.imported == 1
    assert [bad.line for bad in report.bad] == [4]
    assert "line 2" in report.bad[0].why


def test_empty_lines_are_no_rows(site: Site) -> None:
    content = csv_of(row(citizen_id="079087000075")) + b"\r\n,,,\r\n;\r\n"
    report = import_list(content, site, today())
    assert [bad.line for bad in report.bad] == [5]


def test_a_file_without_the_needed_columns_is_no_list(site: Site) -> None:
    with pytest.raises(HeaderError, match="birth_date"):
        import_list(b"name,day\nA,B\n", site, today())
    with pytest.raises(HeaderError, match="from, to"):
        import_list(b"name,birth_date,day\nA,B,C\n", site, today())
    with pytest.raises(HeaderError):
        import_list(b"", site, today())


def test_a_file_without_a_header_is_refused_without_naming_its_first_resident(site: Site) -> None:
    first = "Nguyễn Thị Hồng Phượng,29/03/1987,nữ,001187012345,0912345678\n"
    with pytest.raises(HeaderError) as refused:
        import_list(first.encode(), site, today())
    assert not [cell for cell in first.strip().split(",") if cell in str(refused.value)]


def test_a_file_in_another_encoding_is_no_list(site: Site) -> None:
    content = csv_of(row()) + "Trần".encode("utf-16")
    with pytest.raises(ListError, match="line 3: not UTF-8"):
        import_list(content, site, today())


def test_the_command_reports_and_imports(hub: RunningHub, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(csv_of(row(citizen_id="079087000076"), row(birth_date="nie")))
    said = hub.run("roster", "import", str(file), "--site", site.id)
    assert "line 3, birth_date: is no date; allowed: dd/mm/yyyy" in said
    assert "1 rows imported, 3 changes, 1 rows not imported" in said
    assert ",".join(HEADER).startswith("name,birth_date,sex,citizen_id,phone,registration,day")
