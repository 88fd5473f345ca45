"""The desk machine, tried as nurses work it: an input in, the screen and the effects out."""

from datetime import date

from msgspec.structs import replace

from station.domain import effects, inputs, screens
from station.domain import verdict as found
from station.domain.code import Code, Search
from station.domain.desk import step
from station.domain.events import (
    Arm,
    Arrived,
    ClockTrust,
    Corrected,
    CorrectionReason,
    Dosed,
    VialOpened,
)
from station.domain.people import Resident
from station.domain.screens import Choice, Desk, Subject, VialInUse
from station.domain.verdict import AnyFinding, Level, Verdict
from tests.domain.cases import load

PHUONG = Resident(id="r-1", name="Nguyễn Thị Hồng Phượng", birth_year=1987)
SCAN: Code = load()[0].situation.code
VIAL = VialInUse(
    vial="v-1", product="astrazeneca", lot="ABV1234", expiry=date(2021, 12, 31), doses_left=10
)
LEDGER = {"station": "s-1", "boot": "b00t", "mono_ms": 1, "clock": ClockTrust.TRUSTED}
AT = load()[0].situation.now


def subject(*findings: AnyFinding, resident: Resident | None = PHUONG) -> Subject:
    return Subject(code=SCAN, verdict=Verdict.of(list(findings)), resident=resident)


GO = subject()
CHECK = subject(found.Early(level=Level.CHECK, starts_at=AT))
AT_TABLE_3 = subject(found.AlreadyArrived(level=Level.STOP, table=3, at=AT))
FORGED = subject(found.PassForged(level=Level.STOP), resident=None)


def dose(**changes: object) -> Dosed:
    fields = {"id": "e-2", "seq": 2, "at": AT, "product": "astrazeneca", "lot": "ABV1234"}
    return Dosed(**LEDGER, **(fields | {"dose_number": 1, "vial": "v-1"} | changes))  # type: ignore[arg-type]


def judged(code: Code) -> effects.Judge:
    """The question about `code` while the vial is in use."""
    return effects.Judge(code=code, product=VIAL.product, expiry=VIAL.expiry)


def desk_with(screen: screens.Screen, vial: VialInUse | None = VIAL) -> Desk:
    return Desk(staff="n-1", screen=screen, vial=vial)


def test_a_green_resident_costs_one_scan_and_one_touch() -> None:
    desk, asked = step(desk_with(screens.Ready()), inputs.CodeRead(code=SCAN))
    assert asked == (judged(SCAN),)
    desk, asked = step(desk, inputs.Judged(subject=GO))
    assert asked == (effects.Sound(name="go"), effects.RecordArrival(subject=GO))
    desk, asked = step(desk, inputs.Confirm())
    choice = Choice(product="astrazeneca", lot="ABV1234", expiry=VIAL.expiry, vial="v-1")
    assert asked == (effects.RecordDose(subject=GO, choice=choice, override=None),)
    assert isinstance(desk.screen, screens.Found), "nothing says recorded before the commit"
    desk, asked = step(desk, inputs.Written(event=dose()))
    assert isinstance(desk.screen, screens.Recorded)
    assert asked == (effects.Sound(name="recorded"),)
    assert desk.vial
    assert desk.vial.doses_left == 9


def test_a_write_that_fails_never_shows_recorded_and_leads_back_to_the_resident() -> None:
    desk, asked = step(desk_with(screens.Found(subject=GO)), inputs.NotWritten(why="disk full"))
    assert isinstance(desk.screen, screens.OutOfOrder)
    assert asked == (effects.Sound(name="stop"),)
    desk, _ = step(desk, inputs.Back())
    assert desk.screen == screens.Found(subject=GO)


def test_the_next_scan_waits_until_the_resident_on_the_screen_is_finished() -> None:
    before = desk_with(screens.Found(subject=GO))
    assert step(before, inputs.CodeRead(code=Search(resident="r-2"))) == (
        before,
        (effects.Sound(name="busy"),),
    )


def test_the_next_scan_after_a_stop_records_the_refusal_first() -> None:
    following = Search(resident="r-2")
    desk, asked = step(desk_with(screens.Found(subject=FORGED)), inputs.CodeRead(code=following))
    assert desk.screen == screens.Ready()
    assert asked == (
        effects.RecordRefusal(subject=FORGED, reasons=("pass_forged",)),
        judged(following),
    )


def test_a_stop_does_not_claim_the_resident_for_this_table() -> None:
    _, asked = step(desk_with(screens.Ready()), inputs.Judged(subject=AT_TABLE_3))
    assert asked == (effects.Sound(name="stop"),)


def test_a_stop_is_not_confirmed_by_the_touch_that_confirms_a_go() -> None:
    before = desk_with(screens.Found(subject=AT_TABLE_3))
    assert step(before, inputs.Confirm()) == (before, ())


