"""The work at the tables, all of them at once."""

from collections.abc import Iterator, Sequence
from functools import partial

from station.demo.day import Queue
from station.demo.nurse import Visit
from station.demo.studio import Studio
from station.demo.table import Table
from station.demo.together import Job, all_at_once
from station.demo.visits import Passes, visits


class Work:
    """Nurses at `tables`, residents who hold `passes`, and somebody who watches meanwhile.

    The queues are those of the tables, in their order.
    """

    def __init__(self, tables: Sequence[Table], studio: Studio, passes: Passes, watch: Job) -> None:
        self._tables = tables
        self._studio = studio
        self._passes = passes
        self._watch = watch

    def open_desks(self) -> None:
        self._all([table.open_desk for table in self._tables])

    def serve(self, queues: Sequence[Queue]) -> None:
        """Everybody in the queues."""
        self._all([partial(table.serve, self._visits(queue)) for table, queue in self._of(queues)])

    def serve_though_one_is_killed(self, queues: Sequence[Queue]) -> None:
        """Likewise, and the desk of the last table is killed halfway through its queue."""
        if not queues:
            return
        *others, (last, queue) = self._of(queues)
        jobs = [partial(table.serve, self._visits(its)) for table, its in others]
        killed = partial(last.serve_though_killed, self._visits(queue), during=len(queue) // 2)
        self._all([*jobs, killed])

    def close_desks(self) -> None:
        self._all([table.close_desk for table in self._tables])

    def _of(self, queues: Sequence[Queue]) -> list[tuple[Table, Queue]]:
        return list(zip(self._tables, queues, strict=True))

    def _visits(self, queue: Queue) -> Iterator[Visit]:
        return visits(self._studio, queue, self._passes)

    def _all(self, jobs: Sequence[Job]) -> None:
        all_at_once(jobs, self._watch)
