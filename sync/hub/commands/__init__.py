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

__all__ = ["commands", "must_be_made", "need_a_hub"]


@click.group(epilog="The hub's folder is --home DIR before the command, or TRAM_HUB_HOME.")
def commands() -> None:
    """Runs a Trạm hub: the list, the stations' ledgers, the day's log."""


def need_a_hub(arguments: tuple[str, ...]) -> bool:
    """Whether these arguments ask for more than help, or for the hub itself to be made."""
    return arguments[:1] not in ((), (init.name,)) and "--help" not in arguments


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
