"""Whatever is held before the camera: an answer with a reason, soon, and never a crash."""

from typing import Any

import cbor2
from hypothesis import example, given
from hypothesis import strategies as st

from station.codes import cbor, limits, passes, prefixed
from station.codes.limits import MalformedError
from station.domain.code import (
    CitizenCard,
    Code,
    ForeignPass,
    ForgedPass,
    SignedPass,
    UnknownCode,
)
from tests.codes.issuing import CLAIMS, PROTECTED, WIRE, issue, read, sign, text

STRANGER = "Bùi Thị Mật"
"""A name that stands for personal data, in places where no name belongs."""

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
CARD = (
    "001187012345|012345678|Nguyễn Thị Hồng Phượng|29031987|Nữ"
    "|Số 5 Ngõ 12, Láng Thượng, Đống Đa, Hà Nội|20052021"
)


def refused(code: Code) -> str | None:
    """Why `code` was refused; None for one that was read."""
    match code:
        case ForgedPass(why=why) | UnknownCode(why=why):
            assert why
            return why
        case ForeignPass(key=key):
            return key
        case SignedPass() | CitizenCard():
            return None
    raise AssertionError(code)


integers = st.integers(-(2**64), 2**64 - 1)
plain = st.recursive(
    integers | st.text() | st.binary() | st.just(STRANGER),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(integers | st.text(), inner),
    max_leaves=12,
)
anything = st.recursive(
    plain | st.integers() | st.floats() | st.booleans() | st.none() | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.builds(cbor2.CBORTag, st.integers(0, 70_000), inner)
        | st.dictionaries(st.integers() | st.text() | st.booleans(), inner, max_size=3)
    ),
    max_leaves=10,
)


def encoded(value: object) -> bytes:
    try:
        return cbor2.dumps(value, timezone=None, datetime_as_timestamp=False)
    except (cbor2.CBOREncodeError, ValueError):
        return b"\xf6"


@given(st.binary(max_size=5000))
@example(b"")
@example(b"VP1:")
@example(b"TRAM1:")
@example(b"|" * 4296)
@example(b"VP1:" + b"0" * 4292)
def test_any_bytes_get_an_answer(payload: bytes) -> None:
    assert refused(read(payload))


@given(st.text(max_size=200) | st.text(BASE45, max_size=600))
def test_any_text_behind_the_prefix_gets_an_answer(rest: str) -> None:
    assert refused(read((passes.PREFIX + rest).encode(errors="surrogatepass")))


@given(st.binary(max_size=3000))
def test_any_message_behind_the_prefix_gets_an_answer(message: bytes) -> None:
    assert refused(read(text(message)))
    assert refused(read(text(b"\xd2" + message)))


@given(anything)
def test_any_cbor_in_the_place_of_a_message_gets_an_answer(value: object) -> None:
    assert refused(read(text(encoded(value))))
    assert refused(read(text(b"\xd2" + encoded(value))))


@given(anything)
def test_any_cbor_in_the_place_of_the_claims_gets_an_answer_even_when_signed(value: object) -> None:
    assert refused(read(sign(encoded(value))))


@given(anything)
def test_any_cbor_in_the_place_of_a_header_gets_an_answer_even_when_signed(value: object) -> None:
    assert refused(read(sign(protected=encoded(value))))


@given(st.sampled_from(sorted(WIRE)), plain)
def test_any_value_of_a_claim_gets_an_answer_even_when_signed(claim: int, value: object) -> None:
    reason = refused(read(sign(encoded(WIRE | {claim: value}))))
    assert STRANGER not in (reason or "")


@given(st.sampled_from([*range(1, 10), "name", STRANGER]), plain)
def test_any_value_in_the_appointment_gets_an_answer_without_a_name(key: Any, value: Any) -> None:
    spoilt = WIRE | {-65537: WIRE[-65537] | {key: value}}
    reason = refused(read(sign(encoded(spoilt))))
    assert STRANGER not in (reason or "")
    assert CLAIMS.name not in (reason or "")


@given(st.data())
def test_a_pass_with_changed_bytes_is_never_believed(data: st.DataObject) -> None:
    message = bytearray(prefixed.read(passes.PREFIX, issue().decode()))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(message) - 1))
        message[place] ^= data.draw(st.integers(1, 255))
    if text(bytes(message)) != issue():
        assert refused(read(text(bytes(message))))


@given(st.data())
def test_a_pass_with_parts_cut_out_or_put_in_is_never_believed(data: st.DataObject) -> None:
    good = issue()
    start = data.draw(st.integers(len(passes.PREFIX), len(good)))
    end = data.draw(st.integers(start, len(good)))
    put_in = data.draw(st.text(BASE45, max_size=40)).encode()
    spoilt = good[:start] + put_in + good[end:]
    if spoilt != good:
        assert refused(read(spoilt))


@given(st.integers(0, 64), st.binary(min_size=1, max_size=3))
def test_a_header_of_another_algorithm_is_never_believed(algorithm: int, key: bytes) -> None:
    for number in (algorithm, -algorithm):
        protected = encoded({1: number, 4: PROTECTED[4]})
        assert (number == -19) == (refused(read(sign(protected=protected))) is None)
    assert refused(read(sign(protected=encoded({1: -19, 4: key}))))


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12))
def test_any_fields_between_bars_get_an_answer(fields: list[str]) -> None:
    payload = "|".join(fields).encode(errors="surrogatepass")
    code = read(payload)
    assert isinstance(code, UnknownCode | CitizenCard)


@given(st.integers(0, 6), st.text(max_size=30))
def test_a_card_with_any_changed_field_is_told_without_a_name(place: int, new: str) -> None:
    fields = CARD.split("|")
    fields[place] = new
    reason = refused(read("|".join(fields).encode(errors="surrogatepass")))
    assert "Phượng" not in (reason or "")


def test_what_is_longer_than_a_qr_code_is_not_looked_into() -> None:
    longest = b"VP1:" + b"A" * (limits.MAX_PAYLOAD_BYTES - 4)
    assert read(longest) != read(longest + b"A")
    assert refused(read(longest + b"A")) == "longer than 4296 bytes"
    assert refused(read(b"x" * 10**8)) == "longer than 4296 bytes"


@given(plain)
def test_cbor_of_our_types_is_read_as_it_was_written(value: object) -> None:
    try:
        assert cbor.load(cbor.dump(value)) == value
    except MalformedError:
        assert _depth(value) > cbor.MAX_DEPTH


def _depth(value: object) -> int:
    match value:
        case list():
            return 1 + max(map(_depth, value), default=0)
        case dict():
            return 1 + max(map(_depth, value.values()), default=0)
    return 0


@given(anything, st.binary(max_size=3))
def test_cbor_that_is_read_is_read_in_one_form_only(value: object, more: bytes) -> None:
    try:
        read_value = cbor.load(encoded(value) + more)
    except MalformedError:
        return
    assert cbor2.dumps(read_value) == encoded(value) + more
