"""Starts stations fast enough to kill hundreds of them: everything is imported once, then forked.

`python -m tests.faults.fork_server`; an order a line, `record HOME SHOWN PAUSE_S` or `sync HOME`,
each answered with the process id. A recorder writes the number of an event into SHOWN as soon as
the screen would say that it is recorded.
"""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from station.clock import SystemClock
from station.domain.events import Arrived, Dosed
from station.store.station import StationStore
from sync import process


def record(home: str, shown: str, pause_s: str) -> None:
    """Scans and doses, one resident after the other, until it is killed."""
    screen = os.open(shown, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    with StationStore.open(Path(home)) as store:
        clock = SystemClock(store.times)
        while True:
            resident = f"r{datetime.now(UTC).timestamp()}"
            store.ledger.append(Arrived, clock.read(), resident=resident, code="pass")
            event = store.ledger.append(
                Dosed,
                clock.read(),
                resident=resident,
                product="astrazeneca",
                lot="ABV1234",
                dose_number=1,
            )
            os.write(screen, b"%d\n" % event.seq)
            time.sleep(float(pause_s))


def sync(home: str) -> None:
    """The sync process, until it is killed."""
    process.run(Path(home), threading.Event())


_PR_SET_PDEATHSIG = 1
"""prctl(2): dies with the server, so that a test that fails leaves nobody behind."""

WORK: dict[str, Callable[..., None]] = {"record": record, "sync": sync}


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that are killed
    for line in sys.stdin:
        order, *arguments = line.split()
        child = os.fork()
        if child == 0:
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            WORK[order](*arguments)
            os._exit(1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
