"""The lock: whole, pinned, hashed, and tied to no index."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries() -> list[tuple[Requirement, int]]:
    """Each line of the lock with the number of its hashes."""
    joined = LOCK.replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(Requirement(HASH.sub("", line)), len(HASH.findall(line))) for line in lines]


def pinned() -> dict[str, str]:
    """The version of each package that the lock gives this machine."""
    here = [entry for entry, _ in entries() if entry.marker is None or entry.marker.evaluate()]
    return {
        canonicalize_name(entry.name): str(entry.specifier).removeprefix("==") for entry in here
    }


def wanted() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    lists = [PROJECT["build-system"]["requires"], PROJECT["project"]["dependencies"], *extras]
    return [Requirement(line) for lines in lists for line in lines]


def test_the_lock_names_no_host() -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", LOCK)


def test_every_line_is_one_exact_version_with_hashes() -> None:
    loose = [
        str(entry)
        for entry, hashes in entries()
        if not hashes or not re.fullmatch(r"==[^,*]+", str(entry.specifier))
    ]

    assert loose == []


@pytest.mark.parametrize("requirement", wanted(), ids=str)
def test_what_the_project_asks_for_is_in_the_lock(requirement: Requirement) -> None:
    assert requirement.specifier.contains(pinned()[canonicalize_name(requirement.name)])


def test_what_is_tested_is_what_is_locked() -> None:
    installed = {name: version(name) for name in pinned()}

    assert installed == pinned()
