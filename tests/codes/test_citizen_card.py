"""The citizen id card: unsigned, so it finds a resident, and it says where it does not add up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from station.domain.code import CardWarning, CitizenCard, UnknownCode
from station.domain.people import Sex
from tests.codes.issuing import read

CARD = CitizenCard(
    citizen_id="001187012345",
    old_id="012345678",
    name="Nguyễn Thị Hồng Phượng",
    birth_date=date(1987, 3, 29),
    birth_year=1987,
    sex=Sex.FEMALE,
    address="Số 5 Ngõ 12, Láng Thượng, Đống Đa, Hà Nội",
    issued_on=date(2021, 5, 20),
)
TEXT = (
    "001187012345|012345678|Nguyễn Thị Hồng Phượng|29031987|Nữ"
    "|Số 5 Ngõ 12, Láng Thượng, Đống Đa, Hà Nội|20052021"
)


def with_field(place: int, field: str) -> str:
    fields = TEXT.split("|")
    fields[place] = field
    return "|".join(fields)


def card(text: str) -> CitizenCard:
    code = read(text.encode())
    assert isinstance(code, CitizenCard), code
    return code


def test_the_seven_fields_of_a_card_are_read() -> None:
    assert card(TEXT) == CARD


def test_the_four_fields_more_of_a_newer_card_are_kept_as_they_stand() -> None:
    assert card(TEXT + "||||") == replace(CARD, extras=("", "", "", ""))
    assert card(TEXT + "|a||b|ư") == replace(CARD, extras=("a", "", "b", "ư"))


def test_an_empty_old_id_keeps_its_place() -> None:
    assert card(with_field(1, "")) == replace(CARD, old_id=None)


@pytest.mark.parametrize("count", [1, 2, 5, 6, 8, 9, 10, 12, 40])
def test_any_other_number_of_fields_is_no_card(count: int) -> None:
    fields = [*TEXT.split("|"), *[""] * 40]
    code = read("|".join(fields[:count]).encode())
    assert isinstance(code, UnknownCode)


@pytest.mark.parametrize("name", ["H'Hen Niê", "Y Moan Êñuôl", "H’Hen Niê", "Ksor Phước"])
def test_names_of_minorities_are_read(name: str) -> None:
    assert card(with_field(2, name)).name == name


@pytest.mark.parametrize(
    ("citizen_id", "birth", "sex"),
    [
        ("001087012345", "29031987", "Nam"),
        ("079187012345", "29031987", "Nữ"),
        ("096203012345", "01012003", "Nam"),
        ("034303012345", "31122003", "Nữ"),
        ("101087012345", "29031987", "Nam"),  # born abroad
    ],
)
def test_a_number_that_fits_its_card_is_no_cause_for_a_warning(
    citizen_id: str, birth: str, sex: str
) -> None:
    fields = [citizen_id, "", "Nguyễn An", birth, sex, "Hà Nội", "20052021"]
    assert card("|".join(fields)).warnings == ()


@pytest.mark.parametrize(
    ("place", "field", "warning"),
    [
        (0, "003187012345", CardWarning.PROVINCE),
        (0, "000187012345", CardWarning.PROVINCE),
        (0, "001188012345", CardWarning.BIRTH_YEAR),
        (0, "001387012345", CardWarning.BIRTH_YEAR),
        (3, "29031986", CardWarning.BIRTH_YEAR),
        (0, "001087012345", CardWarning.SEX),
        (4, "Nam", CardWarning.SEX),
        (4, "nữ", CardWarning.SEX),
        (4, "", CardWarning.SEX),
        (1, "12345", CardWarning.OLD_ID),
        (6, "31022021", CardWarning.ISSUED_ON),
        (6, "", CardWarning.ISSUED_ON),
        (6, "20051980", CardWarning.ISSUED_ON),
    ],
)
def test_what_does_not_fit_is_a_warning_and_the_card_is_read(
    place: int, field: str, warning: CardWarning
) -> None:
    assert card(with_field(place, field)).warnings == (warning,)


def test_a_sex_that_nobody_knows_is_unknown() -> None:
    assert card(with_field(4, "X")).sex is Sex.UNKNOWN


@pytest.mark.parametrize("birth", ["1987", "00001987"])
def test_a_birth_year_alone_is_read(birth: str) -> None:
    assert card(with_field(3, birth)) == replace(CARD, birth_date=None)


@pytest.mark.parametrize(
    ("place", "field"),
    [
        (0, "00118701234"),
        (0, "0011870123456"),
        (0, "٠٠١١٨٧٠١٢٣٤٥"),  # twelve digits, in Arabic
        (0, ""),
        (2, ""),
        (2, "Nguy\u0435n An"),  # a Cyrillic е
        (2, "Nguye\u0302\u0303n An"),  # not in NFC
        (2, "Nguyễn\u202e An"),
        (3, ""),
        (3, "31021987"),
        (3, "1987-03-29"),
        (3, "01011880"),
        (5, "Hà\x00Nội"),
        (5, "Hà\nNội"),
    ],
)
def test_a_card_without_what_finds_a_resident_is_unknown(place: int, field: str) -> None:
    assert isinstance(read(with_field(place, field).encode()), UnknownCode)


def test_a_card_in_another_encoding_is_unknown() -> None:
    assert isinstance(read(TEXT.encode("utf-16")), UnknownCode)
    assert isinstance(read(TEXT.encode("cp1258", errors="replace")), UnknownCode)


@given(
    st.sampled_from(["Đỗ Văn Ấn", "H'Hen Niê", "Nguyễn Thị Ộp"]),
    st.dates(date(1900, 1, 1), date(2021, 1, 1)),
    st.sampled_from([Sex.MALE, Sex.FEMALE]),
    st.integers(0, 999_999),
)
def test_every_card_that_follows_the_rules_is_read_without_a_warning(
    name: str, born: date, sex: Sex, number: int
) -> None:
    century_and_sex = (born.year - 1900) // 100 * 2 + (sex is Sex.FEMALE)
    citizen_id = f"001{century_and_sex}{born.year % 100:02}{number:06}"
    sex_word = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}[sex]
    read_card = card(f"{citizen_id}||{name}|{born:%d%m%Y}|{sex_word}|Hà Nội|20052021")
    expected = (citizen_id, name, born, sex, ())
    found = (
        read_card.citizen_id,
        read_card.name,
        read_card.birth_date,
        read_card.sex,
        read_card.warnings,
    )
    assert found == expected
