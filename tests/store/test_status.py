"""What the status bar says."""

from datetime import timedelta

from station.domain.roster import Table
from station.store.station import StationStore
from station.store.status import Contact, HubState
from tests.store.world import NOW, brought, dose, feed


def test_a_new_station_has_had_no_contact(store: StationStore) -> None:
    status = store.status.read()
    assert (status.as_of, status.tables, status.to_send, status.parked) == (None, 0, 0, 0)
    assert status.contact == Contact()
    assert status.contact.state is HubState.NEVER


def test_it_says_how_fresh_the_list_is_and_what_is_to_be_sent(store: StationStore) -> None:
    feed(store, brought(*(Table(id=f"buoi-{n}", table=n) for n in (1, 2, 3))), "e1.3")
    dose(store)
    status = store.status.read()
    assert (status.as_of, status.tables, status.to_send) == (NOW, 3, 1)


def test_a_failed_call_leaves_the_time_of_the_last_answer(store: StationStore) -> None:
    store.status.report(HubState.ONLINE, NOW)
    store.status.report(HubState.OFFLINE, NOW + timedelta(minutes=5), "connection refused")
    assert store.status.contact() == Contact(
        state=HubState.OFFLINE, answered_at=NOW, detail="connection refused"
    )


def test_a_call_that_says_nothing_new_is_not_written(store: StationStore) -> None:
    with StationStore.open(store.database.path.parent) as kiosk:
        store.status.report(HubState.ONLINE, NOW)
        version = kiosk.data_version()
        store.status.report(HubState.ONLINE, NOW + timedelta(seconds=9))
        assert kiosk.data_version() == version
        store.status.report(HubState.ONLINE, NOW + timedelta(seconds=11))
        assert kiosk.data_version() != version
        assert kiosk.status.contact().answered_at == NOW + timedelta(seconds=11)
