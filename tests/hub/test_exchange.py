"""The hub's end of the exchange, over real HTTPS, on both databases."""

from uuid import uuid4

import msgspec
import pytest

from station.domain.events import Arrived, Corrected, CorrectionReason, encode
from sync.hub.models import Event, ForkedEvent, ParkedEvent, ReviewItem, Site
from sync.hub.models import Station as StationRow
from sync.protocol import ExchangeAnswer, Point, SentEvent
from tests.hub.conftest import NewStation
from tests.hub.ledger import START, Caller, Ledger, dose


@pytest.fixture
def site(any_site: Site) -> Site:
    """Nothing here depends on what other stations do."""
    return any_site


def broken_chain(station: Caller) -> ReviewItem:
    return ReviewItem.objects.get(kind="broken_chain", subject__startswith=station.id)


def held(station: Caller) -> list[tuple[int, bytes]]:
    rows = Event.objects.filter(station=station.id).order_by("seq")
    return [(seq, bytes(canonical)) for seq, canonical in rows.values_list("seq", "canonical")]


def ledger_of(station: Caller, doses: int) -> Ledger:
    ledger = Ledger(station.id)
    for _ in range(doses):
        dose(ledger)
    return ledger


def test_what_is_acknowledged_is_held_to_the_byte(station: Caller) -> None:
    ledger = ledger_of(station, 3)
    answer = station.push(ledger)
    assert answer.acknowledged == ledger.head
    assert held(station) == list(enumerate(ledger.bodies, 1))


def test_sending_again_overlapping_or_late_changes_nothing(station: Caller) -> None:
    ledger = ledger_of(station, 6)
    station.push(ledger, until=4)
    for after, until in ((0, 4), (0, 2), (2, 6), (3, 5), (0, 6), (5, 6)):
        answer = station.push(ledger, ledger.points[after], until=until)
        assert answer.acknowledged == ledger.points[until]
        assert not answer.parked
    assert held(station) == list(enumerate(ledger.bodies, 1))
    assert not ForkedEvent.objects.filter(station=station.id).exists()


def test_a_batch_that_comes_too_early_is_not_taken(station: Caller) -> None:
    ledger = ledger_of(station, 4)
    station.push(ledger, until=1)
    answer = station.push(ledger, ledger.points[2])
    assert answer.acknowledged == ledger.points[1]
    assert [seq for seq, _ in held(station)] == [1]


def test_one_bad_event_in_a_thousand_is_parked_and_the_others_are_held(station: Caller) -> None:
    ledger = ledger_of(station, 500)
    ledger.write_bytes(b'{"kind":"dosed","id":"no event"}')
    for _ in range(499):
        dose(ledger)
    answer = station.push(ledger)
    assert answer.acknowledged == ledger.head
    assert [parked.seq for parked in answer.parked] == [501]
    assert "missing required field" in answer.parked[0].detail
    assert len(held(station)) == 999


def test_a_parked_event_is_named_again_when_the_answer_was_lost(station: Caller) -> None:
    ledger = ledger_of(station, 1)
    ledger.write_bytes(b'{"kind":"dosed","id":"no event"}')
    dose(ledger)
    first = station.push(ledger)
    again = station.push(ledger)
    assert [parked.seq for parked in first.parked] == [2]
    assert again.parked == first.parked


def _with(good: bytes, **fields: object) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(good) | fields)


@pytest.mark.parametrize(
    ("reason", "fields"),
    [
        ("wrong_station", {"station": "another"}),
        ("wrong_seq", {"seq": 7}),
        ("unreadable", {"kind": "levitated"}),
        ("unreadable", {"at": "yesterday"}),
        ("unreadable", {"dose_number": "first"}),
        ("invalid", {"id": "not a uuid"}),
        ("invalid", {"at": "2026-11-24T08:00:00"}),
        ("invalid", {"at": "9999-12-31T23:59:59Z"}),
        ("invalid", {"mono_ms": -1}),
        ("invalid", {"mono_ms": 2**63}),
        ("invalid", {"lot": "x" * 101}),
        ("invalid", {"lot": "nul \0 in it"}),
        ("invalid", {"resident": None}),
        ("invalid", {"dose_number": 0}),
    ],
)
def test_each_thing_that_can_be_wrong_with_an_event_is_told(
    station: Caller, reason: str, fields: dict[str, object]
) -> None:
    ledger = Ledger(station.id)
    ledger.write_bytes(_with(encode(dose(Ledger(station.id))), **fields))
    dose(ledger)
    answer = station.push(ledger)
    assert [(parked.seq, parked.reason) for parked in answer.parked] == [(1, reason)]
    assert [seq for seq, _ in held(station)] == [2]


