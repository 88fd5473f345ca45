"""The life of this database. After a restore it must be renewed, so that stations notice."""

import secrets
from datetime import datetime

from sync.hub.models import Epoch


def renew_epoch(now: datetime) -> str:
    """Gives the database a new epoch: stations pull anew and push what this hub lacks."""
    name = secrets.token_hex(4)
    Epoch.objects.update_or_create(id=1, defaults={"name": name, "since": now})
    return name


def renew_stale_epoch(epoch: str | None, now: datetime) -> None:
    """For a station that knows more of this epoch than the database does, which nobody renewed."""
    if epoch is not None and Epoch.objects.get().name == epoch:
        renew_epoch(now)


def ensure_epoch(now: datetime) -> None:
    """Gives a new database its first epoch."""
    if not Epoch.objects.exists():
        renew_epoch(now)
