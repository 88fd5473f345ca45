"""Sets the scene in a hub's database, as its commands would, in a thousandth of their time."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from station.campaigns import DEFAULT
from station.codes import enrolment
from station.domain import people
from sync.hub.enrolment import new_code
from sync.hub.models import Resident, Site
from sync.hub.roster.columns import HEADER
from sync.hub.roster.importing import Report, import_list
from sync.hub.sites import add_site, add_station
from tests.hub.ledger import Caller, enrol
from tests.hub.running import RunningHub

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def stage_site(name: str) -> Site:
    add_site(people.Site(id=name, name=f"Trạm {name}", province="079"), DEFAULT)
    return Site.objects.get(pk=name)


def code_text(hub: RunningHub, site: Site, table: int) -> str:
    """What `tram-hub station add` prints."""
    code = new_code(add_station(site, f"Bàn {table}", table), datetime.now(UTC))
    return enrolment.write(
        enrolment.EnrolmentCode(url=hub.url, fingerprint=hub.fingerprint, code=code)
    )


def stage_station(hub: RunningHub, site: Site, table: int) -> Caller:
    return enrol(code_text(hub, site, table))


def today() -> date:
    return datetime.now(HANOI).date()


def row(**cells: object) -> dict[str, Any]:
    """A row of a list, good unless `cells` say otherwise."""
    return {
        "name": "Nguyễn Thị Hồng Phượng",
        "birth_date": "29/03/1987",
        "day": f"{today():%d/%m/%Y}",
        "from": "00:00",
        "to": "23:59",
    } | cells


def csv_of(*rows: dict[str, Any], header: tuple[str, ...] = HEADER) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, header)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def list_of(site: Site, *rows: dict[str, Any]) -> Report:
    return import_list(csv_of(*rows), site, today())


def listed(site: Site, citizen_id: str, **cells: object) -> Resident:
    """A resident on the list of `site`, expected today."""
    report = list_of(site, row(citizen_id=citizen_id, **cells))
    assert not report.bad, report.bad
    return Resident.objects.get(citizen_id=citizen_id)


def ago(**time: float) -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(**time)
