"""`tram-hub`: what the person does who runs a hub."""

import click

from sync.hub.commands.base import epoch, init, serve
from sync.hub.commands.roster import roster
from sync.hub.commands.site import lot, site, staff
from sync.hub.commands.station import station

__all__ = ["commands"]


@click.group(epilog="The hub's folder is --home DIR before the command, or TRAM_HUB_HOME.")
def commands() -> None:
    """Runs a Trạm hub: the list, the stations' ledgers, the day's log."""


for command in (init, serve, epoch, site, staff, lot, station, roster):
    commands.add_command(command)
