"""Making a hub, serving it, and telling the stations that it was restored."""

import socket
from datetime import UTC, datetime

import click
from django.core.management import call_command

from sync.hub.certificate import fingerprint, make_certificate
from sync.hub.epoch import ensure_epoch, renew_epoch
from sync.hub.home import Home
from sync.hub.issuer import ensure_issuer_key
from sync.hub.models import Site
from sync.hub.serve import serve as serve_until_stopped

pass_home = click.make_pass_decorator(Home)


@click.command()
@click.option("--name", "names", multiple=True, help="A host name or address that stations use.")
@click.option("--issuer", default="tram", help="The issuer that signed passes name.")
@pass_home
def init(home: Home, names: tuple[str, ...], issuer: str) -> None:
    """Makes a hub, or brings an older one up to date. What is there stays."""
    now = datetime.now(UTC)
    home = Home.make(home.path)
    if not home.certificate.exists():
        make_certificate(home, names or own_names(), now)
    call_command("migrate", verbosity=0, interactive=False)
    ensure_epoch(now)
    ensure_issuer_key(issuer, now)
    click.echo(f"Hub at {home.path}")
    click.echo(f"Certificate SHA-256 {fingerprint(home.certificate)}")


def own_names() -> tuple[str, ...]:
    """What stations may call this machine by."""
    return ("localhost", "127.0.0.1", socket.gethostname())


@click.command()
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8443, show_default=True, help="0 takes a free one.")
@click.option("--url", help="How stations reach this hub, where it is not bind and port.")
@pass_home
def serve(home: Home, bind: str, port: int, url: str | None) -> None:
    """Serves stations and browsers until it is stopped."""

    def listening(port: int) -> None:
        home.url.write_text(url or f"https://{bind}:{port}")
        click.echo(f"Serving {home.url.read_text()}")

    serve_until_stopped(home, bind, port, listening)


@click.group()
def epoch() -> None:
    """The life of the database, by which stations notice a restored hub."""


@epoch.command()
def renew() -> None:
    """After a restore from a backup: stations pull anew and push what this hub lacks."""
    click.echo(renew_epoch(datetime.now(UTC)))


def must_be_made(home: Home) -> None:
    if not home.certificate.exists():
        raise click.ClickException(f"There is no hub at {home.path}. Make one: tram-hub init")


def existing_site(name: str) -> Site:
    """The site of that id. Raises ClickException that names the ones there are."""
    site = Site.objects.filter(pk=name).first()
    if site is None:
        known = ", ".join(Site.objects.values_list("pk", flat=True)) or "none yet"
        raise click.ClickException(f"There is no site {name!r}. Sites: {known}.")
    return site
