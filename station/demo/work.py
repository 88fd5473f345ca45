"""The work at the tables, all of them at once."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from station.demo.day import Queue
from station.demo.nurse import Visit
from station.demo.studio import Studio
from station.demo.table import Table
from station.demo.together import all_at_once
from station.demo.visits import Passes, visits


class Work:
    """Nurses at `tables`, residents who hold `passes`, and somebody who watches meanwhile."""

    def __init__(
        self, tables: Sequence[Table], studio: Studio, passes: Passes, watch: Callable[[], None]
    ) -> None:
        self._tables = tables
        self._studio = studio
        self._passes = passes
        self._watch = watch

    def open_desks(self) -> None:
        all_at_once([table.open_desk for table in self._tables], self._watch)

    def serve(self, queues: Sequence[Queue]) -> None:
        """Everybody in the tables' queues."""
        served = [partial(table.serve, coming) for table, coming in self._coming(queues)]
        all_at_once(served, self._watch)

    def serve_though_one_is_killed(self, queues: Sequence[Queue]) -> None:
        """Likewise, and the desk of the last table is killed halfway."""
        *others, (last, coming) = self._coming(queues)
        served = [partial(table.serve, coming) for table, coming in others]
        killed = partial(last.serve_though_killed, coming, during=len(queues[-1]) // 2)
        all_at_once([*served, killed], self._watch)

    def close_desks(self) -> None:
        all_at_once([table.close_desk for table in self._tables], self._watch)

    def _coming(self, queues: Sequence[Queue]) -> Iterator[tuple[Table, Iterator[Visit]]]:
        for table, queue in zip(self._tables, queues, strict=True):
            yield table, visits(self._studio, queue, self._passes)
