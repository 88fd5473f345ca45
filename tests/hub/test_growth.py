"""A hub that has grown is no slower: whatever a call looks up, it finds by an index."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from station.domain.events import (
    Arrived,
    ClockSet,
    ClockTrust,
    Corrected,
    CorrectionReason,
    TurnedAway,
)
from sync.hub.exchange import exchange
from sync.hub.models import Site, Station
from tests.hub.ledger import Caller, Ledger, dose
from tests.hub.staging import listed

pytestmark = pytest.mark.parametrize("hub", ["sqlite"], indirect=True)
"""SQLite says how it would find rows without looking at how many there are."""

GROWING = ("hub_event", "hub_feeditem", "hub_resident", "hub_appointment", "hub_historicdose")


def test_no_call_reads_a_table_that_grows_from_end_to_end(site: Site, station: Caller) -> None:
    resident = listed(site, "079087000501").id
    ledger = Ledger(station.id)
    ledger.write(Arrived, resident=resident, code="pass")
    given = dose(ledger, resident)
    ledger.write(Corrected, corrects=given.id, why=CorrectionReason.UNDO)
    dose(ledger, resident, clock=ClockTrust.UNSURE)
    ledger.write(TurnedAway, resident=resident, code="pass", reasons=("late",))
    ledger.write(ClockSet, true_at=datetime.now(UTC), clock=ClockTrust.UNSURE)
    ledger.write_bytes(b"{}")
    plans = Plans()
    with connection.execute_wrapper(plans):
        for _ in range(2):
            call = station.request(ledger, resend=ledger.sent(6))
            exchange(Station.objects.get(pk=station.id), call, datetime.now(UTC))
    assert plans.scans == []


class Plans:
    """The steps of all statements that read a growing table whole."""

    def __init__(self) -> None:
        self.scans: list[str] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if not many and sql.startswith(("SELECT", "UPDATE")):
            self._look(sql, params)
        return execute(sql, params, many, context)

    def _look(self, sql: str, params: Any) -> None:
        question = f"EXPLAIN QUERY PLAN {sql}".replace("%s", "?")
        for *_, step in connection.connection.execute(question, params).fetchall():
            if step.startswith("SCAN") and step.split()[1] in GROWING:
                self.scans.append(f"{step}: {sql}")
