"""Django's own commands, for those who know them."""

import click
from django.core.management import execute_from_command_line


@click.command(add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Runs a command of Django's, such as `dbshell` or `changepassword`."""
    execute_from_command_line(["tram-hub manage", *arguments])
