"""The life of this database. After a restore it must be renewed, so that stations notice.

An epoch is its number in the hub's history and a random part: `3-9f21c0de`.
"""

import secrets
from datetime import datetime

from django.db import transaction

from sync.hub.models import Epoch

_LONGEST_NUMBER = 9


def renew_epoch(now: datetime, above: int = 0) -> str:
    """Gives the database a new epoch, later than number `above`.

    Stations pull anew and push what this hub lacks.
    """
    with transaction.atomic():
        before = Epoch.objects.select_for_update().first()
        number = max(_number(before.name) if before else 0, above) + 1
        name = f"{number}-{secrets.token_hex(4)}"
        Epoch.objects.update_or_create(id=1, defaults={"name": name, "since": now})
    return name


def notice_restore(told: str | None, *, lost: bool, now: datetime) -> None:
    """Renews the epoch where a station proves that the database came from a backup.

    `told` is the epoch of the last answer that the station had. It proves a restore by being later
    than the database's, or as late with more acknowledged in it than the database holds (`lost`).
    """
    own, told_number = _number(Epoch.objects.get().name), _number(told or "")
    if told_number > own or (lost and told_number == own):
        renew_epoch(now, above=told_number)


def ensure_epoch(now: datetime) -> None:
    """Gives a new database its first epoch."""
    if not Epoch.objects.exists():
        renew_epoch(now)


def _number(epoch: str) -> int:
    number, _, _ = epoch.partition("-")
    return int(number) if number.isdecimal() and len(number) <= _LONGEST_NUMBER else 0
