"""A station at work while everything that the disk is told is noted. Its power may be cut later.

`python -m tests.faults.powered HOME RECORDING FULL|NORMAL`
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from station.clock import Reading
from station.domain.events import ClockTrust, Dosed
from station.domain.people import Resident
from station.store.identity import Enrolled
from station.store.page import Change
from station.store.station import StationStore
from tests.faults.recording_vfs import Recorder, Shown

EVENTS = 150
_AT = datetime(2021, 9, 20, 1, 30, tzinfo=UTC)
_ME = Enrolled(
    station="q1-1-abcdef",
    site="q1",
    table=1,
    name="Bàn 1",
    hub_url="https://hub.invalid",
    fingerprint="00" * 32,
    private_key=bytes(32),
)


def work(store: StationStore, recorder: Recorder) -> None:
    """Records doses; the hub acknowledges and sends news in between."""
    store.identity.set(_ME)
    for number in range(1, EVENTS + 1):
        reading = Reading(at=_AT, boot="b0b0b0b0", mono_ms=number, trust=ClockTrust.TRUSTED)
        event = store.ledger.append(
            Dosed, reading, resident=f"r{number}", product="pfizer", lot="FF1234", dose_number=1
        )
        recorder.steps.append(Shown(event.seq))
        if number % 5 == 0:
            take_an_answer(store, number)


def take_an_answer(store: StationStore, number: int) -> None:
    acknowledged = store.ledger.mark(number - 2)
    assert acknowledged is not None
    store.outbox.settle(acknowledged, [], [], "1-abc")
    resident = Resident(id=f"r{number}", name="Lê Thị Hoa", birth_year=1987)
    store.roster.apply(
        [Change("resident", resident.id, msgspec.json.encode(resident))],
        after=store.roster.cursor(),
        cursor=f"c{number}",
        restart=False,
        more=False,
        at=_AT,
    )


def main() -> None:
    home, recording, synchronous = sys.argv[1:]
    recorder = Recorder()
    recorder.register()
    with StationStore.open(Path(home)) as store:
        with store.database.ensure_autocommit_on():
            store.database.execute(f"PRAGMA synchronous = {synchronous}")
            store.database.execute("PRAGMA wal_autocheckpoint = 60")  # cuts fall into some of them
        work(store, recorder)
        Path(recording).write_bytes(msgspec.msgpack.encode(recorder.steps))


if __name__ == "__main__":
    main()
