"""A nurse's work, by scans and touches in the real window."""

from datetime import timedelta
from pathlib import Path

import cv2
import numpy as np

from station.camera.scanner import CameraState
from station.config import Language
from station.domain.events import Arm, Arrived, Corrected, Dosed, TurnedAway, VialOpened
from station.domain.roster import GivenDose
from tests.screens import site
from tests.screens.stage import SetStage, Stage
from ui.fingers import middle, offered, tap
from ui.theme import PALETTES, Role
from ui.views import (
    ChoiceView,
    DosingView,
    FaultView,
    FoundView,
    ReadyView,
    RecordedView,
    SearchView,
)

PICTURES = Path("build/screens/flows")


def test_a_green_resident_costs_one_scan_and_one_touch(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("phuong")
    assert stage.says("Được tiêm")
    assert stage.says("Nguyễn Thị Hồng Phượng")
    assert stage.says("29/03/1987 · 39 tuổi · Nữ")
    assert stage.says("…2345")
    stage.touch("confirm")
    assert isinstance(stage.view, RecordedView)
    assert stage.says("Đã ghi")
    vial, arrived, dosed = stage.events
    assert isinstance(vial, VialOpened)
    assert isinstance(arrived, Arrived)
    assert isinstance(dosed, Dosed)
    assert (dosed.resident, dosed.product, dosed.lot) == ("phuong", "astrazeneca", "ABV5301")
    assert (dosed.dose_number, dosed.arm, dosed.vial) == (2, Arm.LEFT, vial.vial)
    assert stage.sounds == ["go", "recorded"]


def test_the_verdict_fills_the_picture_with_its_colour(stage: Stage) -> None:
    stage.open_vial()
    for resident, role in (("phuong", Role.GO), ("mai", Role.STOP), ("dat", Role.CHECK)):
        stage.scan_pass(resident)
        picture = cv2.imread(str(stage.picture(PICTURES / f"{role}.png")))
        assert picture is not None
        assert picture.shape == (480, 800, 3)
        ground = np.array(PALETTES[role].ground[2::-1]) * 255
        of_that_colour = np.all(np.abs(picture - ground) < 3, axis=2)
        assert of_that_colour.mean() > 0.3
        stage.touch("refuse")


def test_recorded_goes_by_itself_and_leaves_undo_in_sight(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("phuong")
    stage.touch("confirm")
    stage.wait_for(lambda: isinstance(stage.view, ReadyView), "the desk to be ready by itself")
    assert stage.says("đã ghi mũi 2")
    stage.touch("undo")
    corrected = stage.events[-1]
    assert isinstance(corrected, Corrected)
    assert corrected.corrects == stage.events[-2].id
    assert stage.says("đã hoàn tác")
    assert stage.says("còn 10 liều")


def test_the_next_code_takes_the_place_of_recorded(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("phuong")
    stage.touch("confirm")
    stage.scan_pass("hung")
    assert stage.says("Trần Văn Hùng")


def test_a_stop_says_what_to_tell_the_resident(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("mai")
    assert stage.says("Không tiêm")
    assert stage.says("Quay lại từ ngày 19/9")
    assert stage.says("phải cách ít nhất 56 ngày")
    stage.touch("refuse")
    refused = stage.events[-1]
    assert isinstance(refused, TurnedAway)
    assert refused.reasons == ("too_soon",)
    assert stage.says("Lê Thị Mai: chưa đủ ngày")
    assert stage.sounds == ["stop"]


def test_a_resident_at_another_table_is_sent_there(stage: Stage) -> None:
    stage.scan_pass("anh")
    assert stage.says("Bàn số 3 đang tiêm người này")
    assert stage.says("Mời sang bàn số 3.")


def test_a_check_is_decided_with_a_reason_and_then_compared_with_the_vial(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("dat")
    assert stage.says("Đến sớm: hẹn lúc 11:00")
    stage.touch("decide")
    assert isinstance(stage.view, ChoiceView)
    stage.touch("why:doctor_agreed")
    assert isinstance(stage.view, DosingView)
    assert stage.says("Phạm Thu Hòa quyết định: Bác sĩ đồng ý")
    stage.touch("arm:right", "confirm")
    dosed = stage.events[-1]
    assert isinstance(dosed, Dosed)
    assert dosed.arm is Arm.RIGHT
    assert dosed.override is not None
    assert dosed.override.why == "doctor_agreed"
    assert dosed.override.reasons == ("early",)


def test_a_reason_can_be_put_back(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("dat")
    stage.touch("decide", "close")
    assert isinstance(stage.view, FoundView)
    stage.touch("refuse")
    assert isinstance(stage.events[-1], TurnedAway)


def test_a_name_is_found_without_accents(stage: Stage) -> None:
    stage.touch("search")
    stage.type("nguyen thi dao 1984")
    assert stage.says("Nguyễn Thị Đào")
    assert stage.says("12/05/1984 · 42 tuổi · Nữ · Số căn cước …5666")
    stage.touch("pick:dao")
    assert stage.says("Có trong danh sách, chưa có lịch hẹn")
    assert stage.says("Tìm theo tên: hỏi ngày sinh")


def test_more_people_than_fit_above_the_keys_are_seen_page_by_page(stage: Stage) -> None:
    stage.touch("search")
    stage.type("nguyen")
    stage.touch("more")
    view = stage.view
    assert isinstance(view, SearchView)
    first = {person.pick.name for person in view.matches}
    stage.touch("page")
    view = stage.view
    assert isinstance(view, SearchView)
    assert first.isdisjoint(person.pick.name for person in view.matches)
    stage.touch("keys", "key:erase")
    assert stage.says("nguye")


def test_somebody_not_on_the_list_is_looked_for_by_name(stage: Stage) -> None:
    stage.scan(site.UNKNOWN_CARD)
    assert stage.says("Không có trong danh sách")
    assert stage.says("Đỗ Minh Khôi")
    stage.touch("search")
    assert isinstance(stage.view, SearchView)
    refused = stage.events[-1]
    assert isinstance(refused, TurnedAway)
    assert refused.reasons == ("not_on_list",)


def test_news_of_another_table_turns_go_into_stop_before_the_needle(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("hung")
    assert stage.says("Được tiêm")
    moments_ago = site.MORNING - timedelta(minutes=1)
    stage.news(site.arrival_at_table_3("hung", moments_ago))
    assert stage.says("Không tiêm")
    assert stage.says("Bàn số 3 đang tiêm người này")
    assert stage.sounds == ["go", "stop"]
    stage.touch("refuse")
    assert isinstance(stage.events[-1], TurnedAway)


def test_a_touch_meant_for_go_does_not_count_when_it_has_turned_into_stop(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("hung")
    before = stage.events
    with stage.finger_on("confirm"):
        stage.news(site.arrival_at_table_3("hung", site.MORNING - timedelta(minutes=1)))
    assert stage.events == before
    assert stage.says("Không tiêm")


def test_a_touch_meant_for_the_screen_before_does_not_dose_the_next_resident(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("phuong")
    stage.touch("confirm")
    aim = middle(offered(stage.panel)["back"])
    stage.scan_pass("hung")
    before = stage.events
    tap(*aim)
    stage.draw()
    assert stage.events == before
    assert isinstance(stage.view, FoundView)


def test_a_reason_is_not_picked_for_a_verdict_that_was_never_read(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("dat")
    stage.touch("decide")
    stage.news(site.arrival_at_table_3("dat", site.MORNING - timedelta(minutes=1)))
    assert isinstance(stage.view, FoundView)
    assert not [name for name in stage.offers if name.startswith("why:")]


def test_a_dose_given_today_elsewhere_stops_the_second(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("hung")
    given = GivenDose(
        id="dose-elsewhere",
        resident="hung",
        product="pfizer",
        dose_number=1,
        day=site.MORNING.date(),
        at=site.MORNING - timedelta(hours=1),
        station="dd-03-1",
        table=1,
    )
    stage.news(given)
    assert stage.says("Hôm nay đã tiêm lúc 07:12, bàn số 1")


def test_without_a_vial_the_touch_leads_to_one(stage: Stage) -> None:
    stage.scan_pass("phuong")
    stage.touch("confirm")
    assert stage.says("Chưa mở lọ")
    stage.open_vial()
    assert stage.says("Lô ABV5301")
    stage.touch("confirm")
    assert isinstance(stage.view, RecordedView)


def test_a_vial_is_judged_when_it_is_opened(stage: Stage) -> None:
    stage.scan_pass("mai")
    assert stage.says("Được tiêm")
    stage.touch("confirm")
    stage.open_vial()
    assert stage.says("Quay lại từ ngày 19/9")


def test_an_expired_lot_cannot_be_opened(stage: Stage) -> None:
    stage.touch("vial")
    assert stage.says("Hết hạn từ 01/08/2026")
    assert "lot:astrazeneca:NJ0342B" not in stage.offers
    assert "open" not in stage.offers


def test_a_vial_may_hold_other_than_the_usual_number_of_doses(stage: Stage) -> None:
    stage.touch("vial", "lot:astrazeneca:ABV5301", "plus", "plus", "minus", "open")
    opened = stage.events[-1]
    assert isinstance(opened, VialOpened)
    assert opened.doses == 11
    assert stage.says("còn 11 liều")


def test_nothing_is_shown_as_recorded_that_was_not_written(stage: Stage) -> None:
    stage.open_vial()
    stage.scan_pass("phuong")
    connection = stage.store.database.conn
    connection.execute("PRAGMA query_only = ON")
    stage.touch("confirm")
    assert isinstance(stage.view, FaultView)
    assert stage.says("Chưa ghi được")
    connection.execute("PRAGMA query_only = OFF")
    stage.touch("back", "confirm")
    assert isinstance(stage.view, RecordedView)


def test_a_lost_camera_is_told_and_what_can_still_be_done(stage: Stage) -> None:
    stage.camera(CameraState.LOST)
    assert stage.says("Mất camera: hãy tìm theo tên")
    stage.camera(CameraState.WORKING)
    assert not stage.says("Mất camera")


def test_the_status_bar_says_how_fresh_the_list_is_and_what_waits(stage: Stage) -> None:
    assert stage.says("Danh sách lúc 07:40 · 3 bàn · 0 chờ gửi")
    stage.open_vial()
    assert stage.says("Danh sách lúc 07:40 · 3 bàn · 1 chờ gửi")
    assert stage.says("AstraZeneca · còn 10 liều")
    assert stage.says("08:12")


def test_the_same_work_in_english(set_stage: SetStage) -> None:
    stage = set_stage(Language.ENGLISH)
    stage.open_vial()
    stage.scan_pass("mai")
    assert stage.says("Do not give")
    assert stage.says("Come back from 19 Sep on")
    stage.touch("refuse")
    assert stage.says("Lê Thị Mai: too soon")
