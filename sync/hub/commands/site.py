"""Sites, and what each works with."""

from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from station.campaigns import DEFAULT
from station.domain.people import Site
from station.domain.roster import Staff
from sync.hub.commands.base import existing_site
from sync.hub.sites import add_lot, add_site, add_staff


def _a_zone(_: click.Context, __: click.Parameter, name: str) -> str:
    """Every look at the time at this site will ask for it, so it is asked for here first."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise click.BadParameter(
            f"there is no time zone {name!r}; the name is one of IANA's, as Asia/Ho_Chi_Minh"
        ) from error
    return name


@click.group()
def site() -> None:
    """Injection sites."""


@site.command("add")
@click.argument("site")
@click.argument("name")
@click.option("--province", help="Three digits, as in the citizen id.")
@click.option("--timezone", default="Asia/Ho_Chi_Minh", show_default=True, callback=_a_zone)
@click.option("--campaign", default=DEFAULT, show_default=True)
def add_a_site(site: str, name: str, province: str | None, timezone: str, campaign: str) -> None:
    """Adds a site, or changes the one of that id."""
    add_site(Site(id=site, name=name, province=province, timezone=timezone), campaign)


@click.group()
def staff() -> None:
    """The people at the tables."""


@staff.command("add")
@click.option("--site", required=True)
@click.argument("badge")
@click.argument("name")
@click.option("--role", default="nurse", show_default=True)
def add_a_person(site: str, badge: str, name: str, role: str) -> None:
    """Adds a person, or changes the one of that id."""
    add_staff(existing_site(site), Staff(id=badge, name=name, role=role))


@click.group()
def lot() -> None:
    """The lots that a site has received."""


@lot.command("add")
@click.option("--site", required=True)
@click.argument("product")
@click.argument("number")
@click.argument("expiry", type=click.DateTime(["%Y-%m-%d"]))
def add_a_lot(site: str, product: str, number: str, expiry: datetime) -> None:
    """Adds a lot of a product; EXPIRY is YYYY-MM-DD."""
    add_lot(existing_site(site), product, number, expiry.date())
