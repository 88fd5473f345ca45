"""Real processes, started, watched and ended."""

import os
import sys
from pathlib import Path

import pytest

from station.demo.child import DemoError
from station.demo.children import Children, installed

SLEEPER = "import time; time.sleep(600)"


def python(program: str) -> list[str]:
    return [sys.executable, "-c", program]


def test_nobody_is_left_when_the_demo_ends_for_whatever_reason(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Children.logging_to(tmp_path) as children:  # noqa: PT012
        started = [children.start(str(number), python(SLEEPER)) for number in range(3)]
        raise KeyboardInterrupt
    for child in started:
        assert "exit status -15" in str(child.trouble("ended"))
        assert not child.fell


def test_a_child_that_ended_by_itself_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    with Children.logging_to(tmp_path) as children:
        child = children.start("hub", python("import sys; sys.exit('port 8443 is taken')"))
        with pytest.raises(DemoError, match=r"(?s)hub ended.*hub\.log.*port 8443 is taken"):
            raise child.gone()


def test_a_command_that_fails_is_reported_with_what_it_said(tmp_path: Path) -> None:
    with Children.logging_to(tmp_path) as children:
        assert children.run(python("print(input())"), told="xin chào") == "xin chào\n"
        with pytest.raises(DemoError, match=r"(?s)exit status 1.*no such site"):
            children.run(python("import sys; sys.exit('no such site')"))


def test_children_know_nothing_of_a_real_station_on_this_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAM_DATABASE_URL", "postgresql://a-real-hub")
    with Children.logging_to(tmp_path) as children:
        said = children.run(python("import os; print('TRAM_DATABASE_URL' in os.environ)"))
    assert said == "False\n"


def test_a_missing_command_says_what_to_install() -> None:
    assert os.access(installed("tram"), os.X_OK)
    with pytest.raises(DemoError, match="make demo"):
        installed("tram-nowhere")
