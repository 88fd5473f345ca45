"""The day at one site as the demo plays it: who is on the list, and who comes to which table."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from station.demo.listed import Listed, Part, enlist

HANOI_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
ROOM_NEEDED = timedelta(minutes=6)
TABLE_PRODUCTS = ("astrazeneca", "pfizer", "astrazeneca")
SPECIAL_PARTS = tuple(part for part in Part if part is not Part.USUAL)

Queue = tuple[Listed, ...]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """For each table, who comes to it while the site is apart, who comes afterwards, and who comes
    at the end although another table has dosed them.
    """

    day: date
    listed: Queue
    apart: tuple[Queue, ...]
    together: tuple[Queue, ...]
    again: tuple[Queue, ...]


def invent_day(rng: random.Random, now: datetime, residents: int, tables: int) -> Day:
    """A day of `residents` over `tables`; `now` is aware. The same seed gives the same people.

    No two of one name are of one year: by these the passes are handed out.
    """
    local = now.astimezone(HANOI_TIME)
    listed: dict[tuple[str, int], Listed] = {}
    while len(listed) < residents:
        index = len(listed)
        one = enlist(rng, index, _part(index, tables), product_at(index % tables), local)
        listed.setdefault((one.person.name, one.person.birth_date.year), one)
    everybody = tuple(listed.values())
    queues = [everybody[table::tables] for table in range(tables)]
    return Day(
        day=local.date(),
        listed=everybody,
        apart=tuple(_apart(queues, table) for table in range(tables)),
        together=tuple(queue[_half(queue) :] for queue in queues),
        again=(_again(queues), *(() for _ in range(1, tables))),
    )


def fewest_residents(tables: int) -> int:
    """How many it takes for all that is special to happen while the site is apart."""
    return 2 * (tables + len(SPECIAL_PARTS))


def seconds_to_spare(now: datetime) -> float:
    """How long to wait until the day has room for the demo; nothing but shortly before midnight."""
    local = now.astimezone(HANOI_TIME)
    midnight = datetime.combine(local.date() + timedelta(days=1), time(), HANOI_TIME)
    left = midnight - local
    return left.total_seconds() + 1 if left < ROOM_NEEDED else 0.0


def product_at(table: int) -> str:
    """The product that is given at `table`, counted from 0."""
    return TABLE_PRODUCTS[table % len(TABLE_PRODUCTS)]


def _part(index: int, tables: int) -> Part:
    """Each table's first resident is a usual one, then come the special ones."""
    place = index - tables
    return SPECIAL_PARTS[place] if 0 <= place < len(SPECIAL_PARTS) else Part.USUAL


def _half(queue: Sequence[Listed]) -> int:
    return (len(queue) + 1) // 2


def _apart(queues: Sequence[Queue], table: int) -> Queue:
    """The first half of the table's queue, then whoever was at the table before it already."""
    own, neighbours = queues[table], queues[table - 1]
    seen_before = [one for one in neighbours if one.part is Part.TWO_TABLES]
    return own[: _half(own)] + (tuple(seen_before) if len(queues) > 1 else ())


def _again(queues: Sequence[Queue]) -> Queue:
    """Somebody whom the second table has dosed while the site was apart."""
    neighbours = queues[1][: _half(queues[1])] if len(queues) > 1 else ()
    return tuple(one for one in neighbours if one.part is Part.USUAL and not one.earlier)[:1]
