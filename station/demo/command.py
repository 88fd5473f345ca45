"""`tram demo`: its options, and how it ends."""

from pathlib import Path

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The account as one JSON object, at the end.")
@click.option("--residents", type=click.IntRange(12, 5000), default=500, show_default=True)
@click.option("--stations", type=click.IntRange(1, 8), default=3, show_default=True)
@click.option("--seed", type=int, help="The same seed invents the same people.")
@click.option("--camera", metavar="SPEC", help="A device, a video file or a folder of photos.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep databases, logs and passes in this folder.",
)
def demo(
    as_json: bool,
    residents: int,
    stations: int,
    seed: int | None,
    camera: str | None,
    keep: Path | None,
) -> None:
    """Show the product at work: a hub, its stations, and a day of residents in minutes."""
    raise click.ClickException("not yet")
