"""The command line of a hub."""

import os
from pathlib import Path

import click

from sync.hub.home import Home
from sync.hub.settings import DATABASE_URL, configure


@click.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.option("--home", type=click.Path(path_type=Path), envvar="TRAM_HUB_HOME", default="hub")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def main(home: Path, arguments: tuple[str, ...]) -> None:
    hub = Home(home.resolve())
    configure(hub, os.environ.get(DATABASE_URL))
    # The models can be imported only once Django knows its database.
    from sync.hub.commands import commands, must_be_made, need_a_hub  # noqa: PLC0415

    if need_a_hub(arguments):
        must_be_made(hub)
    commands.main(arguments, prog_name="tram-hub", obj=hub)


if __name__ == "__main__":
    main()
