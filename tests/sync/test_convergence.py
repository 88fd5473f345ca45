"""Two stations, a hub, and all that can happen between them: they always agree in the end.

Calls are lost, cut, repeated and overtaken, cards are pulled, the hub goes back to a backup. Once
the calls get through again, the hub holds every event of both ledgers once, to the byte, and both
stations know of the same doses and arrivals.
"""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from station.store.identity import Enrolled
from station.store.station import StationStore
from sync.outcome import Exchanged
from tests.sync.faulty import Fault, FaultyTable, LaneName
from tests.sync.piped_hub import AddStation, BackUp, PipedHub, Restore

TABLES = st.sampled_from([0, 1])
RESIDENTS = st.sampled_from([0, 1])
ROUNDS_UNTIL_QUIET = 40


class World(msgspec.Struct, frozen=True):
    """What every run begins with: a hub and two tables, in agreement about two residents."""

    hub: PipedHub
    backup: Path
    homes: tuple[Path, Path]
    residents: tuple[str, str]
    runs: Iterator[Path]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with PipedHub(folder / "hub") as hub:
        homes = enrolled(hub, folder / "table-1", 1), enrolled(hub, folder / "table-2", 2)
        tables = [FaultyTable(home, hub) for home in homes]
        residents = tables[0].walk_in(), tables[0].walk_in()
        until_quiet(tables)
        for table in tables:
            table.close()
        hub.do(BackUp(str(folder / "backup")))
        runs = (folder / f"run-{number}" for number in count())
        yield World(hub, folder / "backup", homes, residents, runs)


def enrolled(hub: PipedHub, home: Path, table: int) -> Path:
    key = Ed25519PrivateKey.generate()
    station = hub.do(AddStation(table, key.public_key().public_bytes_raw())).body.decode()
    with StationStore.open(home) as store:
        store.identity.set(
            Enrolled(
                station=station,
                site="q1",
                table=table,
                name=f"Bàn {table}",
                hub_url="https://hub.invalid",
                fingerprint="00" * 32,
                private_key=key.private_bytes_raw(),
            )
        )
    return home


def until_quiet(tables: list[FaultyTable]) -> None:
    """Calls that get through, until a round of them brings nothing in either direction."""
    for _ in range(ROUNDS_UNTIL_QUIET):
        calls = [table.call(lane) for table in tables for lane in LaneName]
        if all(isinstance(call, Exchanged) and not (call.sent or call.received) for call in calls):
            return
    raise AssertionError(f"not quiet after {ROUNDS_UNTIL_QUIET} rounds")


class Site(RuleBasedStateMachine):
    """Each run takes a copy of the `world`."""

    world: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.folder = next(self.world.runs)
        self.world.hub.do(Restore(str(self.world.backup), renew=False))
        self.tables = [self.opened(home) for home in self.world.homes]
        self.backups = 0

    def opened(self, home: Path) -> FaultyTable:
        own = self.folder / home.name
        if not own.exists():
            shutil.copytree(home, own)
        return FaultyTable(own, self.world.hub)

    @rule(table=TABLES, resident=RESIDENTS)
    def arrive(self, table: int, resident: int) -> None:
        self.tables[table].arrive(self.world.residents[resident])

    @rule(table=TABLES, resident=RESIDENTS)
    def turn_away(self, table: int, resident: int) -> None:
        self.tables[table].turn_away(self.world.residents[resident])

    @rule(table=TABLES, resident=RESIDENTS)
    def dose(self, table: int, resident: int) -> None:
        self.tables[table].doses.append(self.tables[table].dose(self.world.residents[resident]))

    @rule(table=TABLES)
    def take_back(self, table: int) -> None:
        if self.tables[table].doses:
            self.tables[table].take_back(self.tables[table].doses.pop())

    @rule(table=TABLES, lane=st.sampled_from(LaneName), fault=st.sampled_from(Fault))
    def call(self, table: int, lane: LaneName, fault: Fault) -> None:
        self.tables[table].call(lane, fault)

    @rule(
        table=TABLES,
        lane=st.sampled_from(LaneName),
        fault=st.sampled_from([Fault.OVERTAKEN, Fault.ANSWER_LATE]),
        resident=RESIDENTS,
    )
    def call_overtaken_by_the_other_lane(
        self, table: int, lane: LaneName, fault: Fault, resident: int
    ) -> None:
        other = LaneName.LISTEN if lane is LaneName.SEND else LaneName.SEND

        def meanwhile() -> None:
            self.dose(table, resident)
            self.tables[table].call(other)

        self.tables[table].call(lane, fault, meanwhile)

    @rule(renew=st.booleans(), table=TABLES, lane=st.sampled_from(LaneName))
    @precondition(lambda self: self.backups)
    def restore_during_a_call(self, renew: bool, table: int, lane: LaneName) -> None:
        self.tables[table].call(lane, Fault.ANSWER_LATE, lambda: self.restore(renew))

    @rule()
    def back_up(self) -> None:
        self.backups += 1
        self.world.hub.do(BackUp(str(self.folder / "backup")))

    @rule(renew=st.booleans())
    @precondition(lambda self: self.backups)
    def restore(self, renew: bool) -> None:
        self.world.hub.do(Restore(str(self.folder / "backup"), renew=renew))

    @rule(table=TABLES)
    def pull_the_card(self, table: int) -> None:
        doses = self.tables[table].doses
        self.tables[table].close()
        self.tables[table] = self.opened(self.world.homes[table])
        self.tables[table].doses = doses

    @invariant()
    def every_ledger_is_sound(self) -> None:
        for table in self.tables:
            assert table.store.ledger.verify() is None
            assert table.store.outbox.parked() == []

    @invariant()
    def the_hub_holds_nothing_that_no_ledger_has(self) -> None:
        held = self.world.hub.events()
        assert len(held) == len(set(held))
        assert set(held) <= self.kept()

    def kept(self) -> set[tuple[str, int, bytes]]:
        return {
            (table.me.station, entry.seq, entry.canonical)
            for table in self.tables
            for entry in table.store.ledger.entries(0, 1000)
        }

    def teardown(self) -> None:
        until_quiet(self.tables)
        held = self.world.hub.events()
        assert len(held) == len(set(held))
        assert set(held) == self.kept()
        assert [table.store.outbox.backlog() for table in self.tables] == [0, 0]
        for resident in self.world.residents:
            one, other = (table.knows(resident) for table in self.tables)
            assert one == other
            assert one[0] == self.standing(resident)
        for table in self.tables:
            table.close()
        shutil.rmtree(self.folder)

    def standing(self, resident: str) -> set[str]:
        doses = (dose for table in self.tables for dose in table.doses)
        return {dose.id for dose in doses if dose.resident == resident}


def test_two_stations_and_a_hub_always_agree_in_the_end(world: World) -> None:
    class OurSite(Site):
        pass

    OurSite.world = world
    run_state_machine_as_test(OurSite, settings=settings(max_examples=40, stateful_step_count=25))
