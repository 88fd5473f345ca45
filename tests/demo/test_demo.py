"""`tram demo` itself: the installed command, a small day, with everything that is real about it."""

import contextlib
import csv
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from station.demo.accounting import Account
from station.demo.children import installed

PATIENCE_S = 120.0
PERSONAL = ("Họ và tên", "Số CCCD", "Số điện thoại")
KEYS = {
    "residents",
    "scans",
    "recorded",
    "turned_away",
    "acknowledged",
    "in_hub",
    "lost",
    "duplicates",
    "to_review",
    "parked",
    "scan_to_verdict_ms",
    "record_ms",
}


@contextlib.contextmanager
def demo(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A demo at work in `folder`."""
    small = ("--residents", "24", "--stations", "2", "--seed", "7", "--json")
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [installed("tram"), "demo", *small, "--keep", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=pipe,
        stderr=pipe,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def processes_of(folder: Path) -> list[int]:
    """Every process that was started for `folder`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def wait_for(path: Path) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not path.exists():
        assert time.monotonic() < deadline_s, f"{path} never came"
        time.sleep(0.05)


class Ended(msgspec.Struct, frozen=True):
    folder: Path
    status: int
    said: list[str]
    told: str


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """A demo that nobody has disturbed."""
    folder = tmp_path_factory.mktemp("demo") / "kept"
    with demo(folder) as process:
        said, told = process.communicate(timeout=PATIENCE_S)
    return Ended(folder, process.returncode, said.splitlines(), told)


def test_the_account_adds_up_and_says_so_in_the_last_line(ended: Ended) -> None:
    assert ended.status == 0, ended.told
    assert set(msgspec.json.decode(ended.said[-1])) == KEYS
    account = msgspec.json.decode(ended.said[-1], type=Account)
    assert account.residents == 24
    assert account.scans == account.recorded + account.turned_away
    assert account.scans == account.acknowledged == account.in_hub
    assert (account.lost, account.duplicates, account.parked) == (0, 0, 0)


def test_what_is_special_about_the_day_has_happened(ended: Ended) -> None:
    account = msgspec.json.decode(ended.said[-1], type=Account)
    log = next(ended.folder.glob("nhat-ky-*.csv")).read_text(encoding="utf-8-sig")
    assert account.to_review >= 1
    assert account.turned_away >= 4
    for reason in ("giả", "ngày khác", "khoảng cách", "không có trong danh sách"):
        assert reason in log


def test_the_kiosk_was_shown_or_its_screens_were_saved(ended: Ended) -> None:
    if not os.environ.get("DISPLAY"):
        assert list((ended.folder / "screens").glob("*-recorded.png"))
        assert str(ended.folder / "screens") in ended.told


def test_nobody_is_named_in_a_log_a_file_name_or_an_address(ended: Ended) -> None:
    list_ = (ended.folder / "danh-sach.csv").read_text(encoding="utf-8-sig")
    people = list(csv.DictReader(list_.splitlines(), delimiter=";"))
    told = {person[column] for person in people for column in PERSONAL if person[column]}
    logs = "".join(log.read_text() for log in (ended.folder / "logs").iterdir())
    names = "\n".join(str(path) for path in ended.folder.rglob("*"))
    assert len(told) >= 2 * len(people)
    assert "hub online" in logs
    assert [personal for personal in told if personal in logs + names + ended.told] == []


def test_nothing_of_the_demo_is_left(ended: Ended) -> None:
    assert processes_of(ended.folder) == []


def test_ctrl_c_ends_everything_that_the_demo_has_started(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with demo(folder) as process:
        wait_for(folder / "logs" / "desk-2.log")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)
    assert process.returncode != 0
    assert processes_of(folder) == []


def test_a_hub_that_dies_is_named_with_its_log_and_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    with demo(folder) as process:
        wait_for(folder / "hub" / "url")
        (hub,) = (pid for pid in processes_of(folder) if is_serving(pid))
        os.kill(hub, signal.SIGKILL)
        _, told = process.communicate(timeout=PATIENCE_S)
    assert process.returncode != 0
    assert "hub" in told
    assert "--keep" in told
    assert processes_of(folder) == []


def is_serving(pid: int) -> bool:
    return b"\0serve\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
