"""The invented day: plausible people, and everything that is special about some of them."""

import random
import unicodedata
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from station.demo.day import (
    HANOI_TIME,
    Day,
    fewest_residents,
    invent_day,
    product_at,
    seconds_to_spare,
)
from station.demo.listed import Code, Listed, Part, Road
from station.demo.people import Sex, citizen_id, invent, without_accents

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
EARLY_MINUTES, LATE_MINUTES = 60, 120
MINIMUM_DAYS = {"astrazeneca": 56, "pfizer": 21}


def day_of(seed: int, now: datetime = NOON, residents: int = 500, tables: int = 3) -> Day:
    return invent_day(random.Random(seed), now, residents, tables)  # noqa: S311 - invented people


DAY = day_of(seed=1)
USUAL = [one for one in DAY.listed if one.part is Part.USUAL]


def the(part: Part, day: Day = DAY) -> Listed:
    return next(one for one in day.listed if one.part is part)


def test_a_seed_gives_the_same_people_and_another_seed_others() -> None:
    assert day_of(seed=1) == DAY
    assert day_of(seed=2).listed != DAY.listed


def test_citizen_ids_say_province_century_sex_and_year_and_nobody_shares_one() -> None:
    for one in DAY.listed:
        number, born = one.person.citizen_id, one.person.birth_date
        century_and_sex = {
            (1900, Sex.MALE): "0",
            (1900, Sex.FEMALE): "1",
            (2000, Sex.MALE): "2",
            (2000, Sex.FEMALE): "3",
        }[born.year // 100 * 100, one.person.sex]
        assert number[:6] == f"001{century_and_sex}{born:%y}"
        assert len(number) == 12
        assert number.isdecimal()
    assert len({one.person.citizen_id for one in DAY.listed}) == 500


def test_the_century_of_a_citizen_id_counts_on() -> None:
    assert citizen_id(Sex.FEMALE, date(1987, 3, 29), 12345) == "001187012345"
    assert citizen_id(Sex.MALE, date(2007, 3, 29), 7) == "001207000007"


def test_a_citizen_card_has_seven_fields_and_keeps_the_empty_one() -> None:
    person = invent(random.Random(5), 1, NOON.date())  # noqa: S311 - invented people
    fields = person.card.split("|")
    assert len(fields) == 7
    assert fields[0] == person.citizen_id
    assert fields[1] == ""
    assert fields[3] == f"{person.birth_date:%d%m%Y}"


def test_names_are_vietnamese_about_as_often_as_in_hanoi_and_some_have_another_shape() -> None:
    people = [one.person for seed in range(4) for one in day_of(seed).listed]
    families = Counter(person.name.split()[0] for person in people)
    assert 0.3 < families["Nguyễn"] / len(people) < 0.45
    assert any("'" in person.name for person in people)
    assert all(unicodedata.is_normalized("NFC", person.name) for person in people)
    assert not any(" Văn " in p.name and p.sex is Sex.FEMALE for p in people)


def test_a_name_can_be_typed_without_accents() -> None:
    assert without_accents("Đỗ Thị Hồng Phượng") == "do thi hong phuong"
    assert without_accents("H'Blơm Niê Kđăm") == "h'blom nie kdam"


def test_some_registered_on_paper_and_left_fields_empty() -> None:
    paper = [one for one in DAY.listed if one.road is Road.PAPER]
    assert 80 < len(paper) < 180
    for field in ("citizen_id", "phone", "birth_date"):
        assert any(getattr(one, field) is None for one in paper)
        assert not any(getattr(one, field) is None for one in DAY.listed if one.road is Road.APP)


def test_usual_residents_are_adults_of_the_day_within_the_tolerances() -> None:
    now = NOON.astimezone(HANOI_TIME)
    for one in USUAL:
        assert one.person.birth_date <= date(now.year - 18, now.month, now.day)
        assert one.starts_at - timedelta(minutes=EARLY_MINUTES) < now
        assert one.ends_at + timedelta(minutes=LATE_MINUTES) > now + timedelta(minutes=30)


def test_second_doses_have_a_history_with_a_long_enough_interval() -> None:
    second = [one for one in USUAL if one.dose_number == 2]
    assert 130 < len(second) < 270
    for one in second:
        (before,) = one.earlier
        assert (DAY.day - before.day).days >= MINIMUM_DAYS[one.product]
        assert before.product == one.product


def test_whoever_holds_a_citizen_card_is_found_by_it() -> None:
    with_card = [one for one in USUAL if one.code is Code.CITIZEN_CARD]
    assert with_card
    assert all(one.citizen_id == one.person.citizen_id for one in with_card)


def test_the_special_ones_are_what_they_play() -> None:
    (too_early,) = the(Part.TOO_EARLY).earlier
    assert (DAY.day - too_early.day).days < MINIMUM_DAYS[too_early.product]
    assert the(Part.WRONG_DAY).starts_at.date() == DAY.day + timedelta(days=1)
    assert the(Part.NOT_FOUND).citizen_id is None
    assert the(Part.NOT_FOUND).code is Code.CITIZEN_CARD
    assert the(Part.FORGED).code is not Code.CITIZEN_CARD


@pytest.mark.parametrize("tables", [1, 2, 3, 5])
def test_everybody_comes_once_and_one_goes_to_two_tables_while_apart(tables: int) -> None:
    day = day_of(seed=3, residents=fewest_residents(tables), tables=tables)
    apart = [one for queue in day.apart for one in queue]
    together = [one for queue in day.together for one in queue]
    visits = Counter(one.number for one in apart + together)
    assert set(visits) == {one.number for one in day.listed}
    twice = [number for number, times in visits.items() if times > 1]
    assert twice == ([the(Part.TWO_TABLES, day).number] if tables > 1 else [])
    assert {one.part for one in apart} == set(Part)
    assert {one.part for one in together} == {Part.USUAL}


def test_everybody_goes_to_a_table_that_gives_their_product() -> None:
    for table, (apart, together) in enumerate(zip(DAY.apart, DAY.together, strict=True)):
        expected = {product_at(table)}
        assert {one.product for one in apart if one.part is not Part.TWO_TABLES} == expected
        assert {one.product for one in together} == expected


def test_somebody_comes_again_to_another_table_once_all_is_together() -> None:
    first, *others = DAY.again
    (comes_again,) = first
    assert comes_again in DAY.apart[1]
    assert comes_again.dose_number == 1
    assert not any(others)


@pytest.mark.parametrize("minutes_after_midnight", [0, 5, 20, 12 * 60, 23 * 60 + 40])
def test_slots_stay_on_the_day_whatever_the_hour(minutes_after_midnight: int) -> None:
    midnight = datetime(2026, 11, 24, tzinfo=HANOI_TIME)
    day = day_of(seed=1, now=midnight + timedelta(minutes=minutes_after_midnight))
    assert day.day == midnight.date()
    for one in day.listed:
        assert one.starts_at.date() == one.ends_at.date()


def test_the_demo_waits_where_it_would_cross_midnight_and_only_there() -> None:
    midnight = datetime(2026, 11, 25, tzinfo=HANOI_TIME)
    assert seconds_to_spare(midnight - timedelta(minutes=2)) == pytest.approx(121)
    assert seconds_to_spare(midnight + timedelta(seconds=1)) == 0
    assert seconds_to_spare(NOON) == 0
