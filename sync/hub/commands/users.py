"""Who may see a site's pages."""

import sys

import click
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sync.hub.commands.base import existing_site
from sync.hub.models import Membership


@click.group()
def user() -> None:
    """People who see the pages of a site."""


@user.command("add")
@click.argument("name")
@click.option("--site", required=True)
def add_a_user(name: str, site: str) -> None:
    """Lets NAME see a site; the password is the first line of standard input."""
    at = existing_site(site)
    password = sys.stdin.readline().rstrip("\r\n")
    person = User.objects.filter(username=name).first() or User(username=name)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise click.ClickException(f"Not this password: {' '.join(error.messages)}") from error
    person.set_password(password)
    person.save()
    Membership.objects.get_or_create(user=person, site=at)


@user.command("remove")
@click.argument("name")
@click.option("--site", required=True)
def remove_a_user(name: str, site: str) -> None:
    """Takes the site away from NAME."""
    gone, _ = Membership.objects.filter(user__username=name, site=existing_site(site)).delete()
    if not gone:
        raise click.ClickException(f"{name} does not see the site {site}.")