def test_a_check_needs_a_reason_and_then_a_look_at_the_dose() -> None:
    before = desk_with(screens.Found(subject=CHECK))
    assert step(before, inputs.Decide(why="")) == (before, ())
    desk, _ = step(before, inputs.Decide(why="lives far away"))
    assert isinstance(desk.screen, screens.Dosing)
    desk, asked = step(desk, inputs.Confirm())
    (recorded,) = asked
    assert isinstance(recorded, effects.RecordDose)
    assert recorded.override
    assert recorded.override.reasons == ("early",)
    assert recorded.override.why == "lives far away"


def test_a_code_of_nobody_cannot_be_decided_into_a_dose() -> None:
    before = desk_with(screens.Found(subject=FORGED))
    assert step(before, inputs.Decide(why="he seems honest")) == (before, ())


def test_a_resident_who_leaves_without_a_dose_is_accounted_for() -> None:
    desk, asked = step(desk_with(screens.Found(subject=GO)), inputs.Back())
    assert desk.screen == screens.Ready()
    assert asked == (effects.RecordRefusal(subject=GO, reasons=("sent_back",)),)


def test_news_of_another_table_stops_the_nurse_before_the_needle() -> None:
    dosing = screens.Dosing(subject=GO, choice=None)
    desk, asked = step(desk_with(dosing), inputs.News())
    assert asked == (judged(SCAN),)
    desk, asked = step(desk, inputs.Judged(subject=AT_TABLE_3))
    assert desk.screen == screens.Found(subject=AT_TABLE_3)
    assert asked == (effects.Sound(name="stop"),)


def test_news_that_changes_nothing_leaves_the_decision_of_the_nurse_alone() -> None:
    desk, _ = step(desk_with(screens.Found(subject=CHECK)), inputs.Decide(why="far away"))
    again, asked = step(desk, inputs.Judged(subject=CHECK))
    assert again == desk
    assert asked == ()


def test_another_product_is_judged_before_it_can_be_confirmed() -> None:
    dosing = screens.Dosing(subject=GO, choice=None)
    moderna = Choice(product="moderna", lot="M1", expiry=None)
    desk, asked = step(desk_with(dosing), inputs.Choose(choice=moderna))
    assert asked == (effects.Judge(code=SCAN, product="moderna"),)
    barred = found.ProductNotAllowed(level=Level.STOP, product="moderna", previous="astrazeneca")
    desk, _ = step(desk, inputs.Judged(subject=subject(barred)))
    assert isinstance(desk.screen, screens.Found)
    assert step(desk, inputs.Confirm()) == (desk, ())


def test_without_a_vial_the_touch_asks_for_product_and_lot() -> None:
    desk, asked = step(desk_with(screens.Found(subject=GO), vial=None), inputs.Confirm())
    assert desk.screen == screens.Dosing(subject=GO, choice=None)
    assert asked == ()
    assert step(desk, inputs.Confirm()) == (desk, ())


def test_an_empty_vial_is_not_used_again() -> None:
    empty = replace(VIAL, doses_left=0)
    desk, _ = step(desk_with(screens.Found(subject=GO), vial=empty), inputs.Confirm())
    assert desk.screen == screens.Dosing(subject=GO, choice=None)


def test_a_vial_is_in_use_once_its_opening_is_recorded() -> None:
    desk, asked = step(desk_with(screens.Ready(), vial=None), inputs.UseVial(vial=VIAL))
    assert desk.vial is None
    assert asked == (effects.RecordVial(vial=VIAL),)
    opened = VialOpened(
        **LEDGER,  # type: ignore[arg-type]
        id="e-1",
        seq=1,
        at=AT,
        vial="v-1",
        product="astrazeneca",
        lot="ABV1234",
        expiry=VIAL.expiry,
        doses=10,
    )
    desk, _ = step(desk, inputs.Written(event=opened))
    assert desk.vial == VIAL


def test_undo_takes_the_dose_back_and_puts_it_back_into_the_vial() -> None:
    desk, _ = step(desk_with(screens.Found(subject=GO)), inputs.Written(event=dose()))
    desk, asked = step(desk, inputs.Undo())
    assert asked == (effects.TakeBack(event=dose(), why=CorrectionReason.UNDO),)
    corrected = Corrected(
        **LEDGER,  # type: ignore[arg-type]
        id="e-3",
        seq=3,
        at=AT,
        corrects="e-2",
        why=CorrectionReason.UNDO,
    )
    desk, _ = step(desk, inputs.Written(event=corrected))
    assert desk.vial == VIAL
    assert step(desk, inputs.Undo()) == (desk, ()), "once"


