"""What `make` asks of Debian, on a machine whose apt and dpkg only write down what they hear."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INSTALLED = (
    "installed git \ninstalled libzbar0t64 libzbar0 (= 0.23.93), libzbar\nconfig-files vim \n"
)


class Machine:
    """A folder with our Makefile, and programs that take the place of Debian's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        self.calls.touch()
        shutil.copy(ROOT / "Makefile", folder)
        (folder / "bin").mkdir()
        self.has("dpkg-query", f"printf '{INSTALLED}'")
        self.has("apt-get", f'echo "$(id -u) apt-get $*" >> {self.calls}')
        self.has("sudo", f'echo "sudo $*" >> {self.calls}')

    def has(self, program: str, script: str) -> None:
        path = self.folder / "bin" / program
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def make(self, *packages: str) -> subprocess.CompletedProcess[str]:
        # The tests may themselves run under make, which tells its children so.
        outside = {name: value for name, value in os.environ.items() if "MAKE" not in name}
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}"
        return subprocess.run(
            ["make", "build/test-packages", f"TEST_PACKAGES={' '.join(packages)}"],
            cwd=self.folder,
            env=outside | {"PATH": path},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_what_is_installed_or_provided_is_not_asked_for(machine: Machine) -> None:
    made = machine.make("git", "libzbar0")

    assert (made.returncode, made.stdout, made.stderr) == (0, "", "")
    assert machine.calls.read_text() == ""


def test_only_what_is_missing_is_installed_after_an_update(machine: Machine) -> None:
    machine.has("id", "echo 0")

    made = machine.make("git", "vim", "xvfb")

    assert made.returncode == 0
    assert made.stderr == "Installing the Debian packages vim xvfb\n"
    update, install = machine.calls.read_text().splitlines()
    assert update == "0 apt-get update"
    assert install.endswith("install vim xvfb")


def test_a_user_who_is_not_root_installs_through_sudo(machine: Machine) -> None:
    machine.has("id", "echo 1000")

    machine.make("xvfb")

    calls = machine.calls.read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["sudo", "sudo"]


def test_a_second_run_does_not_look_again(machine: Machine) -> None:
    machine.make("git")
    machine.has("dpkg-query", "exit 1")

    made = machine.make("git")

    assert made.returncode == 0
    assert "up to date" in made.stdout


def test_a_failed_installation_says_why_and_stops(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has("apt-get", "echo E: no such package; exit 100")

    made = machine.make("xvfb")

    assert made.returncode != 0
    assert "E: no such package" in made.stderr
    assert not (machine.folder / "build/test-packages").exists()


def test_a_machine_without_apt_is_told_what_to_install(machine: Machine) -> None:
    nothing = machine.folder / "only"
    nothing.mkdir()
    for program in ("make", "sh", "mkdir", "touch"):
        (nothing / program).symlink_to(str(shutil.which(program)))

    made = subprocess.run(
        ["make", "build/test-packages"],
        cwd=machine.folder,
        env={"PATH": str(nothing)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert made.returncode == 0
    assert "No apt-get here; please install what matches: postgresql" in made.stderr
