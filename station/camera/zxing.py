"""zxing-cpp: fast, and faithful to the bytes of a code."""

from collections.abc import Sequence

import zxingcpp

from station.camera.decoder import Symbol, SymbolFormat, grey
from station.camera.source import Image

FORMATS = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCodeModel2)
"""`BarcodeFormat.QRCode` would admit Micro QR as well, which nobody issues."""


class ZxingDecoder:
    """Finds QR codes."""

    def decode(self, image: Image) -> Sequence[Symbol]:
        found = zxingcpp.read_barcodes(
            grey(image),
            formats=FORMATS,
            text_mode=zxingcpp.TextMode.Plain,
        )
        return [_symbol(barcode) for barcode in found if barcode.bytes]


def _symbol(barcode: zxingcpp.Barcode) -> Symbol:
    at = barcode.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    return Symbol(
        payload=barcode.bytes,
        format=SymbolFormat.QR,
        corners=tuple((float(corner.x), float(corner.y)) for corner in corners),
    )
