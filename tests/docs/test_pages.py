"""The pages say nothing that is not there: commands, options, targets, files, links."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.shell import PAGES, ROOT, Block, blocks, commands

BIN = Path(sys.executable).parent
DEBIANS = {"cd", "chmod", "chown", "cp", "git", "install", "journalctl", "ls", "systemctl"} | {
    "systemd-sysusers",
    "systemd-tmpfiles",
}
LINK = re.compile(r"\]\(([^)#:]+)\)")


def written() -> Iterator[tuple[Block, tuple[str, ...]]]:
    for page in PAGES:
        for block in blocks(page):
            if block.language == "sh":
                yield from ((block, command) for command in commands(block))


def ours() -> list[tuple[str, ...]]:
    """Our own commands, each once."""
    words = {(Path(words[0]).name, *words[1:]) for _, words in written()}
    return sorted(command for command in words if command[0] in ("tram", "tram-hub"))


@pytest.mark.parametrize("command", ours(), ids=" ".join)
def test_a_command_and_its_options_exist(command: tuple[str, ...], tmp_path: Path) -> None:
    """--help is answered only after every option before it was recognised."""
    asked = [str(BIN / command[0]), *command[1:], "--help"]
    environment = os.environ | {"HOME": str(tmp_path), "KIVY_NO_CONSOLELOG": "1"}

    answered = subprocess.run(
        asked, check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
    )

    assert answered.returncode == 0, answered.stderr
    assert "Usage:" in answered.stdout


def test_a_target_of_make_exists() -> None:
    targets = {word for _, (name, *words) in written() if name == "make" for word in words}
    targets = {target for target in targets if "=" not in target}

    assert {"demo", "test"} <= targets
    subprocess.run(["make", "--dry-run", *targets], cwd=ROOT, check=True, capture_output=True)


def test_every_other_program_is_one_of_debians() -> None:
    names = {Path(words[0]).name for _, words in written()}

    assert names - DEBIANS - {"tram", "tram-hub", "make"} == set()


def test_a_file_of_ours_that_a_command_names_exists() -> None:
    named = {
        word
        for _, words in written()
        for word in words
        if word.startswith(("systemd/", "docs/", "/opt/tram/systemd/"))
    }

    missing = [name for name in named if not (ROOT / name.removeprefix("/opt/tram/")).exists()]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text())

    assert [target for target in targets if not (page.parent / target).exists()] == []
