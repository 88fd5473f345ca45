"""Renders the screens into build/screens: `python -m tests.screens.gallery`.

A window keeps the size it was opened with, so each size and language is a process of its own.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click

from station.config import Language
from ui.display import prepared, where
from ui.window import Window, WindowOptions, configure

SIZES = ("800x480", "1024x600", "1280x720")
FOLDER = Path("build/screens")


@click.command()
@click.option("--size", help="One size only, in this process.")
@click.option("--lang", default=Language.VIETNAMESE.value)
def main(size: str | None, lang: str) -> None:
    """Renders every state of every screen in every size and language."""
    if size is not None:
        _render(size, Language(lang))
        return
    for each in SIZES:
        for language in Language:
            module = [sys.executable, "-m", __spec__.name]
            subprocess.run([*module, "--size", each, "--lang", language.value], check=True)


def _render(size: str, language: Language) -> None:
    width, _, height = size.partition("x")
    pixels = (int(width), int(height))
    with tempfile.TemporaryDirectory(prefix="gallery-") as folder:
        configure(WindowOptions(size=pixels, fullscreen=False, folder=Path(folder) / "kivy"))
        os.environ["KCFG_GRAPHICS_MAXFPS"] = "0"  # as fast as it draws
        with prepared(where(headless=True), pixels):
            # Kivy opens its window when it is imported, so not before it is configured.
            from tests.screens.stage import Stage  # noqa: PLC0415
            from tests.screens.states import STATES  # noqa: PLC0415

            window = Window.open()
            for title, way in STATES.items():
                stage = Stage(Path(folder) / title, window, language)
                way(stage)
                stage.picture(FOLDER / f"{language.value}-{size}" / f"{title}.png")
                stage.leave()


if __name__ == "__main__":
    main()