@pytest.mark.parametrize("fields", [{"citizen_id": "0" * 13}, {"birth_year": 2**40}])
def test_a_walk_in_that_no_list_can_hold_is_parked(
    station: Caller, fields: dict[str, object]
) -> None:
    ledger = Ledger(station.id)
    person = {"id": str(uuid4()), "name": "Vũ Thị Sửu", "birth_year": 1955} | fields
    walk_in = ledger_of(station, 1).bodies[0]
    ledger.write_bytes(_with(walk_in, seq=1, kind="registered", person=person))
    dose(ledger)
    answer = station.push(ledger)
    assert [(parked.seq, parked.reason) for parked in answer.parked] == [(1, "invalid")]
    assert [seq for seq, _ in held(station)] == [2]


@pytest.mark.parametrize("body", [b"\xff\xfe", b'"a text"', b"[" * 100_000, b"{} ", b""])
def test_bytes_that_are_no_event_are_kept_as_they_are(station: Caller, body: bytes) -> None:
    ledger = Ledger(station.id)
    ledger.write_bytes(body)
    dose(ledger)
    answer = station.push(ledger)
    assert answer.acknowledged == ledger.head
    assert [(parked.seq, parked.reason) for parked in answer.parked] == [(1, "unreadable")]
    assert bytes(ParkedEvent.objects.get(station=station.id).body) == body


def test_an_id_that_was_used_before_is_parked_here_and_elsewhere(
    station: Caller, new_station: NewStation
) -> None:
    ledger, other = Ledger(station.id), new_station()
    first = dose(ledger)
    dose(ledger, id=first.id)
    others = Ledger(other.id)
    dose(others, id=first.id)
    assert [p.reason for p in station.push(ledger).parked] == ["duplicate_id"]
    assert [p.reason for p in other.push(others).parked] == ["duplicate_id"]


def test_a_parked_event_that_a_newer_hub_can_use_is_settled(station: Caller) -> None:
    ledger = ledger_of(station, 1)
    an_older_hub_parked(station, ledger)
    again = ledger.sent()
    answer = station.push(ledger, ledger.head, resend=again)
    assert (answer.settled, answer.parked) == ([1], [])
    assert held(station) == [(1, ledger.bodies[0])]
    assert station.push(ledger, ledger.head, resend=again).settled == [1]
    assert len(held(station)) == 1


def an_older_hub_parked(station: Caller, ledger: Ledger) -> None:
    row = StationRow.objects.get(pk=station.id)
    row.tip_seq, row.tip_hash = ledger.head.seq, ledger.head.hash
    row.save()
    ParkedEvent.objects.create(
        station=row,
        seq=1,
        hash=ledger.head.hash,
        body=ledger.bodies[0],
        reason="unreadable",
        detail="an older hub does not know this kind",
        received_at=row.last_heard_at or "2026-01-01T00:00:00Z",
    )


def test_a_parked_event_that_is_still_bad_or_another_stays_parked(station: Caller) -> None:
    ledger = Ledger(station.id)
    ledger.write_bytes(b"{}")
    station.push(ledger)
    good = SentEvent(1, msgspec.Raw(encode(dose(Ledger(station.id)))))
    for offered in (ledger.sent(), [good]):
        answer = station.push(ledger, ledger.head, resend=offered)
        assert (answer.settled, [p.reason for p in answer.parked]) == ([], ["unreadable"])
    assert not held(station)


def test_a_second_ledger_under_one_name_is_kept_beside_the_first(station: Caller) -> None:
    ledger = ledger_of(station, 3)
    twin = ledger.copy()
    for book, more in ((ledger, 2), (twin, 3)):
        for _ in range(more):
            dose(book)
    station.push(ledger)
    answer = station.push(twin)
    assert answer.acknowledged == twin.head
    dose(twin)
    assert station.push(twin, twin.points[-2]).acknowledged == twin.head
    dose(ledger)
    assert station.push(ledger, ledger.points[-2]).acknowledged == ledger.head
    forked = ForkedEvent.objects.filter(station=station.id).order_by("seq")
    assert [bytes(row.body) for row in forked] == twin.bodies[3:]
    assert held(station) == list(enumerate(ledger.bodies, 1))
    assert ReviewItem.objects.filter(kind="fork", subject=station.id).count() == 1


