"""`tram parked`: the events that the hub keeps but could not use."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from station.console.command import StationCommand
from station.store.station import StationStore


@click.group()
def parked() -> None:
    """Events that the hub keeps but could not use."""


@parked.command("list", cls=StationCommand)
@click.pass_obj
def list_(home: Path) -> None:
    """Show each with the hub's reason."""
    with StationStore.open(home) as store:
        for event in store.outbox.parked():
            click.echo(f"{event.seq}  {event.reason}  {event.detail}")


@parked.command(cls=StationCommand)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export(home: Path, file: Path) -> None:
    """Write them to FILE with their bytes (base64), one JSON object a line."""
    with StationStore.open(home) as store:
        file.write_bytes(b"".join(_lines(store)))


def _lines(store: StationStore) -> Iterator[bytes]:
    for event in store.outbox.parked():
        (entry,) = store.ledger.entries(event.seq - 1, 1)
        whole = event._asdict() | {"event": entry.id, "bytes": entry.canonical}
        yield msgspec.json.encode(whole) + b"\n"


@parked.command(cls=StationCommand)
@click.argument("seqs", nargs=-1, type=int, required=True, metavar="SEQ...")
@click.pass_obj
def resend(home: Path, seqs: tuple[int, ...]) -> None:
    """Offer them to the hub again with the next exchange."""
    with StationStore.open(home) as store:
        store.outbox.ask_resend(seqs)
