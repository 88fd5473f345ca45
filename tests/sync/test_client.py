"""Every way in which a call can end becomes a value, over real HTTPS."""

import socket
import threading
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import calls, token, wire
from sync.calls import StationLink
from sync.client import HubClient
from sync.connections import ignore_the_date
from sync.link import Answered, Cause, Denied, Enrolled, Retry, Unauthorised
from sync.protocol import (
    VERSION,
    EnrolAnswer,
    EnrolRequest,
    ExchangeAnswer,
    ExchangeRequest,
    FeedItem,
    Health,
    Point,
    Refusal,
    Refused,
)
from tests.sync.canned import Call, Canned, Say, canned
from tests.sync.relay import CutAnswer, CutRequest, Relay, Reset

KEY = Ed25519PrivateKey.generate()
HUB_TIME = datetime(2021, 9, 20, 1, 30, tzinfo=UTC)
START = Point(0, bytes(32))
REQUEST = ExchangeRequest(
    version=VERSION,
    after=START,
    head=START,
    signature=bytes(64),
    health=Health(version="0.1.0", backlog=0, clock_trusted=True),
)
ANSWER = ExchangeAnswer(
    acknowledged=Point(7, bytes(32)), epoch="e1", hub_time=HUB_TIME, cursor="e1.4.0"
)


def link(server: Canned, *, url: str = "", now: datetime = HUB_TIME) -> StationLink:
    return StationLink(HubClient(url or server.url, server.fingerprint), "s1", KEY, now)


def answered(message: msgspec.Struct, status: int = 200) -> Callable[[Call], Say]:
    return lambda _: Say(status, msgspec.json.encode(message))


def refused(refusal: Refusal, status: int) -> Callable[[Call], Say]:
    return answered(Refused(refusal=refusal, hub_time=HUB_TIME, detail="because"), status)


def test_an_answer_comes_back_whole(tmp_path: Path) -> None:
    with canned(tmp_path, answered(ANSWER)) as server:
        outcome = link(server).exchange(REQUEST)
    assert isinstance(outcome, Answered)
    assert outcome.answer == ANSWER
    assert HUB_TIME <= outcome.hub_now < HUB_TIME + timedelta(seconds=30)


def test_a_call_says_who_calls_and_signs_what_it_sends(tmp_path: Path) -> None:
    with canned(tmp_path, answered(ANSWER)) as server:
        link(server).exchange(REQUEST)
        (call,) = server.calls
    bearer = call.headers["Authorization"].removeprefix("Bearer ")
    assert token.verify(bearer, call.body, HUB_TIME, lambda _: KEY.public_key()) == "s1"
    assert call.path == "/sync/v1/exchange"
    assert wire.decompress(call.body, call.headers.get("Content-Encoding")) == msgspec.json.encode(
        REQUEST
    )


def test_a_compressed_answer_is_read(tmp_path: Path) -> None:
    items = [FeedItem("lot", f"lot{n}", msgspec.Raw(b'{"id":"x"}')) for n in range(200)]
    body = zstandard.compress(msgspec.json.encode(msgspec.structs.replace(ANSWER, items=items)))
    with canned(tmp_path, lambda _: Say(200, body, {"Content-Encoding": "zstd"})) as server:
        outcome = link(server).exchange(REQUEST)
    assert isinstance(outcome, Answered)
    assert len(outcome.answer.items) == 200


def test_one_connection_serves_many_calls(tmp_path: Path) -> None:
    with canned(tmp_path, answered(ANSWER)) as server, Relay(port_of(server)) as relay:
        one = link(server, url=relay.url)
        for _ in range(5):
            assert isinstance(one.exchange(REQUEST), Answered)
        assert relay.connections == 1


def test_a_wrong_clock_is_mended_by_the_hubs_time_and_asked_again_once(tmp_path: Path) -> None:
    def check(call: Call) -> Say:
        bearer = call.headers["Authorization"].removeprefix("Bearer ")
        try:
            token.verify(bearer, call.body, HUB_TIME, lambda _: KEY.public_key())
        except token.TokenError:
            return refused(Refusal.TOKEN, 401)(call)
        return answered(ANSWER)(call)

    with canned(tmp_path, check) as server:
        one = link(server, now=datetime(1970, 1, 1, tzinfo=UTC))
        assert isinstance(one.exchange(REQUEST), Answered)
        assert isinstance(one.exchange(REQUEST), Answered)
        assert len(server.calls) == 3


def test_a_token_that_is_refused_twice_is_a_failure(tmp_path: Path) -> None:
    with canned(tmp_path, refused(Refusal.TOKEN, 401)) as server:
        assert link(server).exchange(REQUEST) == Unauthorised(Refusal.TOKEN, "because")
        assert len(server.calls) == 2


@pytest.mark.parametrize(
    ("refusal", "status", "expected"),
    [
        (Refusal.MALFORMED, 400, Denied(Refusal.MALFORMED, "because")),
        (Refusal.VERSION, 426, Denied(Refusal.VERSION, "because")),
        (Refusal.UNKNOWN_STATION, 403, Unauthorised(Refusal.UNKNOWN_STATION, "because")),
        (Refusal.REVOKED, 403, Unauthorised(Refusal.REVOKED, "because")),
        (Refusal.TOO_LARGE, 413, Retry(Cause.TOO_LARGE, "because")),
    ],
)
def test_each_refusal_is_a_failure_of_its_own(
    tmp_path: Path, refusal: Refusal, status: int, expected: Denied | Unauthorised | Retry
) -> None:
    with canned(tmp_path, refused(refusal, status)) as server:
        assert link(server).exchange(REQUEST) == expected


