"""What surrounds a desk: the state of the station, and the names of things."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

import msgspec

from station.camera.scanner import CameraState
from station.domain.events import Corrected, Dosed, TurnedAway
from station.domain.vaccines import Lot, Product
from station.store.status import StationStatus


class Last(msgspec.Struct, frozen=True, kw_only=True):
    """What this table did last, and for whom; `name` is empty for someone unknown."""

    event: Dosed | TurnedAway | Corrected
    name: str


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """`now` is in `zone`, the site's own; `table` is the number on the table's sign."""

    now: datetime
    zone: tzinfo
    clock_trusted: bool
    table: int
    status: StationStatus
    camera: CameraState = CameraState.STARTING
    products: Mapping[str, Product] = {}
    lots: tuple[Lot, ...] = ()
    staff_name: str = ""
    last: Last | None = None

    def product_name(self, product: str) -> str:
        """What people call it: the list's name, or the id where the list has none."""
        known = self.products.get(product)
        return known.name if known else product

    def short_product_name(self, product: str) -> str:
        """Without the trade name that lists write in brackets."""
        return self.product_name(product).split(" (")[0]
