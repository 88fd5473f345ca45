"""The kiosk of a table: `python -m ui`, also `tram kiosk`."""

import logging
import os
import re
from pathlib import Path

import click

from station.camera.spec import CameraSpecError
from station.config import CONFIG_FILE, ConfigError, Language, load_config
from station.store.errors import StoreError
from ui.display import NoDisplayError, prepared, where
from ui.window import WindowOptions, configure

_LANGUAGES = [language.value for language in Language]
_FOLDER = click.Path(path_type=Path, file_okay=False)


class PixelSize(click.ParamType[tuple[int, int]]):
    """Width and height in pixels, as in `800x480`."""

    name = "WxH"

    def convert(
        self, value: str, param: click.Parameter | None, context: click.Context | None
    ) -> tuple[int, int]:
        """The two numbers. Fails naming what stands there."""
        match = re.fullmatch(r"(\d+)x(\d+)", value)
        if match is None:
            self.fail(f"{value!r} is no size; write it like 800x480", param, context)
        return int(match[1]), int(match[2])


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=_FOLDER, envvar="TRAM_HOME", required=True, help="The station's.")
@click.option("--camera", help="A device, a stream, a video file or a folder of pictures.")
@click.option("--staff", help="The id of who works at the table.")
@click.option("--lang", type=click.Choice(_LANGUAGES), help="The language of the screens.")
@click.option("--size", type=PixelSize(), default="800x480", show_default=True)
@click.option("--fullscreen", is_flag=True, help="The whole screen, without a pointer.")
@click.option("--headless", is_flag=True, help="Draw off screen although there is a display.")
@click.option("--remote", is_flag=True, help="Touches as lines on standard input, JSON lines out.")
@click.option("--screens", type=_FOLDER, help="Save a picture of each screen that is shown here.")
def main(
    *,
    home: Path,
    camera: str | None,
    staff: str | None,
    lang: str | None,
    size: tuple[int, int],
    fullscreen: bool,
    headless: bool,
    remote: bool,
    screens: Path | None,
) -> None:
    """The kiosk window of this table, on a display or, where there is none, off screen."""
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    try:
        config = load_config(home / CONFIG_FILE)
        who = staff or config.staff
        if who is None:
            raise click.UsageError("Nobody is named: give --staff ID, or set it in station.toml.")
        scratch = Path(os.environ.get("KIVY_HOME") or home / "kivy")
        with prepared(where(headless=headless), size):
            configure(WindowOptions(size=size, fullscreen=fullscreen, folder=scratch))
            # Kivy opens its window when it is imported, so not before it is configured.
            from ui.app import Options, run  # noqa: PLC0415

            options = Options(
                home=home,
                scratch=scratch,
                camera=camera or config.camera,
                staff=who,
                language=Language(lang or config.language),
                remote=remote,
                screens=screens,
            )
            run(options)
    except (CameraSpecError, ConfigError, NoDisplayError, StoreError) as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main(prog_name="tram kiosk")
