"""The site's hub, by its commands: `tram-hub`."""

import secrets
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from station.demo.accounting import Held
from station.demo.children import Children, installed
from station.demo.nurse import Vials

SITE, SITE_NAME, HANOI = "HN-CAUGIAY-07", "Trạm tiêm Dịch Vọng Hậu, Cầu Giấy", "001"
USER = "quanly"


class IssuedPass(msgspec.Struct, frozen=True, kw_only=True):
    """A line of `passes issue`: the text of a pass, and whose it is."""

    resident: str
    name: str
    birth_year: int
    text: str = msgspec.field(name="pass")


class HubAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What `tram-hub account --json` says, as far as the demo needs it."""

    to_review: int
    parked: int


class Hub:
    """A hub with its home and its papers in `folder`."""

    def __init__(self, children: Children, folder: Path) -> None:
        self.folder = folder
        self.password = secrets.token_urlsafe(9)
        self.address = ""
        self._children = children
        self._command = (installed("tram-hub"), "--home", str(folder / "hub"))

    def open(self) -> None:
        """Makes a hub with one site and a manager, and begins to serve."""
        self._run("init")
        self._run("site", "add", SITE, SITE_NAME, "--province", HANOI)
        self._run("user", "add", USER, "--site", SITE, told=f"{self.password}\n")
        argv = [*self._command, "serve", "--bind", "127.0.0.1", "--port", "0"]
        self.address = self._children.start("hub", argv).announced("Serving ")

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def import_roster(self, csv: bytes) -> str:
        """Brings the list in; the importer's report."""
        file = self.folder / "danh-sach.csv"
        file.write_bytes(csv)
        return self._run("roster", "import", str(file), "--site", SITE)

    def issue_passes(self, day: date, *drawing: str) -> Sequence[IssuedPass]:
        """Passes for everybody who is expected on `day`; `drawing` are options for pictures."""
        file = self.folder / f"passes-{day}.jsonl"
        of_day = ("--site", SITE, "--day", str(day), "--out", str(file))
        self._run("passes", "issue", *of_day, *drawing)
        return msgspec.json.Decoder(IssuedPass).decode_lines(file.read_bytes())

    def draw_passes(self, day: date) -> Path:
        """A folder with a picture of each pass of `day`, to hold before a camera."""
        pictures = self.folder / "passes"
        self.issue_passes(day, "--png", str(pictures))
        return pictures

    def receive(self, vials: Vials) -> None:
        """The site has got a lot."""
        lot = (vials.product, vials.lot, str(vials.expiry))
        self._run("lot", "add", "--site", SITE, *lot)

    def add_nurse(self, badge: str, name: str) -> None:
        self._run("staff", "add", "--site", SITE, badge, name)

    def add_station(self, table: int, url: str) -> str:
        """The text of the code that enrols the station of a table, which finds the hub at `url`."""
        place = ("--site", SITE, "--table", str(table), "--name", f"Bàn {table}")
        return self._run("station", "add", *place, "--url", url).strip()

    def account(self, day: date) -> HubAccount:
        said = self._run("account", "--site", SITE, "--day", str(day), "--json")
        return msgspec.json.decode(said, type=HubAccount)

    def events(self) -> Sequence[Held]:
        """Every event that the hub holds of the site."""
        said = self._run("events", "--site", SITE)
        return msgspec.json.Decoder(Held).decode_lines(said)

    def log(self, day: date) -> str:
        """The daily log, as it reads in a terminal; the CSV of it goes into the folder."""
        csv = self.folder / f"nhat-ky-{day}.csv"
        return self._run("log", "--site", SITE, "--day", str(day), "--csv", str(csv))

    def page(self, day: date) -> str:
        """The address of the daily log's page."""
        return f"{self.address}/sites/{SITE}/log/{day}"

    def _run(self, *words: str, told: str = "") -> str:
        return self._children.run([*self._command, *words], told)
