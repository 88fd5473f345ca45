"""What a manager has to look at: raised once, settled when it is no longer so."""

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from sync.hub.bulk import upsert
from sync.hub.models import ReviewItem


class ReviewKind(StrEnum):
    TWO_DOSES = "two_doses"
    """More than one dose for one resident on one day."""
    OVERRIDE = "override"
    """A person decided against a stop."""
    AGAINST_RULES = "against_rules"
    """A dose that the rules would have stopped, with what the hub knows."""
    UNSURE_CLOCK = "unsure_clock"
    """A dose whose time is not known for certain."""
    FORK = "fork"
    """Two ledgers under one station's name."""
    BROKEN_CHAIN = "broken_chain"
    """Events whose bytes do not lead to the hash that the station signed."""


def raise_items(items: Iterable[ReviewItem]) -> None:
    """Raises items, each once a subject; one that was settled is open again."""
    once = {(item.kind, item.subject): item for item in items}
    upsert(list(once.values()), unique=["kind", "subject"], replace=["about", "settled_at"])


def settle(kinds: Collection[ReviewKind], subjects: Collection[str], now: datetime) -> None:
    """Settles the open items of `kinds` about `subjects`."""
    about = Q(kind__in=kinds, subject__in=subjects, settled_at=None)
    ReviewItem.objects.filter(about).update(settled_at=now)