def test_an_undo_that_could_not_be_written_can_be_tried_again() -> None:
    desk, _ = step(desk_with(screens.Found(subject=GO)), inputs.Written(event=dose()))
    desk, _ = step(desk, inputs.Undo())
    desk, _ = step(desk, inputs.NotWritten(why="disk full"))
    desk, _ = step(desk, inputs.Back())
    _, asked = step(desk, inputs.Undo())
    assert asked == (effects.TakeBack(event=dose(), why=CorrectionReason.UNDO),)


def test_a_dose_taken_back_does_not_fill_another_vial() -> None:
    desk, _ = step(desk_with(screens.Found(subject=GO)), inputs.Written(event=dose()))
    other = replace(VIAL, vial="v-2")
    desk, _ = step(replace(desk, vial=other), inputs.Undo())
    corrected = Corrected(
        **LEDGER,  # type: ignore[arg-type]
        id="e-3",
        seq=3,
        at=AT,
        corrects="e-2",
        why=CorrectionReason.UNDO,
    )
    desk, _ = step(desk, inputs.Written(event=corrected))
    assert desk.vial == other


def test_after_a_failed_write_the_resident_is_judged_again() -> None:
    desk, _ = step(desk_with(screens.Found(subject=GO)), inputs.NotWritten(why="disk full"))
    desk, _ = step(desk, inputs.News())
    desk, asked = step(desk, inputs.Back())
    assert asked == (judged(SCAN),)
    desk, _ = step(desk, inputs.Judged(subject=AT_TABLE_3))
    assert desk.screen == screens.Found(subject=AT_TABLE_3)


def test_after_ten_minutes_the_dose_is_no_longer_undone_at_the_table() -> None:
    desk, _ = step(desk_with(screens.Found(subject=GO)), inputs.Written(event=dose()))
    desk, _ = step(desk, inputs.Tick(now_s=600.0))
    assert desk.undoable
    desk, _ = step(desk, inputs.Tick(now_s=601.0))
    assert desk.undoable is None


def test_recorded_gives_way_after_three_seconds_or_to_the_next_scan() -> None:
    recorded, _ = step(desk_with(screens.Found(subject=GO)), inputs.Written(event=dose()))
    waiting, _ = step(recorded, inputs.Tick(now_s=2.9))
    assert isinstance(waiting.screen, screens.Recorded)
    later, _ = step(recorded, inputs.Tick(now_s=3.0))
    assert later.screen == screens.Ready()
    _, asked = step(recorded, inputs.CodeRead(code=Search(resident="r-2")))
    assert asked == (judged(Search(resident="r-2")),)


def test_a_resident_not_on_the_list_is_searched_for_and_picked() -> None:
    unknown = subject(found.NotOnList(level=Level.STOP), resident=None)
    desk, asked = step(desk_with(screens.Found(subject=unknown)), inputs.OpenSearch())
    assert asked == (effects.RecordRefusal(subject=unknown, reasons=("not_on_list",)),)
    desk, asked = step(desk, inputs.Type(text="nguyen thi"))
    assert asked == (effects.Find(text="nguyen thi"),)
    match = screens.Match(resident=PHUONG, appointment=None)
    desk, _ = step(desk, inputs.Matched(text="nguyen thi", matches=(match,)))
    assert desk.screen == screens.Searching(text="nguyen thi", matches=(match,))
    _, asked = step(desk, inputs.Pick(resident="r-1"))
    assert asked == (judged(Search(resident="r-1")),)


def test_an_answer_to_an_older_text_is_not_shown() -> None:
    typing = desk_with(screens.Searching(text="nguyen t"))
    match = screens.Match(resident=PHUONG, appointment=None)
    assert step(typing, inputs.Matched(text="nguyen", matches=(match,))) == (typing, ())


def test_the_arm_is_changed_before_the_confirmation() -> None:
    desk, _ = step(desk_with(screens.Found(subject=GO)), inputs.Edit())
    assert isinstance(desk.screen, screens.Dosing)
    assert desk.screen.choice
    right = replace(desk.screen.choice, arm=Arm.RIGHT)
    desk, _ = step(desk, inputs.Choose(choice=right))
    _, asked = step(desk, inputs.Confirm())
    assert asked == (effects.RecordDose(subject=GO, choice=right, override=None),)


def test_a_resident_whom_this_table_already_has_is_not_claimed_twice() -> None:
    here = replace(GO, arrived_here=True)
    _, asked = step(desk_with(screens.Ready()), inputs.Judged(subject=here))
    assert asked == (effects.Sound(name="go"),)


def test_a_recorded_arrival_is_remembered_with_the_resident() -> None:
    arrived = Arrived(**LEDGER, id="e-1", seq=1, at=AT, code="pass")  # type: ignore[arg-type]
    desk, _ = step(desk_with(screens.Found(subject=GO)), inputs.Written(event=arrived))
    assert isinstance(desk.screen, screens.Found)
    assert desk.screen.subject.arrived_here
