"""Bodies keep every byte, and no body can be larger than the protocol allows."""

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync import wire
from sync.protocol import MAX_BODY_BYTES, SentEvent

HARD_BYTES = [
    b'{"kind":"arrived"}',
    b'{"kind": "arrived" }',
    b'{"kind":"arrived"}\n',
    b' {"kind":"arrived"}',
    b'{"a":1}{"b":2}',
    b'"{}"',
    b"",
    b"{",
    b"null",
    b'{"name":"\xff"}',
    b'{"name":"\xed\xa0\x80"}',
    b'{"name":"\\ud800"}',
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    '{"name":"Nguyễn Thị Hồng Phượng"}'.encode(),
]


def journey(canonical: bytes) -> bytes:
    """What arrives of an event's bytes that travel inside a message."""
    message = msgspec.json.encode([SentEvent(1, wire.event_to_wire(canonical))])
    message.decode()
    (arrived,) = msgspec.json.decode(message, type=list[SentEvent])
    return wire.event_from_wire(arrived.body)


@pytest.mark.parametrize("canonical", HARD_BYTES)
def test_an_event_arrives_to_the_byte_whatever_its_bytes_are(canonical: bytes) -> None:
    assert journey(canonical) == canonical


@given(st.binary(max_size=200))
def test_any_bytes_arrive_as_they_left(canonical: bytes) -> None:
    assert journey(canonical) == canonical


def test_an_event_that_is_json_travels_as_it_is() -> None:
    assert bytes(wire.event_to_wire(b'{"seq":1}')) == b'{"seq":1}'


@given(st.binary(max_size=5000))
def test_a_body_survives_compression(body: bytes) -> None:
    assert wire.decompress(*wire.compress(body)) == body


def test_a_short_body_is_sent_as_it_is() -> None:
    assert wire.compress(b"{}") == (b"{}", None)


def test_a_body_that_does_not_shrink_is_sent_as_it_is() -> None:
    body = zstandard.compress(bytes(range(256)) * 20)
    noise = b"".join(bytes([(i * i * 31 + 7) % 251]) for i in range(100))
    assert wire.compress(body + noise)[1] in (None, wire.ZSTD)
    assert len(wire.compress(body + noise)[0]) <= len(body + noise)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zstandard.compress(bytes(MAX_BODY_BYTES + 1))
    with pytest.raises(wire.BodyTooLargeError):
        wire.decompress(bomb, wire.ZSTD)


def test_a_bomb_that_hides_its_size_is_refused() -> None:
    bomb = zstandard.ZstdCompressor(write_content_size=False).compress(bytes(50 * MAX_BODY_BYTES))
    with pytest.raises(wire.BodyError):
        wire.decompress(bomb, wire.ZSTD)


def test_a_plain_body_that_is_too_large_is_refused() -> None:
    with pytest.raises(wire.BodyTooLargeError):
        wire.decompress(bytes(MAX_BODY_BYTES + 1), None)


def test_a_body_in_an_unknown_encoding_is_refused_by_name() -> None:
    with pytest.raises(wire.BodyError, match="'br'"):
        wire.decompress(b"x", "br")


@given(st.data())
def test_a_body_that_was_cut_anywhere_is_refused(
    data: st.DataObject,
) -> None:
    whole, _ = wire.compress(b'{"kind":"arrived"}' * 100)
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(wire.BodyError):
        wire.decompress(whole[:cut], wire.ZSTD)
