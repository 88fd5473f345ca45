"""The feed: everybody gets everything once, in pages, and what changed costs what changed."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection, transaction

from station.domain.events import Arrived
from sync.hub import feed
from sync.hub.feed import Change
from sync.hub.models import FeedItem, Site
from tests.hub.conftest import NewStation
from tests.hub.inside import forget_connection
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.running import RunningHub
from tests.hub.staging import ago
from tests.hub.waiting import wait_for


def publish(site: Site, *changes: Change) -> None:
    with transaction.atomic():
        feed.publish(site.id, changes)


def things(count: int, body: bytes = b"{}") -> list[Change]:
    return [Change("lot", f"lot-{number}", body) for number in range(count)]


def lots(told: dict[tuple[str, str], bytes | None]) -> dict[str, bytes | None]:
    return {name: body for (kind, name), body in told.items() if kind == "lot"}


def test_a_list_comes_in_pages_and_whole(station: Caller, site: Site) -> None:
    publish(site, *things(95))
    pages = [station.pull(max_items=40)]
    while pages[-1].more:
        pages.append(station.pull(max_items=40))
    assert [page.restart for page in pages] == [True] + [False] * (len(pages) - 1)
    assert {len(page.items) for page in pages[:-1]} == {40}
    told = [item.id for page in pages for item in page.items if item.kind == "lot"]
    assert sorted(told) == sorted(change.id for change in things(95))


def test_what_changes_between_two_pages_is_told_again(station: Caller, site: Site) -> None:
    publish(site, *things(60))
    station.pull(max_items=50)
    publish(site, Change("lot", "lot-0", b'{"new":1}'), Change("lot", "lot-1", None))
    told = lots(station.pull_all())
    assert told["lot-0"] == b'{"new":1}'
    assert told["lot-1"] is None


def test_a_change_of_600_in_many_costs_600(station: Caller, site: Site) -> None:
    publish(site, *things(4000))
    station.pull_all()
    publish(site, *things(600, b'{"changed":true}'))
    answer = station.pull(max_items=2000)
    assert (len(answer.items), answer.more) == (600, False)


def test_a_thing_that_was_removed_is_a_tombstone_for_those_who_had_it(
    station: Caller, new_station: NewStation, site: Site
) -> None:
    publish(site, *things(1))
    station.pull_all()
    publish(site, Change("lot", "lot-0", None))
    assert lots(station.pull_all()) == {"lot-0": None}
    assert lots(new_station().pull_all()) == {}


def test_what_is_published_unchanged_is_no_news(station: Caller, site: Site) -> None:
    publish(site, *things(3))
    station.pull_all()
    with transaction.atomic():
        assert feed.publish_news(site.id, things(3)) == 0
        assert feed.publish_news(site.id, [*things(2), Change("lot", "more", b"{}")]) == 1
    assert set(lots(station.pull_all())) == {"more"}


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "1-abcd1234.1.0",
        "....",
        "é.1.1",
        "1-ab.²." + 9 * "9",
        "1." + 5000 * "9" + ".0",
    ],
)
def test_a_cursor_of_another_epoch_or_of_nobody_begins_anew(station: Caller, cursor: str) -> None:
    station.cursor = cursor
    answer = station.pull()
    assert answer.restart
    assert {item.kind for item in answer.items} >= {"campaign", "product", "site", "issuer_key"}


def test_a_cursor_beyond_the_feed_begins_anew(station: Caller) -> None:
    epoch = station.pull().epoch
    for beyond in (f"{epoch}.{10**17}.0", f"{epoch}.0.{10**17}"):
        station.cursor = beyond
        assert station.pull().restart


def test_a_station_is_not_told_what_it_said_itself_unless_it_begins_anew(
    station: Caller, new_station: NewStation
) -> None:
    other = new_station()
    station.pull_all()
    other.pull_all()
    ledger = Ledger(station.id)
    ledger.write(Arrived, resident="r", code="pass")
    given = dose(ledger, "r")
    station.push(ledger)
    assert station.pull_all() == {}
    assert set(other.pull_all()) == {("arrival", ledger_id(ledger)), ("dose", given.id)}
    station.cursor = None
    assert ("dose", given.id) in station.pull_all()


def ledger_id(ledger: Ledger) -> str:
    """The id of the ledger's first event."""
    return str(ledger.bodies[0].split(b'"id":"')[1][:36], "ascii")


def test_a_call_that_wants_no_items_gets_none(station: Caller) -> None:
    answer = station.push(Ledger(station.id), max_items=0)
    assert (answer.items, answer.more, answer.restart) == ([], False, False)


def test_a_renewed_epoch_makes_every_station_begin_anew(station: Caller, hub: RunningHub) -> None:
    before = station.pull()
    epoch = hub.run("epoch", "renew").strip()
    after = station.pull()
    assert after.restart
    assert (before.epoch != epoch, after.epoch) == (True, epoch)


def in_thread(pool: ThreadPoolExecutor, work: Callable[[], None]) -> Callable[[], None]:
    def with_own_connection() -> None:
        try:
            work()
        finally:
            forget_connection()

    return pool.submit(with_own_connection).result


def test_a_writer_that_commits_late_is_not_skipped(station: Caller, site: Site) -> None:
    """The first to write holds the head until its commit: the second is not visible before."""
    cursor = str(feed.read_page(site.id, station.id, None, 1000).cursor)
    seen: list[feed.Page] = []

    def read() -> None:
        seen.append(feed.read_page(site.id, station.id, cursor, 1000))

    with ThreadPoolExecutor() as pool:
        with transaction.atomic():
            feed.publish(site.id, [Change("lot", "early", b"{}")])
            second_done = in_thread(pool, lambda: publish(site, Change("lot", "late", b"{}")))
            wait_for(second_is_in_line)
            in_thread(pool, read)()
        second_done()
    assert seen[0].items == []
    after = feed.read_page(site.id, station.id, str(seen[0].cursor), 1000)
    assert [item.id for item in after.items] == ["early", "late"]


def second_is_in_line() -> bool:
    """SQLite keeps its line to itself; there the reader's look comes soon enough as well."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_reader_beside_many_writers_is_told_of_every_change(station: Caller, site: Site) -> None:
    station.pull_all()
    told: dict[tuple[str, str], bytes | None] = {}
    stop = threading.Event()

    def write(writer: int) -> None:
        for number in range(20):
            with transaction.atomic():
                feed.publish(site.id, [Change("lot", f"{writer}-{number}", b"{}")])
                FeedItem.objects.filter(site=site).count()

    def follow() -> None:
        while not stop.is_set():
            told.update(station.pull_all())

    with ThreadPoolExecutor() as pool:
        reader = pool.submit(follow)
        writers = [in_thread(pool, partial(write, number)) for number in range(4)]
        for done in writers:
            done()
        stop.set()
        reader.result()
    told.update(station.pull_all())
    assert set(lots(told)) == {f"{writer}-{number}" for writer in range(4) for number in range(20)}


def test_an_older_event_is_not_news_for_a_site_that_does_not_know_the_resident(
    station: Caller, new_station: NewStation
) -> None:
    elsewhere = new_station(Site.objects.get(pk="q1"))
    elsewhere.pull_all()
    ledger = Ledger(station.id)
    dose(ledger, "somebody", at=ago(days=1))
    station.push(ledger)
    assert elsewhere.pull_all() == {}