def test_events_that_do_not_add_up_to_their_signed_head_are_used_and_shown(
    station: Caller,
) -> None:
    ledger = ledger_of(station, 3)
    spoilt = ledger.bodies[1].replace(b"ABV1234", b"ABV1235")
    ledger.bodies[1] = spoilt
    assert station.push(ledger).acknowledged == ledger.head
    assert [body for _, body in held(station)] == ledger.bodies
    assert broken_chain(station).about == {"station": station.id, "seq": [1, 2, 3]}
    dose(ledger)
    assert station.push(ledger, ledger.points[3]).acknowledged == ledger.head


def test_a_call_cut_differently_after_a_spoilt_one_carries_on(station: Caller) -> None:
    """The answer was lost, and the station sends the same events in other portions."""
    ledger = ledger_of(station, 6)
    ledger.bodies[2] = ledger.bodies[2].replace(b"ABV1234", b"ABV1235")
    station.push(ledger, until=5)
    for after, until in ((0, 2), (2, 3), (1, 4), (3, 6)):
        answer = station.push(ledger, ledger.points[after], until=until)
        assert answer.acknowledged == ledger.points[until]
        assert not answer.parked
    assert held(station) == list(enumerate(ledger.bodies, 1))
    assert not ForkedEvent.objects.filter(station=station.id).exists()


def test_what_follows_a_damaged_event_is_used(station: Caller) -> None:
    ledger = ledger_of(station, 4)
    ledger.bodies[1] = ledger.bodies[1].replace(b"ABV1234", b"ABV1235")
    for after, until in ((0, 1), (1, 2), (0, 3), (3, 4)):
        station.push(ledger, ledger.points[after], until=until)
    assert [seq for seq, _ in held(station)] == [1, 3, 4]
    assert ParkedEvent.objects.get(station=station.id).reason == "damaged"
    assert not ForkedEvent.objects.filter(station=station.id).exists()


def test_a_single_event_that_does_not_fit_its_hash_is_parked_for_good(station: Caller) -> None:
    ledger = ledger_of(station, 1)
    ledger.bodies[0] = ledger.bodies[0].replace(b"ABV1234", b"ABV1235")
    answer = station.push(ledger)
    assert [p.reason for p in answer.parked] == ["damaged"]
    again = station.push(ledger, ledger.head, resend=ledger.sent())
    assert [p.reason for p in again.parked] == ["damaged"]


def test_a_head_that_another_key_signed_is_told_to_the_manager(station: Caller) -> None:
    ledger = ledger_of(station, 2)
    answer = station.push(ledger, signature=bytes(64))
    assert answer.acknowledged == ledger.head
    assert len(held(station)) == 2
    assert broken_chain(station).about["seq"] == [1, 2]


def test_a_station_that_knows_more_than_the_hub_goes_back_to_what_it_holds(
    station: Caller,
) -> None:
    ledger = ledger_of(station, 5)
    answer = station.push(ledger, ledger.head)
    assert answer.acknowledged == START
    assert station.push(ledger, START).acknowledged == ledger.head


def test_the_hub_remembers_how_a_station_is(station: Caller) -> None:
    station.push(ledger_of(station, 1))
    row = StationRow.objects.get(pk=station.id)
    assert row.last_heard_at is not None
    assert msgspec.json.decode(bytes(row.health))["version"] == "test"


def test_all_kinds_of_events_come_in(station: Caller) -> None:
    ledger = Ledger(station.id)
    given = dose(ledger)
    ledger.write(Arrived, resident="r", code="pass")
    ledger.write(Corrected, corrects=given.id, why=CorrectionReason.UNDO)
    answer = station.exchange(station.request(ledger))
    assert isinstance(answer, ExchangeAnswer)
    kinds = Event.objects.filter(station=station.id).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["dosed", "arrived", "corrected"]


def test_the_place_before_the_first_event_is_answered_as_it_was_asked(station: Caller) -> None:
    assert station.push(Ledger(station.id)).acknowledged == Point(0, bytes(32))
