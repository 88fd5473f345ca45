"""Stations: making them known, and turning them away."""

from datetime import UTC, datetime
from pathlib import Path

import click
import segno

from station.codes import enrolment
from sync.hub.certificate import fingerprint
from sync.hub.commands.base import existing_site, pass_home
from sync.hub.enrolment import new_code
from sync.hub.home import Home
from sync.hub.models import Station
from sync.hub.sites import add_station

_qr = click.option(
    "--qr", type=click.Path(path_type=Path), help="Draws the code into this PNG file."
)
_url = click.option("--url", help="How the station reaches this hub; else as it was last served.")


@click.group()
def station() -> None:
    """Stations: one a table."""


@station.command("add")
@click.option("--site", required=True)
@click.option("--table", required=True, type=click.IntRange(min=1))
@click.option("--name", required=True)
@_qr
@_url
@pass_home
def add_a_station(  # noqa: PLR0917 - click passes them by name
    home: Home, site: str, table: int, name: str, qr: Path | None, url: str | None
) -> None:
    """Adds a station and prints the code that enrols it once, within 15 minutes."""
    _show_code(home, add_station(existing_site(site), name, table), qr, url)


@station.command("code")
@click.argument("station")
@_qr
@_url
@pass_home
def make_a_code(home: Home, station: str, qr: Path | None, url: str | None) -> None:
    """Prints a new code for a station, where the old one was too late or its card is new."""
    _show_code(home, existing_station(station), qr, url)


@station.command("revoke")
@click.argument("station")
def revoke(station: str) -> None:
    """Turns a station away: it sends what it has, then locks and wipes its list."""
    found = existing_station(station)
    found.revoked_at = datetime.now(UTC)
    found.save(update_fields=["revoked_at"])


def existing_station(name: str) -> Station:
    found = Station.objects.filter(pk=name).first()
    if found is None:
        raise click.ClickException(f"There is no station {name!r}. See: tram-hub station list")
    return found


@station.command("list")
def list_stations() -> None:
    """Prints the stations: id, table, last event, when it was last heard."""
    for row in Station.objects.order_by("site", "table"):
        heard = f"{row.last_heard_at:%Y-%m-%d %H:%M:%SZ}" if row.last_heard_at else "never"
        revoked = " revoked" if row.revoked_at else ""
        click.echo(f"{row.id}\ttable {row.table}\tevent {row.tip_seq}\theard {heard}{revoked}")


def _show_code(home: Home, station: Station, qr: Path | None, url: str | None) -> None:
    code = enrolment.EnrolmentCode(
        url=url or _served_at(home),
        fingerprint=fingerprint(home.certificate),
        code=new_code(station, datetime.now(UTC)),
    )
    text = enrolment.write(code)
    if qr:
        segno.make(text, error="m", micro=False).save(str(qr), kind="png", scale=8)
    click.echo(text)


def _served_at(home: Home) -> str:
    if home.url.exists():
        return home.url.read_text()
    raise click.UsageError("The hub was never served, so its address is not known: give --url.")
