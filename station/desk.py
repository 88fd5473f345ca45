"""Runs the desk machine: carries out its effects against store, codes and clock."""

import time
from collections import deque
from collections.abc import Callable

import msgspec

from station.clock import Clock
from station.codes import reader
from station.domain import effects, inputs, screens
from station.domain.code import Code
from station.domain.desk import step
from station.domain.events import AnyEvent
from station.domain.people import Appointment
from station.domain.screens import Desk, Subject
from station.recording import record
from station.store.errors import StoreError
from station.store.identity import Enrolled
from station.store.station import StationStore
from station.subject import subject_of


class Shown(msgspec.Struct, frozen=True):
    """The desk shows something new, `waited_ms` after the code was seen."""

    desk: Desk
    waited_ms: float | None = None


class Kept(msgspec.Struct, frozen=True):
    """The commit of `event` has returned, `record_ms` milliseconds after it was asked for."""

    event: AnyEvent
    record_ms: float


class Heard(msgspec.Struct, frozen=True):
    """A sound to play, by its name."""

    sound: str


Report = Shown | Kept | Heard


class TableDesk:
    """The desk of one table, on the thread that owns `store`; `told` hears what it does."""

    def __init__(
        self,
        store: StationStore,
        clock: Clock,
        here: Enrolled,
        desk: Desk,
        told: Callable[[Report], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._here = here
        self._told = told
        self._seen_version = store.data_version()
        self.desk = desk

    def code_seen(self, payload: bytes, seen_s: float) -> None:
        """A code came before the camera at `seen_s` (monotonic seconds): reads and judges it."""
        self._run(_looked(lambda: inputs.CodeRead(code=self._read(payload))), seen_s)

    def touched(self, given: inputs.Input) -> None:
        """A touch, or anything else that `station.domain.inputs` names."""
        self._run(given, None)

    def looked_up(self) -> None:
        """Lets time pass, and looks for what another process has written; call it often."""
        self._run(inputs.Tick(now_s=time.monotonic()), None)
        version = self._store.data_version()
        if version != self._seen_version:
            self._seen_version = version
            self._here = self._store.identity.require()  # it may have been enrolled anew
            self._run(inputs.News(), None)

    def _run(self, given: inputs.Input, seen_s: float | None) -> None:
        before = self.desk
        waiting = deque([given])
        while waiting:
            self.desk, asked = step(self.desk, waiting.popleft())
            for effect in asked:
                waiting.extend(self._carry_out(effect))
        if self.desk.screen != before.screen:
            waited_ms = None if seen_s is None else (time.monotonic() - seen_s) * 1000
            self._told(Shown(self.desk, waited_ms))

    def _carry_out(self, effect: effects.Effect) -> tuple[inputs.Input, ...]:
        match effect:
            case effects.Judge():
                return (_looked(lambda: inputs.Judged(subject=self._judge(effect))),)
            case effects.Find(text=text):
                return (_looked(lambda: inputs.Matched(text=text, matches=self._find(text))),)
            case effects.Sound(name=name):
                self._told(Heard(name))
                return ()
            case _:
                return (self._record(effect),)

    def _read(self, payload: bytes) -> Code:
        roster = self._store.roster
        now = self._clock.read().at
        with self._store.reading():
            return reader.read(payload, roster.issuer_keys(), roster.revoked, now)

    def _judge(self, asked: effects.Judge) -> Subject:
        with self._store.reading():
            return subject_of(
                asked,
                roster=self._store.roster,
                here=self._here,
                now=self._clock.read(),
            )

    def _find(self, text: str) -> tuple[screens.Match, ...]:
        return tuple(
            screens.Match(resident=resident, appointment=self._slot(resident.id))
            for resident in self._store.search.find(text)
        )

    def _slot(self, resident: str) -> Appointment | None:
        file = self._store.roster.file(resident)
        slots = file.appointments if file else ()
        return min(slots, key=lambda slot: slot.starts_at, default=None)

    def _record(self, effect: effects.Write) -> inputs.Input:
        started_s = time.perf_counter()
        try:
            event = record(effect, self._store.ledger, self._clock.read(), self.desk.staff)
        except StoreError as error:
            return inputs.NotWritten(why=str(error))
        self._told(Kept(event, (time.perf_counter() - started_s) * 1000))
        return inputs.Written(event=event)


def _looked(look: Callable[[], inputs.Input]) -> inputs.Input:
    """What `look` finds on the list, or that the card cannot be read: no reason to end the desk."""
    try:
        return look()
    except StoreError as error:
        return inputs.NotWritten(why=str(error))
