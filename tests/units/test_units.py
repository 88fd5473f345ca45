"""The units as systemd itself reads and judges them."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SYSTEMD = ROOT / "systemd"
UNITS = sorted(SYSTEMD.glob("*.service"))
HIGHEST_EXPOSURE = 25  # 2.5, as --threshold counts

UNSANDBOXED = "[Service]\nExecStart=/bin/true\n"
CLOCK_CALLS = {"adjtimex", "clock_adjtime"}


@pytest.fixture(params=[unit.name for unit in UNITS])
def unit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """One of our units, with the commands of this checkout in the place of the installed ones."""
    name: str = request.param
    text = (SYSTEMD / name).read_text()
    installed = tmp_path / name
    installed.write_text(text.replace("/opt/tram", str(ROOT)))
    return installed


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def allowed_calls(unit: Path) -> set[str]:
    """The system calls that the unit's filter lines leave, by systemd's own groups."""
    calls: set[str] = set()
    for line in unit.read_text().splitlines():
        match line.split("=", 1):
            case ["SystemCallFilter", names] if names.startswith("~"):
                calls -= expanded(names[1:])
            case ["SystemCallFilter", names]:
                calls |= expanded(names)
    return calls


def expanded(names: str) -> set[str]:
    calls: set[str] = set()
    for name in names.split():
        if name.startswith("@"):
            lines = analyze("syscall-filter", name).stdout.splitlines()[1:]
            calls |= expanded(" ".join(line for line in map(str.strip, lines) if line[:1] != "#"))
        else:
            calls.add(name)
    return calls


def test_there_are_the_three_units_of_a_site() -> None:
    assert [unit.name for unit in UNITS] == [
        "tram-hub.service",
        "tram-kiosk.service",
        "tram-sync.service",
    ]


def test_systemd_reads_every_line_without_a_word(unit: Path) -> None:
    verified = analyze("verify", unit)

    assert (verified.returncode, verified.stderr) == (0, "")


def test_a_misspelt_key_would_be_noticed(unit: Path) -> None:
    unit.write_text(unit.read_text().replace("\nRestart=", "\nRestarts="))

    assert "Unknown key" in analyze("verify", unit).stderr


def test_no_unit_is_exposed_by_more_than_two_and_a_half(unit: Path) -> None:
    judged = analyze("security", "--offline=true", f"--threshold={HIGHEST_EXPOSURE}", unit)

    assert judged.returncode == 0, judged.stdout


def test_a_service_without_a_sandbox_would_be_exposed_by_more(tmp_path: Path) -> None:
    bare = tmp_path / "bare.service"
    bare.write_text(UNSANDBOXED)

    judged = analyze("security", "--offline=true", f"--threshold={HIGHEST_EXPOSURE}", bare)

    assert judged.returncode != 0


@pytest.mark.parametrize("name", ["tram-kiosk.service", "tram-sync.service"])
def test_a_station_may_ask_whether_its_clock_is_right_but_not_set_it(name: str) -> None:
    calls = allowed_calls(SYSTEMD / name)

    assert calls >= CLOCK_CALLS
    assert not calls & {"clock_settime", "settimeofday", "reboot", "init_module", "mount"}


def test_a_hub_has_nothing_to_do_with_its_machines_clock() -> None:
    assert not allowed_calls(SYSTEMD / "tram-hub.service") & CLOCK_CALLS


@pytest.fixture
def groups(tmp_path: Path) -> dict[str, str]:
    """The members of each group that our file makes on an empty system."""
    rules = tmp_path / "usr/lib/sysusers.d/tram.conf"
    rules.parent.mkdir(parents=True)
    (tmp_path / "etc").mkdir()
    rules.write_text((SYSTEMD / "tram.sysusers").read_text())
    subprocess.run(["systemd-sysusers", f"--root={tmp_path}"], check=True, capture_output=True)
    lines = (tmp_path / "etc/group").read_text().splitlines()
    return {name: members for name, _, _, members in (line.split(":") for line in lines)}


def test_kiosk_and_exchange_are_users_of_their_own_in_one_group(groups: dict[str, str]) -> None:
    assert groups["tram"] == "tram-kiosk,tram-sync"


def test_every_group_that_a_unit_names_is_there(unit: Path, groups: dict[str, str]) -> None:
    """systemd does not start a unit of which one group is missing."""
    named = re.findall(r"^(?:Group|SupplementaryGroups)=(.*)$", unit.read_text(), re.MULTILINE)

    assert named
    assert set(" ".join(named).split()) <= groups.keys()
