"""Before the first resident comes: the hub has the list, the tables have their stations."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import cycle

from station.demo.children import Children
from station.demo.day import Day, product_at
from station.demo.hub import Hub
from station.demo.nurse import Vials
from station.demo.roster_csv import roster_csv
from station.demo.table import Desk, Table
from station.demo.together import all_at_once
from station.demo.visits import Passes

NURSES = ("Nguyễn Thị Hà", "Trần Văn Nam", "Lê Thu Trang", "Phạm Đức Anh")
DOSES_A_VIAL = {"astrazeneca": 10, "pfizer": 6}
LOTS_GOOD_FOR = timedelta(days=120)


def bring_list(hub: Hub, day: Day) -> Passes:
    """Imports the day's list and issues everybody's pass, also of those expected another day."""
    hub.import_roster(roster_csv(day.listed))
    days = sorted({one.starts_at.date() for one in day.listed})
    issued = {(one.name, one.birth_year): one for each in days for one in hub.issue_passes(each)}
    return {one.number: issued[one.person.name, one.person.birth_date.year] for one in day.listed}


def receive_lots(hub: Hub, day: Day) -> dict[str, Vials]:
    """One lot of each product that is given on the day, by product."""
    lots = {
        product: Vials(
            product=product,
            lot=f"{product[:2].upper()}{day.day:%y%j}",
            expiry=day.day + LOTS_GOOD_FOR,
            doses=DOSES_A_VIAL[product],
        )
        for product in sorted({one.product for one in day.listed})
    }
    for vials in lots.values():
        hub.receive(vials)
    return lots


def open_tables(
    hub: Hub, desks: Sequence[Desk], lots: dict[str, Vials], children: Children, url: str
) -> list[Table]:
    """A table for each of `desks`: enrolled, holding the list, reaching the hub at `url`."""
    tables = [
        Table(number, desk, lots[product_at(number - 1)], children, hub.folder)
        for number, desk in enumerate(desks, start=1)
    ]
    for table, nurse in zip(tables, cycle(NURSES)):
        hub.add_nurse(table.badge, nurse)
    codes = [hub.add_station(table.number, url) for table in tables]
    all_at_once([partial(table.enrol, code) for table, code in zip(tables, codes, strict=True)])
    return tables
