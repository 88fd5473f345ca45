"""Several things done at the same time, until all are done or one fails."""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait

WATCH_EVERY_S = 0.25

Job = Callable[[], None]


def no_watch() -> None:
    """Nobody needs to look."""


def all_at_once(jobs: Sequence[Job], watch: Job = no_watch) -> None:
    """Does each job in a thread of its own, and calls `watch` while they work.

    Raises the first error of a job or of `watch` at once; the other jobs end when what they work
    with is taken from them.
    """
    pool = ThreadPoolExecutor(max_workers=max(1, len(jobs)), thread_name_prefix="table")
    try:
        futures = [pool.submit(job) for job in jobs]
        while not _done(futures):
            watch()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _done(futures: Sequence[Future[None]]) -> bool:
    """Raises the error of a job that failed."""
    done, working = wait(futures, timeout=WATCH_EVERY_S, return_when=FIRST_EXCEPTION)
    for future in done:
        future.result()
    return not working
