"""How the contact to the hub stands: what the status bar and the journal say of an outcome."""

import logging
from datetime import datetime

from station.store.station import StationStore
from station.store.status import HubState
from sync.link import Cause, Denied, Retry, Unauthorised
from sync.outcome import Exchanged, Load, Outcome
from sync.protocol import Refusal

_log = logging.getLogger("tram.sync")


def report(store: StationStore, load: Load, outcome: Outcome, at: datetime) -> None:
    """Keeps how a call ended, and logs it where that is news."""
    if isinstance(outcome, Retry) and outcome.cause is Cause.CLOSED:
        return  # this side ended the call, which says nothing of the hub
    state, detail = _contact(outcome)
    with store.transaction():  # of two lanes that see the same, one brings the news
        before = store.status.contact().state
        if before is HubState.REVOKED and isinstance(outcome, Exchanged) and not load.items:
            return  # a revoked station may send, and is revoked all the same
        store.status.report(state, at, detail)
    if state is not before:
        _log.info("hub %s %s", state, detail)


def _contact(outcome: Outcome) -> tuple[HubState, str]:
    match outcome:
        case Exchanged():
            return HubState.ONLINE, ""
        case Retry(cause=cause, detail=detail):
            return HubState.OFFLINE, f"{cause}: {detail}"
        case Unauthorised(refusal=Refusal.REVOKED, detail=detail):
            return HubState.REVOKED, detail
        case Denied(refusal=refusal, detail=detail) | Unauthorised(refusal=refusal, detail=detail):
            return HubState.REFUSED, f"{refusal}: {detail}"
