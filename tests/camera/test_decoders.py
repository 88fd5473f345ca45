"""The decoders: the bytes of a code as they were printed, or nothing."""

import cv2
import numpy as np
import pytest
import segno

from station.camera.decoder import BadFrameError, Decoder
from station.camera.looks import AllLooks, OneMoreLook, Prepared, enlarged, looks
from station.camera.source import Image
from station.camera.zbar import ZbarDecoder
from station.camera.zxing import ZxingDecoder
from station.codes import citizen_card
from tests.camera.frames import NOTHING, picture
from tests.codes.issuing import claims, issue

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
GIVEN = ("Thị Hồng Phượng", "Văn Ấn", "Thị Ộp", "Đức Mạnh", "Thuỳ Dương", "Hữu Nghĩa", "Ý Nhi")
ADDRESSES = ("Số 5 Ngõ 12, Láng Thượng, Đống Đa, Hà Nội", "Buôn Ma Thuột, Đắk Lắk", "Ea Kpam")
NAMES = [f"{family} {given}" for family in FAMILIES for given in GIVEN]


def card(index: int) -> bytes:
    name, address = NAMES[index], ADDRESSES[index % len(ADDRESSES)]
    return f"0011870{index:05}|012345678|{name}|29031987|Nữ|{address}|20052021".encode()


def payloads(decoder: Decoder, image: Image) -> list[bytes]:
    return [symbol.payload for symbol in decoder.decode(image)]


def test_zxing_is_faithful_to_every_byte_of_a_vietnamese_card() -> None:
    for index in range(len(NAMES)):
        read = payloads(ZxingDecoder(), picture(card(index)))
        assert read == [card(index)]
        assert citizen_card.parse(read[0].decode()).name == NAMES[index]


def test_zbar_agrees_with_zxing_or_is_silent() -> None:
    """zbar guesses at encodings: what it cannot be trusted with, it must not tell."""
    for index in range(len(NAMES)):
        assert payloads(ZbarDecoder(), picture(card(index))) in ([], [card(index)])


def test_both_decoders_read_a_pass_alike() -> None:
    for name in NAMES[::5]:
        issued = issue(claims(name=name))
        assert payloads(ZxingDecoder(), picture(issued)) == [issued]
        assert payloads(ZbarDecoder(), picture(issued)) == [issued]


@pytest.mark.parametrize("payload", [b"\xff\xfe\x00\x01", bytes(range(256)), "Đ".encode("cp1258")])
def test_bytes_that_are_no_text_are_told_as_they_are_or_not_at_all(payload: bytes) -> None:
    for look in looks():
        assert payloads(look, picture(payload)) in ([], [payload])
    assert payloads(ZxingDecoder(), picture(payload)) == [payload]


@pytest.mark.parametrize("decoder", [*looks(), AllLooks(looks()), OneMoreLook(looks())])
def test_a_picture_of_nothing_holds_nothing(decoder: Decoder) -> None:
    assert payloads(decoder, NOTHING) == []
    assert payloads(decoder, np.zeros((1, 1), np.uint8)) == []
    noise = np.random.default_rng(7).integers(0, 256, (480, 640, 3), np.uint8)
    assert payloads(decoder, noise) == []


@pytest.mark.parametrize("decoder", [*looks(), AllLooks(looks()), OneMoreLook(looks())])
def test_what_is_no_picture_is_refused_by_name(decoder: Decoder) -> None:
    for bad in (np.zeros((0, 0), np.uint8), np.zeros((9, 9, 2), np.uint8), np.zeros((9, 9))):
        with pytest.raises(BadFrameError, match="shape"):
            decoder.decode(bad.astype(bad.dtype))


@pytest.mark.parametrize("turn", [None, *range(3)])
def test_colour_and_turns_of_a_picture_do_not_matter(turn: int | None) -> None:
    image = cv2.cvtColor(picture(b"A"), cv2.COLOR_GRAY2BGR)
    turned = image if turn is None else cv2.rotate(image, turn)
    for look in looks():
        assert payloads(look, np.asarray(turned, np.uint8)) == [b"A"]


def test_micro_qr_codes_are_not_read() -> None:
    """Nobody issues them, and what is looked for in vain costs time."""
    rows = segno.make_micro("12345").matrix_iter(scale=8, border=8)
    image = np.array([[0 if dark else 255 for dark in row] for row in rows], np.uint8)
    assert payloads(AllLooks(looks()), image) == []


def test_the_corners_lie_around_the_code() -> None:
    for look in looks():
        (symbol,) = look.decode(picture(b"A"))
        xs, ys = zip(*symbol.corners, strict=True)
        assert (min(xs), max(xs)) == pytest.approx((257, 383), abs=9)
        assert (min(ys), max(ys)) == pytest.approx((177, 303), abs=9)


def far_away(payload: bytes) -> Image:
    """A code of 1.8 pixels a module, out of focus: too small for a first look."""
    image = cv2.resize(picture(payload), None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 0.6), np.uint8)


def test_a_code_that_the_first_look_misses_is_found_by_another() -> None:
    image = far_away(issue())
    assert payloads(ZxingDecoder(), image) == []
    assert payloads(Prepared(enlarged, ZxingDecoder()), image) == [issue()]
    assert payloads(AllLooks(looks()), image) == [issue()]


def test_one_more_look_a_frame_finds_it_within_as_many_frames_as_there_are_looks() -> None:
    image, decoder = far_away(issue()), OneMoreLook(looks())
    found = [payload for _ in looks()[1:] for payload in payloads(decoder, image)]
    assert issue() in found
