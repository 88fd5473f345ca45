"""`python -m tests.bench [NAME …]` runs the benches, all or those named, and writes the result.

Each module beside this one with a `measure(folder)` is a bench; `folder` is on the disk of the
working tree, since memory is no disk to commit to.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from tests.bench.report import HEADER, Measurement, line, write

BUILD = Path("build")
Bench = Callable[[Path], Iterator[Measurement]]


def benches(wanted: list[str]) -> Iterator[Bench]:
    """The benches of this folder by name, all where none is wanted."""
    for module in iter_modules([str(Path(__file__).parent)]):
        if wanted and module.name not in wanted:
            continue
        if not module.name.startswith("_"):
            bench = getattr(import_module(f"tests.bench.{module.name}"), "measure", None)
            if bench is not None:
                yield bench


def main(wanted: list[str]) -> None:
    """Shows each measurement as it is made."""
    BUILD.mkdir(exist_ok=True)
    print(HEADER, flush=True)  # noqa: T201  (a table is what the command is for)
    measured = []
    for bench in benches(wanted):
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            for measurement in bench(Path(folder)):
                print(line(measurement), flush=True)  # noqa: T201
                measured.append(measurement)
    write(measured, BUILD / "bench.json")


if __name__ == "__main__":
    main(sys.argv[1:])
