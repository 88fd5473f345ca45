"""What all commands of a station have in common."""

import click

from station.camera.spec import CameraSpecError
from station.config import ConfigError
from station.store.errors import StoreError


class StationCommand(click.Command):
    """A command whose foreseen failures end in one sentence, not in a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except (CameraSpecError, ConfigError, StoreError) as error:
            raise click.ClickException(str(error)) from error