@pytest.mark.parametrize(
    ("say", "cause"),
    [
        (Say(200, b"<html>Please sign in to the WiFi</html>"), Cause.NOT_A_HUB),
        (Say(302, b"", {"Location": "https://portal.invalid/"}), Cause.NOT_A_HUB),
        (Say(404, b"not found"), Cause.NOT_A_HUB),
        (Say(200, b"{}"), Cause.NOT_A_HUB),
        (Say(200, b"\xff\xfe"), Cause.NOT_A_HUB),
        (Say(200, b"not zstd", {"Content-Encoding": "zstd"}), Cause.NOT_A_HUB),
        (
            Say(200, zstandard.compress(bytes(9 << 20)), {"Content-Encoding": "zstd"}),
            Cause.NOT_A_HUB,
        ),
        (Say(413, b""), Cause.TOO_LARGE),
        (Say(500, b"oops"), Cause.HUB_FAILED),
        (Say(503, b""), Cause.HUB_FAILED),
        (Say(200, b'{"half', length=500), Cause.CUT),
        (Say(200, b"x" * (9 << 20)), Cause.NOT_A_HUB),
    ],
)
def test_what_is_no_answer_of_a_hub_is_tried_again(tmp_path: Path, say: Say, cause: Cause) -> None:
    with canned(tmp_path, lambda _: say) as server:
        outcome = link(server).exchange(REQUEST)
    assert isinstance(outcome, Retry)
    assert outcome.cause is cause


def test_a_hub_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with canned(tmp_path, answered(ANSWER)) as server:
        gone = link(server)
    outcome = gone.exchange(REQUEST)
    assert isinstance(outcome, Retry)
    assert outcome.cause is Cause.UNREACHABLE
    assert "refused" in outcome.detail


def test_a_name_that_nobody_knows_is_unreachable(tmp_path: Path) -> None:
    with canned(tmp_path, answered(ANSWER)) as server:
        outcome = link(server, url="https://hub.invalid:8443").exchange(REQUEST)
    assert isinstance(outcome, Retry)
    assert outcome.cause is Cause.UNREACHABLE


@pytest.mark.parametrize("fault", [Reset(), CutRequest(100), CutRequest(900), CutAnswer(1000)])
def test_a_cut_anywhere_is_a_cut(tmp_path: Path, fault: Reset | CutRequest | CutAnswer) -> None:
    with canned(tmp_path, answered(ANSWER)) as server, Relay(port_of(server)) as relay:
        relay.faults.append(fault)
        one = link(server, url=relay.url)
        outcome = one.exchange(REQUEST)
        assert isinstance(outcome, Retry)
        assert outcome.cause is Cause.CUT
        assert isinstance(one.exchange(REQUEST), Answered)


def test_a_server_with_another_certificate_gets_nothing(tmp_path: Path) -> None:
    with canned(tmp_path / "a", answered(ANSWER)) as real:  # noqa: SIM117  (one is the impostor)
        with canned(tmp_path / "b", answered(ANSWER)) as impostor:
            outcome = link(real, url=impostor.url).exchange(REQUEST)
            assert isinstance(outcome, Retry)
            assert outcome.cause is Cause.WRONG_CERTIFICATE
            assert impostor.calls == []


def test_a_hub_without_tls_gets_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain, canned(tmp_path, answered(ANSWER)) as it:
        url = f"http://127.0.0.1:{plain.getsockname()[1]}"
        outcome = link(it, url=url).exchange(REQUEST)
        assert isinstance(outcome, Retry)
        assert outcome.cause is Cause.NOT_A_HUB


def test_a_station_in_1970_connects_without_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Instead of moving the machine's clock back, urllib3 is told that today is long ago.
    monkeypatch.setattr("urllib3.connection.RECENT_DATE", date(2999, 1, 1))
    with warnings.catch_warnings(), canned(tmp_path, answered(ANSWER)) as server:
        ignore_the_date()
        assert isinstance(link(server).exchange(REQUEST), Answered)


def test_closing_ends_a_call_that_waits(tmp_path: Path) -> None:
    waiting, go_on = threading.Event(), threading.Event()

    def hold(_: Call) -> Say:
        waiting.set()
        go_on.wait(60)
        return Say(200, b"")

    with canned(tmp_path, hold) as server:
        one = link(server)
        outcomes: list[object] = []
        lane = threading.Thread(target=lambda: outcomes.append(one.exchange(REQUEST)))
        lane.start()
        assert waiting.wait(30)
        one.close()
        lane.join(10)
        go_on.set()
    assert not lane.is_alive()
    (outcome,) = outcomes
    assert isinstance(outcome, Retry)


def test_enrolment_brings_who_the_station_is(tmp_path: Path) -> None:
    given = EnrolAnswer(station="s1", site="hn-01", table=3, name="Bàn 3", hub_time=HUB_TIME)
    with canned(tmp_path, answered(given)) as server:
        outcome = calls.enrol(HubClient(server.url, server.fingerprint), enrolment())
        assert outcome == Enrolled(given)
        assert "Authorization" not in server.calls[0].headers


def test_a_used_enrolment_code_is_refused(tmp_path: Path) -> None:
    with canned(tmp_path, refused(Refusal.ENROLMENT_CODE, 403)) as server:
        outcome = calls.enrol(HubClient(server.url, server.fingerprint), enrolment())
    assert outcome == Unauthorised(Refusal.ENROLMENT_CODE, "because")


def enrolment() -> EnrolRequest:
    return EnrolRequest(
        version=VERSION, code="c0de", public_key=KEY.public_key().public_bytes_raw()
    )


def port_of(server: Canned) -> int:
    return int(server.url.rpartition(":")[2])
