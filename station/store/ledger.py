"""The station's own events: appended durably, chained by hash, never changed."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar

from station.clock import Reading
from station.domain import events
from station.domain.events import ROOT_HASH, AnyEvent, Event, Registered
from station.store.database import Database
from station.store.errors import NotEnrolledError, StoreError
from station.store.event_id import event_id
from station.store.residents import write_walk_in

E = TypeVar("E", bound=Event)
_PAGE = 500


class Mark(NamedTuple):
    """The place after event `seq`, with its hash (32 bytes); (0, zeros) is before all."""

    seq: int
    hash: bytes


BEGINNING = Mark(0, ROOT_HASH)


class Entry(NamedTuple):
    """An event as it stands in the ledger."""

    seq: int
    id: str
    canonical: bytes
    hash: bytes


class Damage(NamedTuple):
    """The first event that does not fit the chain."""

    seq: int
    why: str


class Ledger:
    """What happened at this table, in order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        kind: type[E],
        reading: Reading,
        *,
        staff: str | None = None,
        resident: str | None = None,
        **fields: Any,
    ) -> E:
        """The event, once it is durable: when this returns it survives a power cut.

        `fields` are the fields of `kind`. Raises msgspec.ValidationError where they do not fit it,
        NotEnrolledError, or another StoreError; then nothing was recorded.
        """
        database = self._database
        with database.writing():
            station, last = self._end()
            event = kind(
                id=event_id(reading.at),
                station=station,
                seq=last.seq + 1,
                at=reading.at,
                boot=reading.boot,
                mono_ms=reading.mono_ms,
                clock=reading.trust,
                staff=staff,
                resident=resident,
                **fields,
            )
            self._insert(event, last)
        if database.conn.in_transaction:
            raise StoreError(f"{database.path}: event {event.seq} is written but not committed.")
        return event

    def _end(self) -> tuple[str, Mark]:
        row = self._database.row(
            "SELECT station, ifnull(seq, 0), ifnull(hash, zeroblob(32)) FROM ledger"
            " LEFT JOIN event ON seq = (SELECT max(seq) FROM event)"
        )
        if row is None:
            raise NotEnrolledError(
                f"{self._database.path}: nothing can be recorded before the station is enrolled. "
                "Run: tram enrol TEXT"
            )
        return row[0], Mark(row[1], row[2])

    def _insert(self, event: Event, last: Mark) -> None:
        canonical = events.encode(event)  # type: ignore[arg-type]  # AnyEvent has every kind
        # A struct is not checked when it is made, and what is kept has to be readable for ever.
        events.decode(canonical)
        hash_ = events.chain(last.hash, canonical)
        self._database.write(
            "INSERT INTO event (seq, id, kind, resident, canonical, hash)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (event.seq, event.id, event.kind, event.resident, canonical, hash_),
        )
        if isinstance(event, Registered):
            write_walk_in(self._database, event.person)

    def tip(self) -> Mark:
        """The last event's place."""
        return self._end()[1]

    def mark(self, seq: int) -> Mark | None:
        """The place of event `seq`; None where the ledger does not hold it."""
        if seq == 0:
            return BEGINNING
        hash_ = self._database.value("SELECT hash FROM event WHERE seq = ?", (seq,))
        return None if hash_ is None else Mark(seq, hash_)

    def entries(self, after_seq: int, limit: int) -> list[Entry]:
        """At most `limit` events that follow `after_seq`, in order."""
        rows = self._database.rows(
            "SELECT seq, id, canonical, hash FROM event WHERE seq > ? ORDER BY seq LIMIT ?",
            (after_seq, limit),
        )
        return [Entry(*row) for row in rows]

    def recent(self, kind: type[E], limit: int) -> list[E]:
        """At most `limit` events of `kind`, the newest first."""
        rows = self._database.rows(
            "SELECT canonical FROM event WHERE kind = ? ORDER BY seq DESC LIMIT ?",
            (kind.__struct_config__.tag, limit),
        )
        return [_of(kind, events.decode(row[0])) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many events of each kind there are."""
        return dict(self._database.rows("SELECT kind, count(*) FROM event GROUP BY kind"))

    def verify(self) -> Damage | None:
        """The first event whose bytes, hash or place is not as it was written; None if all are."""
        last = BEGINNING
        for entry in self._all():
            if entry.seq != last.seq + 1:
                return Damage(entry.seq, f"follows event {last.seq}")
            if events.chain(last.hash, entry.canonical) != entry.hash:
                return Damage(entry.seq, "its hash does not fit its bytes and the event before")
            last = Mark(entry.seq, entry.hash)
        return None

    def _all(self) -> Iterator[Entry]:
        after = 0
        while page := self.entries(after, _PAGE):
            yield from page
            after = page[-1].seq


def _of(kind: type[E], event: AnyEvent) -> E:
    assert isinstance(event, kind)  # noqa: S101  (the column is written from the event itself)
    return event
