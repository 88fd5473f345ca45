"""The columns of a list, by all the names that they go by."""

import re
import unicodedata
from collections.abc import Sequence

HEADER = (
    "name",
    "birth_date",
    "sex",
    "citizen_id",
    "phone",
    "registration",
    "day",
    "from",
    "to",
    "dose",
    "product",
    "dose1_product",
    "dose1_day",
    "dose1_lot",
)
"""The columns as we would write them."""

_ALSO = {
    "ho_ten": "name",
    "ho_va_ten": "name",
    "ngay_sinh": "birth_date",
    "nam_sinh": "birth_date",
    "gioi_tinh": "sex",
    "cccd": "citizen_id",
    "so_cccd": "citizen_id",
    "dien_thoai": "phone",
    "so_dien_thoai": "phone",
    "dang_ky": "registration",
    "ngay_hen": "day",
    "gio_tu": "from",
    "gio_den": "to",
    "gio_hen": "slot",
    "mui": "dose",
    "vac_xin": "product",
    "vaccine": "product",
}
_EARLIER = re.compile(r"(?:dose|mui)_?([1-9])_(product|vaccine|vac_xin|day|ngay|lot|lo)")
_PARTS = {"vaccine": "product", "vac_xin": "product", "ngay": "day", "lo": "lot"}
_REQUIRED = ("name", "birth_date", "day")


class HeaderError(ValueError):
    """The first row does not name what a list needs."""


def columns_of(header: Sequence[str]) -> list[str]:
    """Our names of the columns, in the order of the file. Raises HeaderError."""
    names = [_our_name(_folded(cell)) for cell in header]
    missing = [name for name in _REQUIRED if name not in names]
    if "slot" not in names and not {"from", "to"} <= set(names):
        missing.append("from, to")
    if missing:
        raise HeaderError(
            f"line 1: no column for {', '.join(missing)}. Found: {_known(names)}. "
            f"Our own header: {','.join(HEADER)}"
        )
    twice = {name for name in names if name and names.count(name) > 1}
    if twice:
        raise HeaderError(f"line 1: more than one column for {', '.join(sorted(twice))}")
    return names


def _known(names: Sequence[str]) -> str:
    """The columns that we know. Of a file without a header the first row is a person."""
    known = [name for name in names if name in HEADER or _EARLIER.fullmatch(name)]
    return ", ".join(known) or "none that we know"


def _our_name(folded: str) -> str:
    if earlier := _EARLIER.fullmatch(folded):
        number, part = earlier.groups()
        return f"dose{number}_{_PARTS.get(part, part)}"
    return _ALSO.get(folded, folded)


def _folded(cell: str) -> str:
    """`Họ và tên` as `ho_va_ten`."""
    bare = unicodedata.normalize("NFKD", cell.casefold().replace("đ", "d"))
    letters = "".join(c if c.isalnum() else "_" for c in bare if not unicodedata.combining(c))
    return re.sub("_+", "_", letters).strip("_")
