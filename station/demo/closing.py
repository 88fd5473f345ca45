"""After the last resident: everything reaches the hub, and is counted there."""

import time
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from typing import TypeVar

from station.demo.accounting import Account, Evidence, account_of
from station.demo.child import DemoError
from station.demo.hub import Hub
from station.demo.table import Table

SENT_WITHIN_S = 90.0
LOOK_EVERY_S = 0.5

T = TypeVar("T")


def wait_until_sent(tables: Sequence[Table]) -> None:
    """Returns when no station has anything left to send. Raises DemoError after a while."""
    deadline_s = time.monotonic() + SENT_WITHIN_S
    for table in tables:
        while to_send := table.status().to_send:
            if time.monotonic() > deadline_s:
                raise DemoError(
                    f"{table.name} still has {to_send} events to send after {SENT_WITHIN_S:.0f} s. "
                    "Run the demo again with --keep DIR and read the log of its sync there."
                )
            time.sleep(LOOK_EVERY_S)


def settle(hub: Hub, tables: Sequence[Table], day: date, residents: int) -> Account:
    """What the tables showed against what the hub holds. Raises DemoError for a broken ledger."""
    for table in tables:
        table.verify()
    journals = [table.journal for table in tables]
    statuses = [table.status() for table in tables]
    at_hub = hub.account(day)
    return account_of(
        Evidence(
            residents=residents,
            scans=sum(journal.scans for journal in journals),
            outcomes=_joined(journal.outcomes for journal in journals),
            held=hub.events(),
            acknowledged={status.station: status.acknowledged for status in statuses},
            to_review=at_hub.to_review,
            parked=at_hub.parked,
            scan_to_verdict_ms=_joined(journal.scan_to_verdict_ms for journal in journals),
            record_ms=_joined(journal.record_ms for journal in journals),
        )
    )


def _joined(parts: Iterable[list[T]]) -> list[T]:
    return list(chain.from_iterable(parts))
