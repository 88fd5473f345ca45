"""A call that waits is answered as soon as there is news, and holds nothing while it waits."""

import time
from concurrent.futures import Future, ThreadPoolExecutor

from station.domain.events import Arrived
from sync.hub.models import Site
from sync.protocol import ExchangeAnswer
from tests.hub.conftest import NewStation
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.running import RunningHub

LONG_S = 20.0
ENOUGH_S = 15.0
"""An answer before this came for the news: a call that heard none is answered after LONG_S."""


def told(answer: ExchangeAnswer) -> list[str]:
    return [item.kind for item in answer.items]


def waiting(pool: ThreadPoolExecutor, station: Caller) -> "Future[ExchangeAnswer]":
    station.pull_all()
    return pool.submit(station.pull, wait_s=LONG_S)


def test_an_arrival_at_another_table_ends_the_wait(
    station: Caller, new_station: NewStation
) -> None:
    other = new_station()
    with ThreadPoolExecutor() as pool:
        answer = waiting(pool, station)
        ledger = Ledger(other.id)
        ledger.write(Arrived, resident="r", code="pass")
        other.push(ledger)
        assert told(answer.result(ENOUGH_S)) == ["arrival"]


def test_what_another_process_writes_ends_the_wait(
    station: Caller, site: Site, hub: RunningHub
) -> None:
    with ThreadPoolExecutor() as pool:
        answer = waiting(pool, station)
        hub.run("lot", "add", "--site", site.id, "pfizer", "FF0878", "2030-01-31")
        assert told(answer.result(ENOUGH_S)) == ["lot"]


def test_a_stations_own_news_and_another_sites_do_not_end_its_wait(
    station: Caller, new_station: NewStation, hub: RunningHub
) -> None:
    other_site = new_station(Site.objects.get(pk="q1"))
    with ThreadPoolExecutor() as pool:
        station.pull_all()
        answer = pool.submit(station.pull, wait_s=1.5)
        for caller in (station, other_site):
            ledger = Ledger(caller.id)
            dose(ledger)
            caller.client = Caller(hub.url, hub.fingerprint, caller.enrolled, caller.key).client
            caller.push(ledger)
        assert told(answer.result(ENOUGH_S)) == []
    assert told(station.pull()) == []


def test_a_wait_without_news_ends_in_its_time(station: Caller) -> None:
    station.pull_all()
    before_s = time.monotonic()
    assert told(station.pull(wait_s=1.0)) == []
    assert time.monotonic() - before_s >= 1.0


def test_a_call_that_brings_events_never_waits(station: Caller) -> None:
    station.pull_all()
    ledger = Ledger(station.id)
    dose(ledger)
    before_s = time.monotonic()
    station.push(ledger, wait_s=LONG_S)
    assert time.monotonic() - before_s < ENOUGH_S


def test_many_can_wait_at_once_and_others_are_answered_meanwhile(
    station: Caller, new_station: NewStation
) -> None:
    patient = [new_station() for _ in range(12)]
    with ThreadPoolExecutor(len(patient)) as pool:
        answers = [waiting(pool, each) for each in patient]
        ledger = Ledger(station.id)
        dose(ledger)
        assert station.push(ledger).acknowledged == ledger.head
        assert all(told(answer.result(ENOUGH_S)) == ["dose"] for answer in answers)
