"""What the lanes do on links that are narrow, slow or refuse, with a hub of a few lines."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.store.identity import Enrolled
from station.store.station import StationStore
from station.store.status import HubState
from sync.drive import listen, send
from sync.lane import Lane
from sync.link import Answered, Cause, Denied, Failure, Retry, Unauthorised
from sync.protocol import ExchangeAnswer, ExchangeRequest, Refusal
from tests.sync.table import Table, eventually

ME = Enrolled(
    station="q1-1-abcdef",
    site="q1",
    table=1,
    name="Bàn 1",
    hub_url="https://hub.invalid",
    fingerprint="00" * 32,
    private_key=bytes(range(32)),
)


class SmallHub:
    """Acknowledges what it is sent, unless `says` has another outcome for the request."""

    def __init__(self, says: Callable[[ExchangeRequest], Failure | None] = lambda _: None) -> None:
        self._says = says
        self._closed = threading.Event()
        self.requests: list[ExchangeRequest] = []

    def exchange(self, request: ExchangeRequest) -> Answered | Failure:
        self.requests.append(request)
        if said := self._says(request):
            return said
        if request.wait_s:
            self._closed.wait(request.wait_s)
        now = datetime.now(UTC)
        answer = ExchangeAnswer(
            acknowledged=request.head, epoch="1-a", hub_time=now, cursor="1-a.1.1"
        )
        return Answered(answer=answer, hub_now=now, took_s=0.01)

    def close(self) -> None:
        self._closed.set()


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    with StationStore.open(tmp_path) as store:
        store.identity.set(ME)
    made = Table(tmp_path)
    yield made
    made.store.close()


class Driven:
    """A lane that runs on a small hub until the end of the `with`."""

    def __init__(self, table: Table, hub: SmallHub, drive: Callable[..., None]) -> None:
        def work(lane: Lane) -> None:
            own = Table(table.home)
            drive(own.engine(hub), own.store, lane)
            own.store.close()

        self.lane = Lane(work)
        self.lane.closes(hub.close)

    def __enter__(self) -> Lane:
        self.lane.start()
        return self.lane

    def __exit__(self, *_: object) -> None:
        assert self.lane.stop(within_s=30)


def test_a_hub_that_takes_little_at_once_gets_little_at_once(table: Table) -> None:
    def narrow(request: ExchangeRequest) -> Failure | None:
        return Retry(Cause.TOO_LARGE, "") if len(request.events) > 7 else None

    hub = SmallHub(narrow)
    for number in range(100):
        table.dose(f"r{number}")
    with Driven(table, hub, send):
        eventually(lambda: table.store.outbox.backlog() == 0, "all is sent")
    assert [len(request.events) for request in hub.requests[:4]] == [50, 25, 12, 6]


def test_what_is_sent_wakes_the_lane_at_once_and_nothing_else_does(table: Table) -> None:
    hub = SmallHub()
    with Driven(table, hub, send):
        table.dose("r1")
        eventually(lambda: table.store.outbox.backlog() == 0, "it is sent")
        table.store.status.report(HubState.ONLINE, datetime.now(UTC))
        table.dose("r2")
        eventually(lambda: table.store.outbox.backlog() == 0, "it is sent")
    assert [len(request.events) for request in hub.requests] == [1, 1]
    assert all(request.max_items == 0 for request in hub.requests)


def test_the_first_call_of_the_listener_does_not_wait_and_the_next_does(table: Table) -> None:
    hub = SmallHub()
    with Driven(table, hub, listen):
        eventually(lambda: len(hub.requests) == 2, "it listens")
    assert [request.wait_s for request in hub.requests] == [0, 25]
    assert all(request.events == [] for request in hub.requests)


@pytest.mark.parametrize(
    "refusal",
    [
        Denied(Refusal.VERSION, "version 2 is spoken here"),
        Unauthorised(Refusal.UNKNOWN_STATION, "who is that?"),
    ],
)
def test_a_refusal_is_shown_and_not_asked_for_again_at_once(table: Table, refusal: Failure) -> None:
    hub = SmallHub(lambda _: refusal)
    table.dose("r1")
    with Driven(table, hub, send) as lane:
        eventually(lambda: table.store.status.contact().state is HubState.REFUSED, "it is shown")
        table.dose("r2")
        assert lane.is_alive()
    assert len(hub.requests) == 1
    assert table.store.outbox.backlog() == 2


def test_a_revoked_station_that_still_sends_is_shown_as_revoked(table: Table) -> None:
    hub = SmallHub()
    table.store.status.report(HubState.REVOKED, datetime.now(UTC))
    table.dose("r1")
    with Driven(table, hub, send):
        eventually(lambda: table.store.outbox.backlog() == 0, "it is sent")
    assert table.store.status.contact().state is HubState.REVOKED


def test_a_station_that_is_taken_again_is_shown_as_online(table: Table) -> None:
    table.store.status.report(HubState.REVOKED, datetime.now(UTC))
    with Driven(table, SmallHub(), listen):
        eventually(lambda: table.store.status.contact().state is HubState.ONLINE, "it is online")


def test_a_lane_that_waits_out_a_failure_goes_on_when_it_is_woken(table: Table) -> None:
    away = threading.Event()
    away.set()
    hub = SmallHub(lambda _: Denied(Refusal.VERSION, "") if away.is_set() else None)
    table.dose("r1")
    with Driven(table, hub, send) as lane:
        eventually(lambda: len(hub.requests) == 1, "it has tried")
        away.clear()
        lane.wake()
        eventually(lambda: table.store.outbox.backlog() == 0, "it is sent")
