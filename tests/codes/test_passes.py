"""The signed appointment pass: what is issued is read, and nothing else is believed."""

import itertools
import unicodedata
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
    PROTECTED,
    WIRE,
    claims,
    issue,
    read,
    sign,
    text,
    wire,
)


def why(payload: bytes) -> str:
    """The reason for which a station takes `payload` for a forgery."""
    code = read(payload)
    assert isinstance(code, ForgedPass), code
    return code.why


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
    "protected",
    [
        {1: -8, 4: PROTECTED[4]},  # EdDSA, deprecated by RFC 9864
        {1: -7, 4: PROTECTED[4]},  # ES256
        {1: 5, 4: PROTECTED[4]},  # HMAC: the public key as its secret
        {1: 0, 4: PROTECTED[4]},
        {4: PROTECTED[4]},
        {1: -19},
        {1: -19, 4: b""},
        {1: -19, 4: bytes(33)},
        {1: -19, 4: KEY.id},
        {1: -19, 4: PROTECTED[4], 2: [1]},
        [],
        "",
    ],
)
def test_the_algorithm_and_the_key_are_the_issuers_choice(protected: object) -> None:
    assert why(sign(protected=cbor2.dumps(protected)))


def test_an_algorithm_in_the_unprotected_header_is_no_algorithm() -> None:
    key_alone = cbor2.dumps({4: PROTECTED[4]})
    assert why(sign(protected=key_alone, unprotected={1: -19}))
    assert why(sign(unprotected={4: PROTECTED[4]}))


@pytest.mark.parametrize(
    "spoilt",
    [
        {key: value for key, value in WIRE.items() if key != 1},
        WIRE | {2: "a subject"},
        WIRE | {"name": "Nguyễn"},
        WIRE | {1: 7},
        WIRE | {1: ""},
        WIRE | {4: -1},
        WIRE | {4: 2**63},
        WIRE | {4: WIRE[6]},
        WIRE | {4: True},
        WIRE | {4: 1630720800.0},
        WIRE | {4: None},
        WIRE | {7: b"short"},
        WIRE | {7: CLAIMS.id},
        WIRE | {-65537: None},
        WIRE | {-65537: []},
        wire(_1="HN-00012"),  # beside the UUID
        wire(_2=""),
        wire(_2=b"Nguy\xe1\xbb\x85n"),
        wire(_2="N" * 101),
        wire(_3=10**9),
        wire(_4=1987),  # beside the date
        wire(_5="a\x00b"),
        wire(_5="x" * 65),
        wire(_6=[18872, 90]),
        wire(_6=[18872, 90, 0]),
        wire(_6=[18872, 10**6, 60]),
        wire(_6=[18872, 90, 60, 1]),
        wire(_7=0),
        wire(_7="2"),
        wire(_8=bytes(15)),
        wire(_9=1),
        [1, 2, 3],
        1,
        "",
    ],
)
def test_claims_of_another_shape_are_refused_even_when_signed(spoilt: Any) -> None:
    assert why(sign(cbor2.dumps(spoilt)))


@pytest.mark.parametrize(
    "name",
    [
        unicodedata.normalize("NFD", "Nguyễn Thị Hồng"),
        "Nguy\u0435n",  # a Cyrillic е
        "Νguyen",  # a Greek Ν
        "阮文安",
        "Nguyen\u202eVan",  # what follows is shown from right to left
        "Nguyen\u200bVan",
        "Nguyen\nVan",
        "Nguyen\x00",
        "Nguyen\U000e0041",  # a tag character
        "Nguyen\u0378",  # unassigned
        "Nguyen\ue000",  # private use
        "Nguyen 7",
        "Nguyen <b>",
        "Q\u0300\u0301\u0302\u0303",  # marks without end
        " Nguyen",
        "'",
    ],
)
def test_a_name_that_could_deceive_the_eye_is_refused_even_when_signed(name: str) -> None:
    assert why(sign(cbor2.dumps(wire(_2=name))))
    with pytest.raises(ValueError, match=r"name|NFC|category"):
        issue(claims(name=name))


def _with_claims_of(encoded: bytes) -> bytes:
    """The claims set, encoded, with `encoded` in the place of the dose number."""
    return cbor2.dumps(wire(_7=4711)).replace(cbor2.dumps(4711), encoded)


@pytest.mark.parametrize(
    ("encoded", "what"),
    [
        ("d8 23 61 61", "tag 35, a regular expression"),
        ("d8 1c 81 d8 1d 00", "a list that holds itself"),
        ("d9 0102 81 01", "tag 258, a set"),
        ("c2 41 02", "a bignum for a small number"),
        ("c2 5a 0000 0400" + "ff" * 1024, "a bignum of 8,192 bits"),
        ("c4 82 1b 7fffffffffffffff 01", "a decimal fraction of 10^19 digits"),
        ("c1 02", "a tagged time"),
        ("18 02", "2 in two bytes"),
        ("1b 0000000000000002", "2 in nine bytes"),
        ("f9 4000", "2.0"),
        ("f5", "true"),
        ("f7", "undefined"),
        ("f8 ff", "a simple value"),
        ("9f 02 ff", "an array of indefinite length"),
        ("7f 61 32 ff", "a text of indefinite length"),
        ("81" * 9 + "02", "arrays nine deep"),
        ("9b ffffffffffffffff", "an array of 2^64 items"),
        ("7b 7fffffffffffffff", "a text of 2^63 bytes"),
        ("61 ff", "a text that is no UTF-8"),
        ("1c", "a reserved length"),
    ],
)
def test_cbor_in_any_but_the_one_form_is_refused_even_when_signed(encoded: str, what: str) -> None:
    assert why(sign(_with_claims_of(bytes.fromhex(encoded)))), what


def test_a_key_that_stands_twice_is_refused_even_when_signed() -> None:
    """Two readers could take one each, and disagree about who is vaccinated."""
    claims_twice = b"\xa6" + cbor2.dumps(WIRE)[1:] + cbor2.dumps(1) + cbor2.dumps("danang")
    algorithm_twice = b"\xa3" + cbor2.dumps(PROTECTED)[1:] + cbor2.dumps(1) + cbor2.dumps(-8)
    assert why(sign(claims_twice))
    assert why(sign(protected=algorithm_twice))


def test_bytes_after_the_message_or_the_claims_are_refused() -> None:
    message = prefixed.read(passes.PREFIX, issue().decode())
    assert why(text(message + b"\x00"))
    assert why(sign(cbor2.dumps(WIRE) + b"\x00"))
    assert why(sign(protected=cbor2.dumps(PROTECTED) + b"\x00"))


def test_a_message_under_another_tag_is_refused() -> None:
    message = prefixed.read(passes.PREFIX, issue().decode())
    untagged = message.removeprefix(b"\xd2")
    assert why(text(untagged))
    assert why(text(b"\xd8\x3d" + message))  # tag 61, CWT
    assert why(text(b"\xd8\x12" + untagged))  # 18 in two bytes
    assert why(text(b"\xd1" + untagged))  # tag 17, COSE_Mac0


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
