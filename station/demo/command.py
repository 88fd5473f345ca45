"""`tram demo`: its options, its folders, and how it ends."""

import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from station.demo.child import DemoError
from station.demo.children import Children
from station.demo.day import fewest_residents, seconds_to_spare
from station.demo.progress import Progress
from station.demo.showing import showing
from station.demo.story import Plan, Played, play
from station.demo.telling import account_told, way_to_the_log


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The account as JSON, on the last line.")
@click.option("--residents", type=click.IntRange(1, 20_000), default=500, show_default=True)
@click.option("--stations", type=click.IntRange(1, 9), default=3, show_default=True)
@click.option("--seed", type=int, help="The same number invents the same people.")
@click.option(
    "--camera",
    metavar="SPEC",
    help="A device, a video file or a folder of photos, for the first station.",
)
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep databases, logs and passes in this folder, which must be new or empty.",
)
def demo(
    *,
    as_json: bool,
    residents: int,
    stations: int,
    seed: int | None,
    camera: str | None,
    keep: Path | None,
) -> None:
    """Show the product at work: a hub, its stations, and a day of residents in a few minutes."""
    if residents < fewest_residents(stations):
        raise click.UsageError(
            f"--residents {residents} is too few: what is special about the day takes "
            f"{fewest_residents(stations)} residents at {stations} stations."
        )
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell makes its background deaf to the first
        signal.signal(number, signal.default_int_handler)
    progress = Progress.on_stderr()
    with _folder(keep) as folder, Children.logging_to(folder / "logs") as children:
        shown = showing(folder if keep else None)
        progress.step(shown.vietnamese, shown.english)
        plan = Plan(
            residents=residents,
            seed=secrets.randbelow(1_000_000) if seed is None else seed,
            now=_now(progress),
            folder=folder,
            desks=shown.desks(stations),
            camera=camera,
        )
        played = _played(plan, children, progress)
        _tell(played, as_json)
        progress.step(shown.vietnamese, shown.english)
    sys.exit(0 if played.account.adds_up else 1)


def _played(plan: Plan, children: Children, progress: Progress) -> Played:
    try:
        return play(plan, children, progress)
    except DemoError as error:
        # Where a hub or a desk has fallen, whatever failed for want of it is not worth a word.
        raise click.ClickException(str(children.fallen() or error)) from error


def _tell(played: Played, as_json: bool) -> None:
    """The last line is the account where JSON was asked for; a person may look at the hub first."""
    if as_json:
        click.echo(msgspec.json.encode(played.account))
        return
    click.echo(f"\n{played.log}\n\n{account_told(played.account)}\n\n{way_to_the_log(played)}")
    if sys.stdin.isatty():
        click.pause("Nhấn một phím để kết thúc. · Press any key to end.")


def _now(progress: Progress) -> datetime:
    """The time. Just before midnight in Hanoi the demo waits: everybody's slot would be over."""
    if (wait_s := seconds_to_spare(datetime.now(UTC))) > 0:
        progress.step("Chờ qua nửa đêm ở Hà Nội", "waiting for midnight in Hanoi to pass")
        time.sleep(wait_s)
    return datetime.now(UTC)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """The folder that takes everything: `keep`, or one that is gone afterwards."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="tram-demo-") as folder:
            yield Path(folder)
        return
    keep.mkdir(parents=True, exist_ok=True)
    if any(keep.iterdir()):
        raise click.UsageError(f"--keep {keep}: the folder is not empty; name a new one.")
    yield keep.resolve()
