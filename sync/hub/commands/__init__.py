"""`tram-hub`: what the person does who runs a hub."""

import click

from sync.hub.commands.accounts import account, events, log
from sync.hub.commands.base import epoch, init, must_be_made, serve
from sync.hub.commands.manage import manage
from sync.hub.commands.passes import passes
from sync.hub.commands.roster import roster
from sync.hub.commands.site import lot, site, staff
from sync.hub.commands.station import station
from sync.hub.commands.users import user

__all__ = ["commands"]


@click.group(epilog="The hub's folder is --home DIR before the command, or TRAM_HUB_HOME.")
@click.pass_context
def commands(context: click.Context) -> None:
    """Runs a Trạm hub: the list, the stations' ledgers, the day's log."""
    asks_for_help = "--help" in context.args
    if context.invoked_subcommand != init.name and not asks_for_help:
        must_be_made(context.obj)


for command in (
    init,
    serve,
    site,
    station,
    staff,
    lot,
    user,
    roster,
    passes,
    log,
    account,
    events,
    epoch,
    manage,
):
    commands.add_command(command)
