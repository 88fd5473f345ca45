"""Who may call, and what a body may be."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import token, wire
from sync.client import Reply
from sync.hub.models import Event, Site
from sync.hub.models import Station as StationRow
from sync.protocol import (
    EXCHANGE_PATH,
    MAX_BODY_BYTES,
    ExchangeAnswer,
    Point,
    Refusal,
    Refused,
    SentEvent,
)
from tests.hub.conftest import NewStation
from tests.hub.ledger import Caller, Ledger, dose, enrol
from tests.hub.running import RunningHub


@pytest.fixture
def site(any_site: Site) -> Site:
    """Nothing here depends on what other stations do."""
    return any_site


def call(station: Caller, body: bytes, headers: dict[str, str]) -> Reply:
    reply = station.client.post(EXCHANGE_PATH, body, headers)
    assert isinstance(reply, Reply), reply
    return reply


def bearer(station: Caller, body: bytes, at: datetime | None = None) -> dict[str, str]:
    issued = token.issue(station.id, station.key, body, at or datetime.now(UTC))
    return {"Authorization": f"Bearer {issued}"}


def refusal(reply: Reply) -> tuple[int, Refusal]:
    refused = msgspec.json.decode(reply.body, type=Refused)
    assert abs(refused.hub_time - datetime.now(UTC)) < timedelta(minutes=1)
    return reply.status, refused.refusal


def a_request(station: Caller) -> bytes:
    return msgspec.json.encode(station.request(Ledger(station.id)))


def test_a_call_without_a_token_is_refused(station: Caller) -> None:
    assert refusal(call(station, a_request(station), {})) == (401, Refusal.TOKEN)
    headers = {"Authorization": "Bearer a.b.c"}
    assert refusal(call(station, a_request(station), headers)) == (401, Refusal.TOKEN)


@pytest.mark.parametrize("off", [timedelta(minutes=-6), timedelta(minutes=6)])
def test_a_token_from_another_time_is_refused_with_the_hubs_time(
    station: Caller, off: timedelta
) -> None:
    body = a_request(station)
    headers = bearer(station, body, datetime.now(UTC) + off)
    assert refusal(call(station, body, headers)) == (401, Refusal.TOKEN)


def test_a_token_is_good_for_its_own_body_only(station: Caller) -> None:
    body = a_request(station)
    assert refusal(call(station, body + b" ", bearer(station, body))) == (401, Refusal.TOKEN)
    assert refusal(call(station, body[:-1], bearer(station, body))) == (401, Refusal.TOKEN)


def test_a_token_under_another_stations_name_is_refused(
    station: Caller, new_station: NewStation
) -> None:
    thief = new_station()
    thief.id = station.id
    body = a_request(station)
    assert refusal(call(thief, body, bearer(thief, body))) == (401, Refusal.TOKEN)


def test_a_station_that_nobody_enrolled_is_unknown(station: Caller) -> None:
    body = a_request(station)
    issued = token.issue("nobody", Ed25519PrivateKey.generate(), body, datetime.now(UTC))
    headers = {"Authorization": f"Bearer {issued}"}
    assert refusal(call(station, body, headers)) == (401, Refusal.UNKNOWN_STATION)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_request_is_malformed(station: Caller, body: bytes) -> None:
    assert refusal(call(station, body, bearer(station, body))) == (400, Refusal.MALFORMED)


def test_a_body_that_is_not_compressed_as_it_says_is_malformed(station: Caller) -> None:
    body = a_request(station)
    for encoding in ("zstd", "gzip"):
        headers = bearer(station, body) | {"Content-Encoding": encoding}
        assert refusal(call(station, body, headers)) == (400, Refusal.MALFORMED)


def test_a_small_body_that_grows_large_is_refused_unread(station: Caller) -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(MAX_BODY_BYTES + 1))
    headers = bearer(station, bomb) | {"Content-Encoding": "zstd"}
    assert refusal(call(station, bomb, headers)) == (413, Refusal.TOO_LARGE)


def test_a_body_is_refused_while_it_still_comes(hub: RunningHub) -> None:
    context = ssl.create_default_context(cafile=str(hub.home.certificate))
    address = ("127.0.0.1", hub.port)
    head = (
        f"POST {EXCHANGE_PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Content-Length: {100 * MAX_BODY_BYTES}\r\n\r\n"
    )
    with (
        socket.create_connection(address, timeout=30) as plain,
        context.wrap_socket(plain, server_hostname="127.0.0.1") as connection,
    ):
        connection.sendall(head.encode() + bytes(MAX_BODY_BYTES + 1))
        assert connection.recv(12) == b"HTTP/1.1 413"


def test_too_many_events_at_once_are_refused_as_too_large(station: Caller) -> None:
    ledger = Ledger(station.id)
    for _ in range(5001):
        ledger.write_bytes(b"{}")
    refused = station.exchange(station.request(ledger))
    assert isinstance(refused, Refused)
    assert refused.refusal == Refusal.TOO_LARGE


def test_another_version_is_refused_with_the_one_that_the_hub_speaks(station: Caller) -> None:
    refused = station.exchange(station.request(Ledger(station.id), version=99))
    assert isinstance(refused, Refused)
    assert refused.refusal == Refusal.VERSION
    assert "version 1" in refused.detail


def test_events_out_of_order_are_refused(station: Caller) -> None:
    ledger = Ledger(station.id)
    for _ in range(3):
        dose(ledger)
    swapped = [ledger.sent()[place] for place in (1, 0, 2)]
    short_of_head = ledger.sent()[:2]
    for events in (swapped, short_of_head, [*ledger.sent(), ledger.sent()[2]]):
        refused = station.exchange(station.request(ledger, events=events))
        assert isinstance(refused, Refused)
        assert refused.refusal == Refusal.MALFORMED
    assert not Event.objects.filter(station=station.id).exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"after": Point(-1, bytes(32))},
        {"after": Point(2**63, bytes(32)), "head": Point(2**63, bytes(32))},
        {"head": Point(0, b"")},
        {"after": Point(0, bytes(31))},
    ],
)
def test_a_place_that_is_none_is_refused(station: Caller, fields: dict[str, Any]) -> None:
    refused = station.exchange(station.request(Ledger(station.id), **fields))
    assert isinstance(refused, Refused)
    assert refused.refusal == Refusal.MALFORMED


def test_numbers_out_of_range_are_nothing_that_was_parked(station: Caller) -> None:
    resend = [SentEvent(seq, msgspec.Raw(b"{}")) for seq in (-5, 0, 2**63, 2**64 - 1)]
    answer = station.push(Ledger(station.id), resend=resend, max_items=-3)
    assert (answer.parked, answer.settled, answer.items) == ([], [], [])


def test_an_event_that_is_no_object_inside_the_message_is_parked(station: Caller) -> None:
    """No station of ours sends one; the message around it is good, so nothing else suffers."""
    ledger = Ledger(station.id)
    ledger.write_bytes(b"17")
    answer = station.push(ledger, events=[SentEvent(1, msgspec.Raw(b"17"))])
    assert [parked.reason for parked in answer.parked] == ["unreadable"]


def test_an_answer_is_compressed_where_it_pays(station: Caller) -> None:
    body = a_request(station)
    reply = call(station, body, bearer(station, body))
    assert msgspec.json.decode(reply.body, type=ExchangeAnswer).items
    sent, encoding = wire.compress(reply.body)
    assert encoding == "zstd"
    assert len(sent) < len(reply.body)


def test_a_revoked_station_may_send_what_it_has_and_is_then_turned_away(
    station: Caller, new_station: NewStation, hub: RunningHub
) -> None:
    ledger, other = Ledger(station.id), new_station()
    dose(ledger)
    hub.run("station", "revoke", station.id)
    answer = station.push(ledger)
    assert (answer.acknowledged, answer.items, answer.restart) == (ledger.head, [], False)
    refused = station.exchange(station.request(ledger, ledger.head))
    assert isinstance(refused, Refused)
    assert refused.refusal == Refusal.REVOKED
    assert "dose" in {kind for kind, _ in other.pull_all()}


def test_a_station_that_is_enrolled_again_is_no_longer_revoked(
    station: Caller, hub: RunningHub
) -> None:
    hub.run("station", "revoke", station.id)
    again = enrol(hub.run("station", "code", station.id))
    assert again.id == station.id
    assert again.pull().restart
    assert StationRow.objects.get(pk=station.id).revoked_at is None
    refused = station.exchange(station.request(Ledger(station.id)))
    assert isinstance(refused, Refused)
    assert refused.refusal == Refusal.TOKEN
