"""Importing a list."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from sync.hub.commands.base import existing_site
from sync.hub.roster.columns import HeaderError
from sync.hub.roster.importing import Report, import_list
from sync.hub.roster.rows import ListError


@click.group()
def roster() -> None:
    """The list of residents."""


@roster.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", required=True)
def import_a_list(file: Path, site: str) -> None:
    """Imports a CSV file; good rows count, bad ones are named. Again changes nothing."""
    at = existing_site(site)
    today = datetime.now(UTC).astimezone(ZoneInfo(at.timezone)).date()
    try:
        report = import_list(file.read_bytes(), at, today)
    except (ListError, HeaderError) as error:
        raise click.ClickException(f"{file.name}: {error}") from error
    _say(report)


def _say(report: Report) -> None:
    for row in report.bad:
        click.echo(f"Not imported: {row}")
    click.echo(
        f"{report.imported} rows imported, {report.changed} changes, "
        f"{len(report.bad)} rows not imported"
    )
