"""A site with a served hub and a long list, as the benches of the exchange need it."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from station.domain.people import Resident
from tests.bench import people
from tests.hub.running import RunningHub, running_hub
from tests.sync.table import Table, enrol

_HEADER = ("name", "birth_date", "sex", "citizen_id", "phone", "day", "from", "to")


class Site(msgspec.Struct, frozen=True):
    """A hub with `residents` on its list."""

    hub: RunningHub
    folder: Path
    residents: int

    def table(self, number: int, url: str = "") -> Table:
        """A new table; `url` where it reaches the hub by another way."""
        text = self.hub.run(
            *("station", "add", "--site", "q1", "--table", str(number), "--name", f"Bàn {number}"),
            *("--url", url or self.hub.url),
        )
        return enrol(self.folder / f"table-{number}", text)

    def bring_list(self, numbers: Iterable[int], phone: str = "") -> None:
        """Imports residents by their numbers, as a site would; with `phone` they have a new one."""
        file = self.folder / "list.csv"
        with file.open("w", newline="") as out:
            rows = csv.writer(out)
            rows.writerow(_HEADER)
            rows.writerows(_row(people.resident(number), phone) for number in numbers)
        self.hub.run("roster", "import", str(file), "--site", "q1")


@contextmanager
def site(folder: Path, residents: int) -> Iterator[Site]:
    """A site with a list of so many."""
    with running_hub(folder / "hub") as hub:
        made = Site(hub, folder, residents)
        made.bring_list(range(residents))
        yield made


def _row(person: Resident, phone: str) -> tuple[str, ...]:
    return (
        person.name,
        str(person.birth_date),
        str(person.sex),
        person.citizen_id or "",
        phone or person.phone or "",
        str(people.TODAY),
        "08:00",
        "09:00",
    )
