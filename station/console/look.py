"""`tram status`, `tram find` and `tram ledger verify`: look at a station, change nothing."""

from datetime import datetime
from pathlib import Path

import click
import msgspec

from station.console.command import StationCommand
from station.store.station import StationStore


class StatusNow(msgspec.Struct, frozen=True, kw_only=True):
    """What `tram status --json` tells; all counts are of this station's own ledger."""

    station: str
    table: int
    list_as_of: datetime | None
    tables: int
    hub: str
    events: int
    acknowledged: int
    to_send: int
    parked: int
    by_kind: dict[str, int]


@click.command(cls=StationCommand)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def status(home: Path, as_json: bool) -> None:
    """How fresh the list is, what was recorded, and what is still to be sent."""
    with StationStore.open(home) as store:
        now = _now(store)
    if as_json:
        click.echo(msgspec.json.encode(now))
        return
    for name, value in msgspec.to_builtins(now).items():
        click.echo(f"{name.replace('_', ' ')}: {value}")


def _now(store: StationStore) -> StatusNow:
    here = store.identity.require()
    seen = store.status.read()
    return StatusNow(
        station=here.station,
        table=here.table,
        list_as_of=seen.as_of,
        tables=seen.tables,
        hub=seen.contact.state,
        events=store.ledger.tip().seq,
        acknowledged=store.outbox.acknowledged().seq,
        to_send=seen.to_send,
        parked=seen.parked,
        by_kind=store.ledger.counts(),
    )


@click.command(cls=StationCommand)
@click.argument("text", nargs=-1, required=True)
@click.pass_obj
def find(home: Path, text: tuple[str, ...]) -> None:
    """Find residents by name without accents, birth year, or last digits of id or phone."""
    with StationStore.open(home) as store:
        for person in store.search.find(" ".join(text)):
            click.echo(f"{person.id}  {person.name}  {person.birth_date or person.birth_year}")


@click.group()
def ledger() -> None:
    """The events of this station."""


@ledger.command(cls=StationCommand)
@click.pass_obj
def verify(home: Path) -> None:
    """Check every event against the chain of hashes."""
    with StationStore.open(home) as store:
        damage = store.ledger.verify()
        last = store.ledger.tip().seq
    if damage:
        raise click.ClickException(f"event {damage.seq}: {damage.why}")
    click.echo(f"{last} events, the chain of hashes is whole")
