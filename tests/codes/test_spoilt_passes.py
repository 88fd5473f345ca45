"""Passes that an issuer's key has signed and that are refused all the same."""

import unicodedata
from typing import Any

import cbor2
import pytest

from station.codes import passes, prefixed
from tests.codes.issuing import (
    CLAIMS,
    KEY,
    PROTECTED,
    WIRE,
    claims,
    issue,
    sign,
    text,
    why,
    wire,
)


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
