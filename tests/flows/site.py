"""A site for a morning's story: a served hub, tables that scan frames, a cable to pull."""

import csv
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from zoneinfo import ZoneInfo

import msgspec

from station.camera.props import Carrier
from station.camera.scanner import Seen
from station.camera.scene import Scene, jpeg
from station.camera.spec import open_scanner
from station.clock import SystemClock
from station.desk import TableDesk
from station.domain.screens import Screen, VialInUse
from station.lines import Quit, touch_of
from station.resuming import resumed
from station.store.station import StationStore
from tests.hub.running import RunningHub
from tests.sync.relay import Relay

PATIENCE_S = 60.0
SITE = "langthuong"
SCENE = Scene(seed=20211005)


def noon_zone() -> str:
    """A zone in which it is about noon: slots around now never cross midnight."""
    ahead = 12 - datetime.now(UTC).hour
    return f"Etc/GMT{-ahead:+d}"


ZONE = noon_zone()


def listed(
    name: str, born: str, more: Mapping[str, str] = {}, days_ahead: int = 0
) -> dict[str, str]:
    """A row of the list: expected here, at about this time of that day."""
    now = datetime.now(ZoneInfo(ZONE)) + timedelta(days=days_ahead)
    expected = {
        "Họ tên": name,
        "Ngày sinh": born,
        "Ngày hẹn": f"{now:%d/%m/%Y}",
        "Giờ từ": f"{now - timedelta(minutes=30):%H:%M}",
        "Giờ đến": f"{now + timedelta(minutes=60):%H:%M}",
    }
    return expected | dict(more)


class Site:
    """The hub and its papers, and the passes that the residents hold, by name."""

    def __init__(self, hub: RunningHub, cable: Relay, folder: Path) -> None:
        self.hub = hub
        self.cable = cable
        self.folder = folder
        self.passes: dict[str, bytes] = {}

    def brings_the_list(self, rows: list[dict[str, str]]) -> str:
        """The report on the import; afterwards everybody who can has a pass."""
        file = self.folder / "danh-sach.csv"
        columns = sorted({column for row in rows for column in row})
        with file.open("w", encoding="utf-8-sig", newline="") as sheet:
            writer = csv.DictWriter(sheet, columns)
            writer.writeheader()
            writer.writerows(rows)
        report = self.hub.run("roster", "import", str(file), "--site", SITE)
        self._issue_passes()
        return report

    def _issue_passes(self) -> None:
        out = self.folder / "passes.jsonl"
        self.hub.run("passes", "issue", "--site", SITE, "--out", str(out))
        for line in out.read_bytes().splitlines():
            issued = msgspec.json.decode(line)
            self.passes[issued["name"]] = issued["pass"].encode()

    def account(self) -> dict[str, int]:
        account: dict[str, int] = msgspec.json.decode(
            self.hub.run("account", "--site", SITE, "--json")
        )
        return account

    @contextmanager
    def table(self, number: int) -> Iterator["ScanningTable"]:
        """A table, enrolled through the cable, with its list, and somebody working at it."""
        home = self.folder / f"table-{number}"
        code = self.hub.run(
            *("station", "add", "--site", SITE, "--table", str(number), "--name", f"Bàn {number}"),
            *("--url", self.cable.url),
        )
        _tram(home, "enrol", code.strip())
        _tram(home, "sync", "--once")
        with ScanningTable.working(home) as table:
            yield table


def _command(home: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "station", "--home", str(home), *arguments]


def _tram(home: Path, *arguments: str) -> None:
    subprocess.run(_command(home, *arguments), check=True, timeout=PATIENCE_S)


class ScanningTable:
    """A table whose camera is a folder of frames; whoever works at it looks at `screen`."""

    def __init__(self, home: Path, store: StationStore) -> None:
        self.store = store
        self._home = home
        self._shots = 0
        self._seen: SimpleQueue[Seen] = SimpleQueue()
        self._desk = self._sits_down()

    @classmethod
    @contextmanager
    def working(cls, home: Path) -> Iterator["ScanningTable"]:
        """The table with its camera at work."""
        (home / "camera").mkdir()
        with StationStore.open(home) as store:
            table = cls(home, store)
            with open_scanner(str(home / "camera"), table._seen.put, lambda _: None):
                yield table

    def _sits_down(self) -> TableDesk:
        clock = SystemClock(self.store.times)
        here = self.store.identity.require()
        return TableDesk(self.store, clock, here, resumed(self.store, clock, "n-1"), lambda _: None)

    def is_started_again(self) -> None:
        """The process ended and came back: what it knows is what it kept."""
        self._desk = self._sits_down()

    @property
    def screen(self) -> Screen:
        return self._desk.desk.screen

    @property
    def vial(self) -> VialInUse | None:
        return self._desk.desk.vial

    def scans(self, code: bytes, carrier: Carrier = Carrier.PHONE) -> Screen:
        """Somebody steps before the camera with `code`; what the screen shows then."""
        frames = [SCENE.frame(code, carrier, self._shots + shot) for shot in range(5)]
        for frame in [SCENE.empty(self._shots), *frames]:
            self._shots += 1
            taken = self._home / "camera" / f".{self._shots:05}.jpg"
            taken.write_bytes(jpeg(frame))
            taken.rename(taken.with_name(taken.name[1:]))
        seen = self._seen.get(timeout=PATIENCE_S)
        self._desk.code_seen(seen.payload, seen.seen_s)
        return self.screen

    def touches(self, *lines: str) -> Screen:
        """What the screen shows after the last of the touches."""
        for line in lines:
            touch = touch_of(line)
            assert not isinstance(touch, Quit)
            self._desk.touched(touch)
        return self.screen

    def waits_for(self, shown: Callable[[Screen], bool]) -> Screen:
        """A screen that nobody at this table brought about."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not shown(self.screen):
            assert time.monotonic() < deadline_s, self.screen
            self._desk.looked_up()
        return self.screen

    def hears_of_an_arrival(self, name: str) -> None:
        """Waits until the list says that another table has the resident."""
        (resident,) = self.store.search.find(name)
        deadline_s = time.monotonic() + PATIENCE_S
        while not ((file := self.store.roster.file(resident.id)) and file.arrivals):
            assert time.monotonic() < deadline_s, "the other table's arrival never came"

    @property
    def to_send(self) -> int:
        return self.store.status.read().to_send

    def exchanges(self) -> None:
        _tram(self._home, "sync", "--once")

    @contextmanager
    def keeping_in_touch(self) -> Iterator[None]:
        """The sync process of the table runs beside it."""
        with subprocess.Popen(_command(self._home, "sync")) as process:
            yield
            process.terminate()
