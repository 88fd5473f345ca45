"""What `pip install` would put on a machine."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("station", "ui", "sync")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel, built from a copy: building leaves files in the tree."""
    source = tmp_path_factory.mktemp("source") / "tram"
    dropped = shutil.ignore_patterns(".*", "build", "__pycache__", "*.egg-info")
    shutil.copytree(ROOT, source, ignore=dropped)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(source.parent), str(source)]
    subprocess.run(command, check=True, timeout=300)
    (built,) = source.parent.glob("*.whl")
    return ZipFile(built)


def test_every_file_of_the_packages_is_in_the_wheel(wheel: ZipFile) -> None:
    command = ["git", "ls-files", *PACKAGES]
    tracked = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    pages = {"sync/PROTOCOL.md"}

    missing = set(tracked.stdout.splitlines()) - pages - set(wheel.namelist())

    assert missing == set()


def test_nothing_but_the_packages_is_in_the_wheel(wheel: ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}

    assert {top for top in tops if not re.fullmatch(r"tram-.*\.dist-info", top)} == set(PACKAGES)


def test_the_wheel_brings_both_commands(wheel: ZipFile) -> None:
    (scripts,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]

    commands = re.findall(r"^(\S+) =", wheel.read(scripts).decode(), re.MULTILINE)

    assert sorted(commands) == ["tram", "tram-hub"]
