"""`tram desk`: the desk, worked from a terminal."""

import sys
from pathlib import Path

import click

from station.camera.spec import open_scanner
from station.clock import SystemClock
from station.config import CONFIG_FILE, load_config
from station.console.command import StationCommand
from station.desk import Report, TableDesk
from station.lines import line_of
from station.resuming import resumed
from station.store.station import StationStore
from station.terminal import Happenings, attend, type_into


@click.command(cls=StationCommand)
@click.option("--camera", help="A device, a stream, a folder of pictures or a video file.")
@click.option("--staff", help="The id of who works at the table.")
@click.pass_obj
def desk(home: Path, camera: str | None, staff: str | None) -> None:
    """Work the desk from this terminal: touches are typed, answers are JSON lines.

    The touches: confirm, decide WHY, edit, refuse, back, search, type TEXT, pick RESIDENT, undo,
    choose PRODUCT LOT EXPIRY, vial PRODUCT LOT EXPIRY DOSES, quit.
    """
    config = load_config(home / CONFIG_FILE)
    who = staff or config.staff
    if who is None:
        raise click.UsageError("Nobody is named: give --staff ID, or set staff in station.toml.")
    with StationStore.open(home) as store:
        clock = SystemClock(store.times)
        here = store.identity.require()
        table = TableDesk(store, clock, here, resumed(store, clock, who), _print)
        _attend(table, camera or config.camera)


def _attend(table: TableDesk, camera: str) -> None:
    happenings: Happenings = Happenings()
    with open_scanner(camera, happenings.put, happenings.put):
        type_into(happenings, sys.stdin)
        attend(table, happenings, lambda complaint: click.echo(complaint, err=True))


def _print(report: Report) -> None:
    if (line := line_of(report)) is not None:
        click.echo(line)
