"""The daily log: what was given, who was turned away, what needs a look; and its CSV."""

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from station.domain.events import (
    ClockTrust,
    Corrected,
    CorrectionReason,
    TurnedAway,
)
from sync.hub.daily_log import DailyLog, Total, daily_log
from sync.hub.log_csv import log_as_csv, safe
from sync.hub.models import Site
from tests.hub.conftest import NewStation
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.running import RunningHub
from tests.hub.staging import HANOI, list_of, listed, row

DAY = date(2026, 3, 10)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI)


@pytest.fixture
def day(site: Site, station: Caller, new_station: NewStation) -> DailyLog:
    """Two tables, two products: six doses of which one is taken back, and one refusal."""
    people = [listed(site, f"0790870002{n:02}", name=f"Lê Văn {'ABCDEFG'[n]}").id for n in range(7)]
    other = new_station()
    here, there = Ledger(station.id), Ledger(other.id)
    dose(here, people[0], at=at(7, 59))
    dose(here, people[1], at=at(8, 0), lot="ABV9999")
    dose(there, people[2], at=at(8, 30), product="pfizer", lot="FF0878")
    dose(there, people[3], at=at(9, 1), clock=ClockTrust.UNSURE)
    undone = dose(there, people[4], at=at(9, 2))
    there.write(Corrected, corrects=undone.id, why=CorrectionReason.UNDO, at=at(9, 3))
    there.write(
        TurnedAway, resident=people[5], code="pass", reasons=("too_soon",), at=at(9, 4), staff="n1"
    )
    there.write_bytes(b"{}")
    dose(here, people[6], at=at(23, 59))
    dose(here, people[6], at=at(0, 0, DAY + timedelta(days=1)))
    station.push(here)
    other.push(there)
    return daily_log(site, DAY)


def numbers(totals: list[Total]) -> list[int]:
    return [total.doses for total in totals]


def test_it_counts_by_product_lot_hour_and_table(day: DailyLog) -> None:
    assert (len(day.standing), day.taken_back) == (5, 1)
    assert [(total.name, total.doses) for total in day.by_product] == [
        ("AstraZeneca (Vaxzevria)", 4),
        ("Pfizer (Comirnaty)", 1),
    ]
    assert [total.name for total in day.by_hour] == ["07:00", "08:00", "09:00", "23:00"]
    assert numbers(day.by_hour) == [1, 2, 1, 1]
    assert numbers(day.by_lot) == [3, 1, 1]
    assert numbers(day.by_table) == [3, 2]
    assert all(sum(numbers(totals)) == 5 for totals in (day.by_lot, day.by_hour, day.by_table))


def test_a_day_begins_and_ends_at_the_sites_midnight(day: DailyLog, site: Site) -> None:
    assert f"{day.doses[-1].at:%H:%M}" == "23:59"
    assert [f"{line.at:%H:%M}" for line in daily_log(site, DAY + timedelta(days=1)).doses] == [
        "00:00"
    ]


def test_it_names_people_reasons_and_what_is_not_sure(day: DailyLog) -> None:
    assert [line.person.name for line in day.doses][:2] == ["Lê Văn A", "Lê Văn B"]
    assert [(line.person.name, line.reasons) for line in day.turned_away] == [
        ("Lê Văn F", ("too_soon",))
    ]
    assert [line.sure for line in day.doses] == [True, True, True, False, True, True]
    assert {item.kind for item in day.to_review} >= {"unsure_clock", "against_rules"}
    assert [(line.seq, line.reason) for line in day.parked] == [(6, "unreadable")]


def test_it_is_in_vietnamese_unless_english_is_asked_for(day: DailyLog) -> None:
    with translation.override("vi"):
        assert "Họ tên" in log_as_csv(day)
        assert "chưa đủ khoảng cách từ mũi trước" in log_as_csv(day)
    with translation.override("en"):
        assert "too soon after the last dose" in log_as_csv(day)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_the_csv_has_every_dose_and_every_refusal(day: DailyLog) -> None:
    rows = rows_of(log_as_csv(day))
    assert len(rows) == 1 + 6 + 1
    assert {len(row) for row in rows} == {12}


def test_a_cell_that_a_spreadsheet_would_run_is_text(site: Site, station: Caller) -> None:
    list_of(site, row(citizen_id="079087000299", name="-cmd"))
    resident = listed(site, "079087000298")
    ledger = Ledger(station.id)
    for lot in ("=1+1", "@SUM(A1)", "+1", "-1", "\tx", "\rx", '"=1'):
        dose(ledger, resident.id, lot=lot, at=at(8))
    station.push(ledger)
    lots = [row[6] for row in rows_of(log_as_csv(daily_log(site, DAY)))[1:]]
    assert sorted(lots) == sorted(["'=1+1", "'@SUM(A1)", "'+1", "'-1", "'\tx", "'\rx", '"=1'])


@given(st.text())
def test_no_cell_begins_like_a_formula_and_none_loses_a_letter(cell: str) -> None:
    made = safe(cell)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made.endswith(cell)


def test_the_command_prints_the_log_and_writes_the_csv(
    hub: RunningHub, site: Site, day: DailyLog, tmp_path: Path
) -> None:
    file = tmp_path / "log.csv"
    said = hub.run("log", "--site", site.id, "--day", str(DAY), "--csv", str(file))
    assert "Mũi đã tiêm: 5 (đã rút lại: 1)" in said
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with translation.override("vi"):
        assert file.read_bytes().decode() == log_as_csv(day)


def test_a_day_without_anything_is_empty(site: Site) -> None:
    empty: Any = daily_log(site, date(2020, 1, 1))
    assert (empty.doses, empty.by_product, empty.to_review) == ([], [], [])
