"""Every state of every screen, by the scans and touches that lead there."""

from collections.abc import Callable, Mapping

from station.camera.scanner import CameraState
from station.domain.events import ClockTrust
from station.store.outbox import ParkedEvent
from station.store.status import HubState
from tests.screens import site
from tests.screens.stage import Stage

Way = Callable[[Stage], None]


def _scanned(resident: str) -> Way:
    def way(stage: Stage) -> None:
        stage.open_vial()
        stage.scan_pass(resident)

    return way


def _ready_after_a_dose(stage: Stage) -> None:
    _scanned("phuong")(stage)
    stage.touch("confirm", "back")
    stage.look(site.card_of("hung"))


def _ready_after_a_refusal(stage: Stage) -> None:
    _scanned("mai")(stage)
    stage.touch("refuse")
    stage.look(site.pass_of("mai", site.MORNING))


def _without_vial(stage: Stage) -> None:
    stage.scan_pass("phuong")


def _by_card(stage: Stage) -> None:
    stage.open_vial()
    stage.scan(site.card_of("hung"))


def _not_on_the_list(stage: Stage) -> None:
    stage.scan(site.UNKNOWN_CARD)


def _everything_doubtful(stage: Stage) -> None:
    stage.open_vial()
    stage.clock.trust = ClockTrust.UNSURE
    stage.scan(site.CARD_THAT_DIFFERS)


def _in_trouble(stage: Stage) -> None:
    _scanned("mai")(stage)
    stage.touch("refuse")
    stage.clock.trust = ClockTrust.UNSURE
    tip = stage.store.ledger.tip()
    stage.store.outbox.settle(tip, [ParkedEvent(1, "lot_unknown")], [], "epoch")
    stage.store.status.report(HubState.REFUSED, site.MORNING)
    stage.kiosk.pass_time()


def _forged(stage: Stage) -> None:
    stage.scan(site.forged_pass_of("phuong", site.MORNING))


def _reasons(stage: Stage) -> None:
    _scanned("dai")(stage)
    stage.touch("decide")


def _dosing(stage: Stage) -> None:
    _scanned("phuong")(stage)
    stage.touch("edit")


def _dosing_without_vial(stage: Stage) -> None:
    _without_vial(stage)
    stage.touch("confirm")


def _dosing_decided(stage: Stage) -> None:
    _reasons(stage)
    stage.touch("why:doctor_agreed")


def _recorded(stage: Stage) -> None:
    _scanned("phuong")(stage)
    stage.touch("confirm")


def _recorded_long_name(stage: Stage) -> None:
    _scanned("dai")(stage)
    stage.touch("decide", "why:doctor_agreed", "confirm")


def _searched(stage: Stage) -> None:
    stage.touch("search")
    stage.type("nguyen")


def _searched_all(stage: Stage) -> None:
    _searched(stage)
    stage.touch("more")


def _nobody_found(stage: Stage) -> None:
    stage.touch("search")
    stage.type("zzz")


def _fault(stage: Stage) -> None:
    _scanned("phuong")(stage)
    stage.store.database.conn.execute("PRAGMA query_only = ON")
    stage.touch("confirm")


STATES: Mapping[str, Way] = {
    "ready": lambda stage: stage.look(site.pass_of("phuong", site.MORNING)),
    "ready-camera-lost": lambda stage: stage.camera(CameraState.LOST),
    "ready-after-a-dose": _ready_after_a_dose,
    "ready-after-a-refusal": _ready_after_a_refusal,
    "ready-in-trouble": _in_trouble,
    "vial": lambda stage: stage.touch("vial"),
    "vial-picked": lambda stage: stage.touch("vial", "lot:astrazeneca:ABV5301"),
    "found-go": _scanned("phuong"),
    "found-go-without-vial": _without_vial,
    "found-go-by-card": _by_card,
    "found-check-early": _scanned("dat"),
    "found-check-long-name": _scanned("dai"),
    "found-check-paper": _scanned("giay"),
    "found-check-everything-doubtful": _everything_doubtful,
    "found-stop-other-site": _scanned("xa"),
    "found-stop-too-soon": _scanned("mai"),
    "found-stop-at-table-3": _scanned("anh"),
    "found-stop-other-day": _scanned("lan"),
    "found-stop-not-on-list": _not_on_the_list,
    "found-stop-forged": _forged,
    "why": _reasons,
    "dosing": _dosing,
    "dosing-without-vial": _dosing_without_vial,
    "dosing-decided": _dosing_decided,
    "recorded": _recorded,
    "recorded-long-name": _recorded_long_name,
    "searching": lambda stage: stage.touch("search"),
    "searching-found": _searched,
    "searching-all": _searched_all,
    "searching-nobody": _nobody_found,
    "fault": _fault,
}
