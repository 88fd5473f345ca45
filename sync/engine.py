"""One cycle: one exchange with the hub, and its settlement in the store."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.clock import Clock
from station.domain.events import ROOT_HASH, ClockTrust
from station.store.errors import NotOurLedgerError
from station.store.identity import Enrolled
from station.store.ledger import Entry, Mark
from station.store.outbox import ParkedEvent
from station.store.page import Change
from station.store.station import StationStore
from sync import contact, hub_time, wire
from sync.health import health
from sync.link import Answered, Cause, Failure, HubLink, Retry, Unauthorised
from sync.outcome import Exchanged, Load, Outcome
from sync.protocol import (
    VERSION,
    ExchangeAnswer,
    ExchangeRequest,
    Point,
    Refusal,
    SentEvent,
    signed_head,
)


class AnotherStationError(Exception):
    """The store belongs to another station since: what this engine hears is not about it."""


class Engine:
    """The exchange of one enrolled station over one connection of its store."""

    def __init__(
        self, home: Path, store: StationStore, link: HubLink, clock: Clock, enrolled: Enrolled
    ) -> None:
        self._home = home
        self._store = store
        self._link = link
        self._clock = clock
        self._enrolled = enrolled
        self._key = Ed25519PrivateKey.from_private_bytes(enrolled.private_key)

    def cycle(self, load: Load) -> Outcome:
        """One call. Whatever happens to it, the store is as before or settled as a whole.

        Raises AnotherStationError after another enrolment, and the errors of the store.
        """
        request = self._request(load)
        outcome = self._settled(request, self._link.exchange(request))
        contact.report(self._store, load, outcome, self._clock.read().at)
        if isinstance(outcome, Unauthorised) and outcome.refusal is Refusal.REVOKED:
            self._obey_revocation()
        return outcome

    def _request(self, load: Load) -> ExchangeRequest:
        outbox = self._store.outbox
        batch = outbox.batch(load.events)
        after = self._place_before(batch)
        head = Point(batch[-1].seq, batch[-1].hash) if batch else after
        self._still_ours()
        trusted = self._clock.read().trust is ClockTrust.TRUSTED
        return ExchangeRequest(
            version=VERSION,
            after=after,
            head=head,
            signature=self._key.sign(signed_head(self._enrolled.station, head)),
            health=health(self._home, backlog=outbox.backlog(), clock_trusted=trusted),
            events=_sent(batch),
            resend=_sent(outbox.resend_batch(load.events)),
            epoch=outbox.epoch(),
            cursor=self._store.roster.cursor(),
            wait_s=load.wait_s,
            max_items=load.items,
        )

    def _place_before(self, batch: list[Entry]) -> Point:
        """Where the batch begins. Not asked for anew: another lane may have settled meanwhile."""
        before = self._store.ledger.mark(batch[0].seq - 1) if batch else None
        return Point(*(before or self._store.outbox.acknowledged()))

    def _settled(self, request: ExchangeRequest, outcome: Answered | Failure) -> Outcome:
        if not isinstance(outcome, Answered):
            return outcome
        answer = outcome.answer
        if request.max_items:
            hub_time.learn(self._store, self._clock, outcome.hub_now)
        with self._store.transaction():
            self._still_ours()
            try:  # before the feed: a list that begins anew keeps the doses that are unsent
                self._take_acknowledgement(answer)
            except NotOurLedgerError:
                self._begin_again(answer)
            if request.max_items:
                self._take_feed(request, answer)
        if left := self._left(request, answer):
            return Retry(Cause.NOTHING_TAKEN, f"the hub took none of {left} events")
        return Exchanged(
            sent=len(request.events) + len(request.resend),
            received=len(answer.items),
            more=answer.more,
            took_s=outcome.took_s,
        )

    def _left(self, request: ExchangeRequest, answer: ExchangeAnswer) -> int:
        """How many events this call left where they were: the same again at once would loop."""
        named = {one.seq for one in answer.parked} | set(answer.settled)
        unnamed = sum(event.seq not in named for event in request.resend)
        stuck = request.events and self._place_before([]) == request.after
        return unnamed + (len(request.events) if stuck else 0)

    def _still_ours(self) -> None:
        if self._store.identity.get() != self._enrolled:
            raise AnotherStationError

    def _take_acknowledgement(self, answer: ExchangeAnswer) -> None:
        self._store.outbox.settle(
            Mark(answer.acknowledged.seq, answer.acknowledged.hash),
            [ParkedEvent(one.seq, one.reason, one.detail) for one in answer.parked],
            answer.settled,
            answer.epoch,
        )

    def _begin_again(self, answer: ExchangeAnswer) -> None:
        """The hub lost this ledger's branch and named a place of another one: it gets the whole."""
        self._store.outbox.settle(Mark(0, ROOT_HASH), [], [], answer.epoch)

    def _take_feed(self, request: ExchangeRequest, answer: ExchangeAnswer) -> None:
        self._store.roster.apply(
            [Change(item.kind, item.id, item.thing) for item in answer.items],
            after=request.cursor,
            cursor=answer.cursor,
            restart=answer.restart,
            more=answer.more,
            at=answer.hub_time,
        )

    def _obey_revocation(self) -> None:
        """Wipes the list, once, and only when the hub has all events. The ledger stays."""
        now = self._clock.read().at
        with self._store.transaction():
            self._still_ours()
            cursor = self._store.roster.cursor()
            if cursor and self._store.outbox.backlog() == 0:
                self._store.roster.apply(
                    [], after=cursor, cursor="", restart=True, more=False, at=now
                )


def _sent(entries: list[Entry]) -> list[SentEvent]:
    return [SentEvent(entry.seq, wire.event_to_wire(entry.canonical)) for entry in entries]
