"""Issuing and withdrawing passes."""

from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec
import segno

from sync.hub.commands.base import existing_site
from sync.hub.passes import issue_passes
from sync.hub.sites import revoke_pass


@click.group()
def passes() -> None:
    """Signed appointment passes."""


@passes.command("issue")
@click.option("--site", required=True)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Else today and all days to come.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="A line of JSON each.")
@click.option("--png", type=click.Path(path_type=Path), help="Draws each as a QR, named by id.")
def issue(site: str, day: datetime | None, out: Path, png: Path | None) -> None:
    """Issues a pass for each appointment: resident, name, birth_year, and the pass itself."""
    issued = list(issue_passes(existing_site(site), day.date() if day else None, datetime.now(UTC)))
    encoder = msgspec.json.Encoder()
    out.write_bytes(b"".join(encoder.encode(each) + b"\n" for each in issued))
    if png:
        png.mkdir(parents=True, exist_ok=True)
        for each in issued:
            code = segno.make_qr(each.text, error="m")
            code.save(str(png / f"{each.resident}.png"), scale=6)
    click.echo(f"{len(issued)} passes in {out}")


@passes.command("revoke")
@click.argument("number")
def revoke(number: str) -> None:
    """Withdraws the pass of that NUMBER (hex): every table refuses it from then on."""
    revoke_pass(number, datetime.now(UTC))
