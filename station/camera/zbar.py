"""zbar: slower, and now and then it reads a code that zxing-cpp does not."""

from collections.abc import Sequence

from pyzbar import pyzbar  # type: ignore[import-untyped]  # it has no annotations

from station.camera.decoder import Symbol, SymbolFormat, grey
from station.camera.source import Image


class ZbarDecoder:
    """Finds QR codes of ASCII.

    zbar guesses at the encoding of anything else, and took 59 of 400 citizen cards in UTF-8 for
    Shift-JIS or Latin-1: a code that may be garbled is left for zxing-cpp in another frame.
    """

    def decode(self, image: Image) -> Sequence[Symbol]:
        found = pyzbar.decode(grey(image), symbols=[pyzbar.ZBarSymbol.QRCODE])
        return [
            Symbol(
                payload=code.data,
                format=SymbolFormat.QR,
                corners=tuple((float(x), float(y)) for x, y in code.polygon),
            )
            for code in found
            if code.data and code.data.isascii()
        ]
