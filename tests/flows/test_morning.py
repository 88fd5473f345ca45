"""A nurse's morning, from the site's list to the manager's log: real frames, real exchange."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.camera.props import Carrier
from station.domain import screens
from station.domain.screens import Screen
from tests.flows.site import SITE, ZONE, Site, listed
from tests.hub.running import RunningHub
from tests.sync.relay import Relay

VIAL = "vial astrazeneca ABV1234 2030-01-31 10"
CARD = "001187012345||Nguyễn Thị Hồng Phượng|29031987|Nữ|Số 5 Ngõ 12, Đống Đa, Hà Nội|20052021"
LIST = [
    listed("Nguyễn Thị Hồng Phượng", "29/03/1987", {"CCCD": "001187012345"}),
    listed("Trần Văn Bình", "1962"),
    listed("H'Hen Niê", "01/05/1992"),
    listed("Nguyễn Thị Đào", "02/07/1984", {"Đăng ký": "giấy"}),
    listed("Lê Quốc Khánh", "02/09/1975", days_ahead=1),
    listed("Vũ Thị Mây", "11/11/1990"),
]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    hub = RunningHub(tmp_path / "hub")
    hub.run("init")
    hub.run(
        *("site", "add", SITE, "Trạm y tế Láng Thượng", "--province", "001", "--timezone", ZONE)
    )
    hub.start()
    try:
        with Relay(hub.port) as cable:
            yield Site(hub, cable, tmp_path)
    finally:
        hub.stop()


def verdict(screen: Screen) -> tuple[str, ...]:
    """The decision, then the reasons, of a screen that shows a verdict."""
    assert isinstance(screen, screens.Found), screen
    return screen.subject.verdict.decision.value, *screen.subject.verdict.reasons


def is_recorded(screen: Screen) -> bool:
    return isinstance(screen, screens.Recorded)


def test_a_nurses_morning(site: Site) -> None:
    site.brings_the_list(LIST)
    with site.table(1) as one, site.table(3) as three:
        site.cable.down()  # The cable is pulled before the first resident comes.
        one.touches(VIAL)
        three.touches(VIAL)

        # A resident with a pass on the phone costs one scan and one touch.
        assert verdict(one.scans(site.passes["Nguyễn Thị Hồng Phượng"])) == ("go",)
        assert is_recorded(one.touches("confirm"))

        # So does one with a printed slip, and one whose name has another shape.
        assert verdict(one.scans(site.passes["Trần Văn Bình"], Carrier.SLIP)) == ("go",)
        assert is_recorded(one.touches("confirm"))
        assert verdict(three.scans(site.passes["H'Hen Niê"])) == ("go",)
        assert is_recorded(three.touches("confirm"))

        # Who has only the citizen id card is found by it; the list says that she was here already.
        assert verdict(one.scans(CARD.encode(), Carrier.CARD)) == ("stop", "already_dosed_today")
        one.touches("back")

        # A paper registrant without a pass is found by the name, typed without accents.
        searching = one.touches("search", "type nguyen thi dao 1984")
        assert isinstance(searching, screens.Searching)
        (match,) = searching.matches
        assert verdict(one.touches(f"pick {match.resident.id}")) == ("go",)
        assert is_recorded(one.touches("confirm"))

        # The wrong touch is taken back, and the right one made.
        one.touches("undo", "search", "type nguyen thi dao 1984", f"pick {match.resident.id}")
        assert is_recorded(one.touches("confirm"))

        # Who comes on the wrong day is told, and turned away.
        assert verdict(three.scans(site.passes["Lê Quốc Khánh"])) == ("stop", "other_day")
        three.touches("refuse")

        # The tables cannot see each other: one resident is dosed at both.
        assert verdict(one.scans(site.passes["Vũ Thị Mây"])) == ("go",)
        assert is_recorded(one.touches("confirm"))
        assert verdict(three.scans(site.passes["Vũ Thị Mây"])) == ("go",)
        assert is_recorded(three.touches("confirm"))

        # The power fails at table 1: it comes back with its vial and all that it has to send.
        one.is_started_again()
        assert one.vial
        assert one.vial.doses_left == 10 - 4
        assert one.to_send > 0

        # The cable is back. Everything reaches the hub, once.
        site.cable.up()
        one.exchanges()
        three.exchanges()
        assert (one.to_send, three.to_send) == (0, 0)

    account = site.account()
    assert (account["doses"], account["turned_away"]) == (6, 2)
    assert (account["duplicates"], account["parked"], account["to_review"]) == (0, 0, 1)


def test_a_scan_at_one_table_stops_the_needle_at_the_other(site: Site) -> None:
    site.brings_the_list(LIST)
    with site.table(1) as one, site.table(3) as three:
        one.touches(VIAL)
        three.touches(VIAL)
        with one.keeping_in_touch(), three.keeping_in_touch():
            one.scans(site.passes["Vũ Thị Mây"])
            three.hears_of_an_arrival("Vũ Thị Mây")
            stopped = three.scans(site.passes["Vũ Thị Mây"])
            assert verdict(stopped) == ("stop", "already_arrived")
            assert is_recorded(one.touches("confirm"))
            dosed = three.waits_for(lambda shown: "already_dosed_today" in verdict(shown))
            assert verdict(dosed) == ("stop", "already_dosed_today")
