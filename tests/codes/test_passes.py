"""The signed appointment pass: what is issued is read, and nothing else is believed."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import cbor2
import pytest
import segno
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from station.codes import passes, prefixed, reader
from station.domain.code import ForeignPass, ForgedPass, Pass, SignedPass
from station.domain.roster import IssuerKey
from tests.codes.issuing import (
    CLAIMS,
    ISSUER,
    KEY,
    NOW,
    PRIVATE_KEY,
    WIRE,
    claims,
    issue,
    read,
    sign,
    why,
)


def test_what_was_issued_is_read_as_it_was() -> None:
    assert read(issue()) == SignedPass(claims=CLAIMS)


def test_the_wire_form_is_as_written_down() -> None:
    assert sign() == issue()


def test_a_realistic_pass_fits_a_qr_code_of_version_10_at_level_m() -> None:
    code = segno.make_qr(issue(), error="m", boost_error=False)
    assert isinstance(code.version, int)
    assert code.version <= 10
    assert len(prefixed.read(passes.PREFIX, issue().decode())) <= 200


def test_a_pass_is_ascii_whatever_the_name() -> None:
    assert issue(claims(name="Y Moan Êñuôl")).isascii()


@pytest.mark.parametrize("name", ["H'Hen Niê", "Y Moan Êñuôl", "Nguyễn Văn A", "Đỗ Thị Ơn"])
def test_names_of_every_people_are_read(name: str) -> None:
    assert read(issue(claims(name=name))) == SignedPass(claims=claims(name=name))


def test_a_birth_year_alone_is_enough() -> None:
    year_only = claims(birth_date=None, birth_year=1950)
    assert read(issue(year_only)) == SignedPass(claims=year_only)


@pytest.mark.parametrize("resident", ["HN-00012", "0192F0C4-5A1E-7C3B-9D55-6F1F0B7A4E21"])
def test_a_residents_id_needs_not_be_a_uuid(resident: str) -> None:
    assert read(issue(claims(resident=resident))) == SignedPass(claims=claims(resident=resident))


def test_a_slot_before_seven_in_hanoi_begins_on_the_day_before_in_utc() -> None:
    early = claims(
        starts_at=datetime(2021, 9, 1, 23, 30, tzinfo=UTC),
        ends_at=datetime(2021, 9, 2, 0, 15, tzinfo=UTC),
    )
    assert read(issue(early)) == SignedPass(claims=early)


def test_a_pass_is_good_until_the_second_in_which_it_expires() -> None:
    last_moment = CLAIMS.expires_at - timedelta(seconds=1)
    assert read(issue(), now=last_moment) == SignedPass(claims=CLAIMS)
    assert read(issue(), now=CLAIMS.expires_at) == SignedPass(claims=CLAIMS, expired=True)


def test_a_withdrawn_pass_says_so() -> None:
    code = read(issue(), revoked=frozenset({CLAIMS.id}))
    assert code == SignedPass(claims=CLAIMS, revoked=True)


def test_a_pass_of_an_unknown_issuer_names_its_key() -> None:
    code = reader.read(issue(), {}, frozenset[str]().__contains__, NOW)
    assert code == ForeignPass(key=KEY.id)


def test_a_forgery_under_a_key_of_the_same_number_is_no_pass() -> None:
    forged = sign(key=Ed25519PrivateKey.generate())
    assert why(forged) == "the signature does not fit the key"


def test_an_issuer_speaks_for_itself_only() -> None:
    assert why(sign(cbor2.dumps(WIRE | {1: "danang"}))) == "the key belongs to another issuer"


def test_a_damaged_key_on_the_list_believes_nothing() -> None:
    damaged = {KEY.id: IssuerKey(id=KEY.id, issuer=ISSUER, public_key=b"short")}
    code = reader.read(issue(), damaged, frozenset[str]().__contains__, NOW)
    assert isinstance(code, ForgedPass)


def test_every_single_changed_character_is_noticed() -> None:
    good = issue()
    for place in range(len(passes.PREFIX), len(good)):
        other = b"7" if good[place : place + 1] != b"7" else b"8"
        spoilt = good[:place] + other + good[place + 1 :]
        assert isinstance(read(spoilt), ForgedPass | ForeignPass), place


def test_every_truncation_is_noticed() -> None:
    good = issue()
    for length in range(len(passes.PREFIX), len(good)):
        assert isinstance(read(good[:length]), ForgedPass), length


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "0011"},
        {"starts_at": CLAIMS.starts_at + timedelta(seconds=7)},
        {"expires_at": CLAIMS.expires_at + timedelta(milliseconds=1)},
        {"expires_at": CLAIMS.issued_at},
        {"birth_year": 1950},
        {"birth_date": None, "birth_year": 20},
        {"site": ""},
        {"resident": "x" * 65},
        {"dose_number": 0},
        {"ends_at": CLAIMS.starts_at},
    ],
)
def test_what_no_station_would_take_is_not_issued(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"claims|pass|id of"):
        issue(claims(**changes))


_days = st.dates(date(1900, 1, 1), date(2090, 1, 1))
_names = st.sampled_from(
    [" ".join(parts) for parts in itertools.product(("Đỗ", "H'Hen"), ("Thị Ấn", "Niê", "Ộp"))]
)
_ids = st.text("abcdefXYZ0123456789-_.", min_size=1, max_size=64) | st.uuids().map(str)


@st.composite
def passes_of_any_kind(draw: st.DrawFn) -> Pass:
    day, born = draw(_days), draw(_days)
    starts_at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(
        minutes=draw(st.integers(-840, 1440))
    )
    return Pass(
        id=draw(st.binary(min_size=8, max_size=16)).hex(),
        key=KEY.id,
        issued_at=NOW - timedelta(seconds=draw(st.integers(0, 10**8))),
        expires_at=NOW + timedelta(seconds=draw(st.integers(1, 10**8))),
        resident=draw(_ids),
        name=draw(_names),
        birth_year=born.year,
        birth_date=draw(st.sampled_from([born, None])),
        site=draw(_ids),
        day=day,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=draw(st.integers(1, 1440))),
        dose_number=draw(st.integers(1, 9)),
    )


@given(passes_of_any_kind())
def test_every_pass_that_can_be_issued_is_read_back(issued: Pass) -> None:
    text = passes.issue(issued, PRIVATE_KEY.private_bytes_raw(), ISSUER)
    assert read(text.encode()) == SignedPass(claims=issued)
