"""The sync process of a station, and its enrolment."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from station.codes import enrolment
from station.codes.limits import MalformedError
from station.store.errors import StoreError
from station.store.identity import Enrolled
from sync import enrolling, process
from sync.connections import ignore_the_date
from sync.once import exchange_once
from sync.outcome import Exchanged
from sync.words import sentence

_DEFAULT_HOME = Path("~/.local/share/tram")


@click.group(invoke_without_command=True)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="TRAM_HOME",
    default=_DEFAULT_HOME.expanduser(),
    show_default=True,
    help="The folder of this station.",
)
@click.option("--once", is_flag=True, help="Send and fetch everything, then end.")
@click.pass_context
def main(context: click.Context, home: Path, once: bool) -> None:
    """Keeps the station and its hub at one, until it is told to stop."""
    context.obj = home
    ignore_the_date()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    if context.invoked_subcommand is not None:
        return
    with _errors_as_sentences():
        if once:
            _exchange(home)
        else:
            _run(home)


@main.command()
@click.argument("text")
@click.pass_obj
def enrol(home: Path, text: str) -> None:
    """Makes this station known to the hub whose enrolment code TEXT is (TRAM1:…)."""
    with _errors_as_sentences():
        outcome = enrolling.enrol(home, enrolment.read(text))
    match outcome:
        case Enrolled(name=name, table=table, site=site):
            click.echo(f"đã đăng ký {name}, bàn {table}, điểm {site}")
            click.echo(f"enrolled {name}, table {table}, site {site}")
        case failure:
            raise click.ClickException(sentence(failure))


def _exchange(home: Path) -> None:
    summary = exchange_once(home)
    click.echo(sentence(Exchanged(sent=summary.sent, received=summary.received)))
    if summary.broke_off is not None:
        raise click.ClickException(sentence(summary.broke_off))


def _run(home: Path) -> None:
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    if not process.run(home, stopping):
        raise SystemExit(1)


@contextmanager
def _errors_as_sentences() -> Iterator[None]:
    try:
        yield
    except (StoreError, MalformedError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
