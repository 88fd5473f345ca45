"""The technician's page, followed to the letter: its file is written, its commands are run."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.shell import ROOT, Block, blocks

PAGE = ROOT / "docs/technician.md"
PORT = "8443"
BIN = Path(sys.executable).parent
WITHIN_S = 300


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """All that the page's commands print, in a home of its own. Each of them has succeeded."""
    home = tmp_path_factory.mktemp("home")
    for block in blocks(PAGE):
        if block.language == "csv":
            (home / block.label).write_text(block.text)
    script = "\n".join(["set -euo pipefail", *map(as_script, blocks(PAGE))])
    environment = os.environ | {"HOME": str(home), "PATH": f"{BIN}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", script.replace(PORT, str(free_port()))],
        cwd=home,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=WITHIN_S,
    ).stdout


def as_script(block: Block) -> str:
    match block.language, block.label:
        case "sh", "run":
            return block.text
        case "sh", "serve":
            served = f"exec 3< <(exec {block.text.strip()})\ntrap 'kill {'$!'}' EXIT"
            return f"{served}\nread -r line <&3\n[[ $line == Serving* ]]"
    return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_the_good_rows_of_the_list_come_in_and_the_bad_one_is_named(said: str) -> None:
    assert "Not imported: line 4, birth_date" in said
    assert "2 rows imported" in said


def test_the_table_is_enrolled_and_has_the_list(said: str) -> None:
    assert "đã đăng ký Bàn 1, bàn 1, điểm lang-thuong" in said
    assert "hub: online" in said
    assert "Nguyễn Thị Hồng Phượng" in said


def test_the_hub_has_heard_the_table(said: str) -> None:
    (row,) = [line for line in said.splitlines() if line.startswith("lang-thuong-1-")]

    assert "heard never" not in row
