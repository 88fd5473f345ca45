"""What accepted events change on the lists of the sites."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import msgspec

from station.domain.events import AnyEvent, Registered
from sync.hub.bulk import insert_new
from sync.hub.feed import Change, publish
from sync.hub.ingest.rows import FEED_KIND, change_of
from sync.hub.listing import resident_row
from sync.hub.models import Event, FeedItem, Station

_encoder = msgspec.json.Encoder()


def tell_sites(station: Station, rows: Iterable[Event], *, origin: str) -> None:
    """Publishes the doses and arrivals among `rows`: doses wherever the resident is on the list."""
    told = [row for row in rows if row.kind in FEED_KIND]
    elsewhere = _other_sites(station, told)
    changes: dict[str, list[Change]] = defaultdict(list)
    for row in told:
        change = change_of(row)
        changes[row.site_id].append(change)
        if row.kind == "dosed":
            for site in elsewhere.get(row.resident, ()):
                changes[site].append(change)
    for site in sorted(changes):
        publish(site, changes[site], origin=origin)


def _other_sites(station: Station, rows: Sequence[Event]) -> dict[str, list[str]]:
    residents = {row.resident for row in rows if row.kind == "dosed"}
    listed = FeedItem.objects.filter(kind="resident", thing__in=residents, body__isnull=False)
    sites: dict[str, list[str]] = defaultdict(list)
    for thing, site in listed.exclude(site=station.site_id).values_list("thing", "site_id"):
        sites[thing].append(site)
    return sites


def list_walk_ins(station: Station, events: Iterable[AnyEvent]) -> None:
    """Puts walk-ins on the site's list; one who is known stays as the hub knows them."""
    people = [event.person for event in events if isinstance(event, Registered)]
    if not people:
        return
    insert_new([resident_row(person) for person in people])
    changes = [Change("resident", person.id, _encoder.encode(person)) for person in people]
    publish(station.site_id, changes, origin=station.id)
