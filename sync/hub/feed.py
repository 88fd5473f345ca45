"""The feed of a site: what changed after a cursor, and how a change gets into it.

A revision is given out under the lock of the site's head, which the writer keeps until it commits:
revisions become visible in their order, so a reader that has seen one has seen all before it.
"""

import re
from collections.abc import Iterable, Sequence

import msgspec
from django.db.models import Q

from sync.hub.bulk import upsert
from sync.hub.models import Epoch, FeedHead, FeedItem
from sync.protocol import REMOVED
from sync.protocol import FeedItem as SentItem

PAGE_ITEMS = 2000
_CURSOR = re.compile(r"([^.]+)\.([0-9]{1,18})\.([0-9]{1,18})")


class Change(msgspec.Struct, frozen=True):
    """A thing as it stands now; `body` is None for one that was removed."""

    kind: str
    id: str
    body: bytes | None


class Cursor(msgspec.Struct, frozen=True):
    """A place in a site's feed.

    Up to `whole_until` a station gets its own things too: it has none when it begins anew.
    """

    epoch: str
    revision: int = 0
    whole_until: int = 0

    def lies_before(self, head: int) -> bool:
        return max(self.revision, self.whole_until) <= head

    def __str__(self) -> str:
        return f"{self.epoch}.{self.revision}.{self.whole_until}"

    @classmethod
    def parse(cls, text: str | None) -> "Cursor | None":
        """The cursor that a station holds; None where it holds none of ours."""
        if not (found := _CURSOR.fullmatch(text or "")):
            return None
        return cls(found[1], int(found[2]), int(found[3]))


class Page(msgspec.Struct, frozen=True):
    """A part of the feed, and the cursor after it."""

    items: list[SentItem]
    cursor: Cursor
    more: bool
    restart: bool

    @property
    def has_no_news(self) -> bool:
        return not (self.items or self.more or self.restart)


def publish(site: str, changes: Iterable[Change], *, origin: str = "") -> None:
    """Puts `changes` into the feed of `site`, inside the caller's transaction.

    `origin` is the station that made the changes and need not be told of them.
    """
    latest = {(change.kind, change.id): change for change in changes}
    if not latest:
        return
    head = FeedHead.objects.select_for_update().get(site_id=site)
    rows = [
        FeedItem(
            site_id=site,
            kind=change.kind,
            thing=change.id,
            revision=revision,
            origin=origin,
            body=change.body,
        )
        for revision, change in enumerate(latest.values(), head.revision + 1)
    ]
    upsert(rows, unique=["site", "kind", "thing"], replace=["revision", "origin", "body"])
    head.revision += len(rows)
    head.save(update_fields=["revision"])


def publish_news(site: str, changes: Sequence[Change]) -> int:
    """Publishes those of `changes` that change anything; returns how many did."""
    ids = [change.id for change in changes]
    stands = {
        (kind, thing): body if body is None else bytes(body)
        for kind, thing, body in FeedItem.objects.filter(site_id=site, thing__in=ids).values_list(
            "kind", "thing", "body"
        )
    }
    news = [
        change for change in changes if stands.get((change.kind, change.id), b"") != change.body
    ]
    publish(site, news)
    return len(news)


def read_page(site: str, station: str, after: str | None, limit: int) -> Page:
    """What `station` does not know of its site after its cursor, or from the start."""
    epoch = Epoch.objects.get().name
    head = FeedHead.objects.get(site_id=site).revision
    cursor = Cursor.parse(after)
    restart = cursor is None or cursor.epoch != epoch or not cursor.lies_before(head)
    if cursor is None or restart:
        cursor = Cursor(epoch, whole_until=head)
    rows = _rows(site, station, cursor, head, limit + 1)
    items = [SentItem(kind, thing, _raw(body)) for kind, thing, body, _ in rows[:limit]]
    more = len(rows) > limit
    reached = rows[limit - 1][3] if more else head
    return Page(items, Cursor(epoch, reached, cursor.whole_until), more, restart)


def _rows(
    site: str, station: str, cursor: Cursor, head: int, limit: int
) -> list[tuple[str, str, bytes | memoryview | None, int]]:
    known = Q(origin=station, revision__gt=cursor.whole_until)
    never_sent = Q(body=None, revision__lte=cursor.whole_until)
    after = FeedItem.objects.filter(site_id=site, revision__gt=cursor.revision, revision__lte=head)
    rows = after.exclude(known).exclude(never_sent).order_by("revision")
    return list(rows.values_list("kind", "thing", "body", "revision")[:limit])


def _raw(body: bytes | memoryview | None) -> msgspec.Raw:
    return REMOVED if body is None else msgspec.Raw(bytes(body))
