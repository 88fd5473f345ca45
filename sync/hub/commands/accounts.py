"""What the hub holds, for people and for programs."""

from datetime import datetime
from pathlib import Path

import click
import msgspec
from django.conf import settings
from django.utils import translation

from sync.hub.account import Account, account_of, held_events
from sync.hub.commands.base import existing_site
from sync.hub.daily_log import daily_log
from sync.hub.log_csv import log_as_csv
from sync.hub.log_text import log_as_text

_site = click.option("--site", required=True)
_day = click.option("--day", type=click.DateTime(["%Y-%m-%d"]))
_encoder = msgspec.json.Encoder()


@click.command()
@_site
@_day
@click.option("--json", "as_json", is_flag=True, help="One line of JSON.")
def account(site: str, day: datetime | None, as_json: bool) -> None:
    """Counts what the hub holds of a site, or of one of its days."""
    counted = account_of(existing_site(site), day.date() if day else None)
    if as_json:
        click.echo(_encoder.encode(counted).decode())
    else:
        _say(counted)


def _say(counted: Account) -> None:
    for name, value in msgspec.structs.asdict(counted).items():
        if name != "stations":
            click.echo(f"{name.replace('_', ' ')}: {'all' if value is None else value}")
    for each in counted.stations:
        click.echo(
            f"{each.station} (table {each.table}): up to {each.last_seq}, {each.events} events, "
            f"{each.parked} parked, {each.forked} forked"
        )


@click.command()
@_site
@_day
def events(site: str, day: datetime | None) -> None:
    """Lists the events of a site, a line of JSON each: event, station, seq, kind, stands."""
    for held in held_events(existing_site(site), day.date() if day else None):
        click.echo(_encoder.encode(held))


@click.command()
@_site
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--csv", type=click.Path(path_type=Path), help="Writes doses and refusals there.")
def log(site: str, day: datetime, csv: Path | None) -> None:
    """Prints the daily log of a site."""
    of_day = daily_log(existing_site(site), day.date())
    with translation.override(settings.LANGUAGE_CODE):
        click.echo(log_as_text(of_day))
        if csv:
            csv.write_text(log_as_csv(of_day), encoding="utf-8", newline="")
