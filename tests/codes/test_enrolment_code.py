"""The hub's enrolment code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.codes import cbor, enrolment, prefixed
from station.codes.enrolment import EnrolmentCode
from station.codes.limits import MalformedError
from station.domain.code import UnknownCode
from tests.codes.issuing import read

CODE = EnrolmentCode(url="https://192.168.7.1:8443", fingerprint="5e" * 32, code="K7QP2M4T")


def test_what_was_written_is_read() -> None:
    assert enrolment.read(enrolment.write(CODE)) == CODE


def test_the_code_is_ascii_and_names_its_kind() -> None:
    text = enrolment.write(CODE)
    assert text.isascii()
    assert text.startswith("TRAM1:")


@pytest.mark.parametrize(
    "fields",
    [
        ["http://192.168.7.1", bytes(32), "K7QP2M4T"],  # anybody could answer
        ["https://192.168.7.1", bytes(31), "K7QP2M4T"],
        ["https://192.168.7.1", bytes(32), ""],
        ["https://192.168.7.1", bytes(32)],
        {},
        7,
    ],
)
def test_a_code_that_leads_nowhere_is_refused(fields: object) -> None:
    with pytest.raises(MalformedError, match="enrolment"):
        enrolment.read(prefixed.write(enrolment.PREFIX, cbor.dump(fields)))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for given_text in (text, enrolment.PREFIX + text):
        with pytest.raises(MalformedError):
            enrolment.read(given_text)


def test_a_resident_who_shows_an_enrolment_code_is_told_apart() -> None:
    code = read(enrolment.write(CODE).encode())
    assert isinstance(code, UnknownCode)
    assert "enrolment" in code.why
