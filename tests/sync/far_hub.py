"""The far end of `piped_hub`: obeys orders on its standard input until that ends."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from django.core.management import call_command
from django.db import connection

from station.campaigns import DEFAULT
from station.domain.people import Site
from sync.hub.home import Home
from sync.hub.settings import configure
from tests.sync.piped_hub import (
    AddStation,
    BackUp,
    Done,
    ListEvents,
    Order,
    Post,
    Restore,
    read,
    write,
)

_SITE = "q1"

HOME = Home.make(Path(sys.argv[1]))
configure(HOME, None)

# The models can be imported only once Django knows its database.
from sync.hub import calls, epoch, sites  # noqa: E402
from sync.hub.models import Event, ParkedEvent  # noqa: E402
from sync.hub.models import Site as SiteRow  # noqa: E402
from sync.hub.refused import STATUS, RefusalError  # noqa: E402
from sync.protocol import Refused  # noqa: E402


def obey(order: Order) -> Done:
    match order:
        case Post():
            return _post(order)
        case AddStation(table=table, public_key=public_key):
            station = sites.add_station(SiteRow.objects.get(pk=_SITE), f"Bàn {table}", table)
            station.public_key = public_key
            station.save()
            return Done(body=station.id.encode())
        case BackUp(to=to):
            connection.close()
            shutil.copy2(HOME.database, to)
        case Restore(from_=from_, renew=renew):
            connection.close()
            shutil.copy2(from_, HOME.database)
            if renew:
                epoch.renew_epoch(datetime.now(UTC))
        case ListEvents():
            return Done(events=[*_rows(Event, "canonical"), *_rows(ParkedEvent, "body")])
    return Done()


def _post(post: Post) -> Done:
    try:
        exchanged = calls.call_exchange(calls.Call(post.authorization, post.encoding, post.body))
    except RefusalError as error:
        refused = Refused(refusal=error.refusal, hub_time=datetime.now(UTC), detail=error.detail)
        return Done(status=STATUS[error.refusal], body=msgspec.json.encode(refused))
    return Done(body=msgspec.json.encode(calls.answered(exchanged, exchanged.page)))


def _rows(table: type[Event] | type[ParkedEvent], body: str) -> list[tuple[str, int, bytes]]:
    rows = table.objects.order_by("station", "seq").values_list("station", "seq", body)
    return [(station, seq, bytes(canonical)) for station, seq, canonical in rows]


def main() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    epoch.ensure_epoch(datetime.now(UTC))
    sites.add_site(Site(id=_SITE, name="Trạm Quận 1"), DEFAULT)
    while message := read(sys.stdin.buffer):
        order = msgspec.msgpack.decode(message, type=Order)
        write(sys.stdout.buffer, msgspec.msgpack.encode(obey(order)))


if __name__ == "__main__":
    main()
