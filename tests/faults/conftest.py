"""`make faults ARGS="--times 10"` tries each fault ten times as often as `make test`."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--times", type=int, default=1, help="How many times as many faults.")


@pytest.fixture
def times(request: pytest.FixtureRequest) -> int:
    # The option is known only where these tests were asked for by name.
    return int(request.config.getoption("--times", default=1))
