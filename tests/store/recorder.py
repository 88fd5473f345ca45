"""`python -m tests.store.recorder HOME [LARGEST_FILE_BYTES]`: a table that records without end.

It prints a dose's number as soon as the store says that it is recorded. With a limit on the size
of its files it meets a full disk; then it says so, gets room, and records one more.
"""

import resource
import sys
from pathlib import Path

from station.store.errors import StoreError
from station.store.station import StationStore
from tests.store.world import dose


def main(home: Path, largest_bytes: int = resource.RLIM_INFINITY) -> None:
    with StationStore.open(home) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_bytes, resource.RLIM_INFINITY))
        try:
            while True:
                say(dose(store).seq)
        except StoreError as error:
            say(f"{type(error).__name__}: {error}")
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        say(dose(store).seq)


def say(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
