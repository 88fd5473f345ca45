"""The command line of a station."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from station.console.desk import desk
from station.console.look import find, ledger, status
from station.console.parked import parked
from station.demo.command import demo

_DEFAULT_HOME = Path("~/.local/share/tram")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="TRAM_HOME",
    default=_DEFAULT_HOME.expanduser(),
    show_default=True,
    help="The folder of this station: its database, its key, station.toml.",
)
@click.version_option(package_name="tram")
@click.pass_context
def main(context: click.Context, home: Path) -> None:
    """Trạm: check-in at an injection table, with or without a network."""
    context.obj = home


for shown in (desk, status, find, parked, ledger, demo):
    main.add_command(shown)

_PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}


def _become(module: str, home: Path, arguments: tuple[str, ...]) -> NoReturn:
    """This process becomes `module`, so that signals and exit codes are its own."""
    sys.stdout.flush()
    os.execv(  # noqa: S606 - our own interpreter, no shell
        sys.executable, [sys.executable, "-m", module, "--home", str(home), *arguments]
    )


def _passed_on(name: str, module: str, leading: tuple[str, ...], summary: str) -> click.Command:
    @click.command(name, context_settings=_PASS_ON, help=summary, short_help=summary)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    @click.pass_obj
    def command(home: Path, arguments: tuple[str, ...]) -> None:
        _become(module, home, (*leading, *arguments))

    return command


for name, module, leading, summary in (
    ("kiosk", "ui", (), "The kiosk window of this table."),
    ("sync", "sync", (), "Exchange events and the list with the hub."),
    ("enrol", "sync", ("enrol",), "Make this station known to the hub of an enrolment code."),
):
    main.add_command(_passed_on(name, module, leading, summary))

if __name__ == "__main__":
    main()
