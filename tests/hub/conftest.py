"""A served hub on each database; tests have stations and sites of their own in it."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.hub import inside

inside.ready()

from sync.hub.models import Site  # noqa: E402 - the models need Django to be ready
from tests.hub.ledger import Caller  # noqa: E402 - as above
from tests.hub.postgres import Postgres, running_postgres  # noqa: E402 - as above
from tests.hub.running import RunningHub, running_hub  # noqa: E402 - as above
from tests.hub.staging import stage_site, stage_station  # noqa: E402 - as above

_numbers = count(1)

NewStation = Callable[..., Caller]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def hub(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    postgres: Postgres,
) -> Iterator[RunningHub]:
    """The test sees the hub's tables through the models as well."""
    url = postgres.new_database() if request.param == "postgresql" else None
    home = tmp_path_factory.mktemp(f"hub-{request.param}")
    with running_hub(home, url) as running, inside.looking_into(running.home, url):
        yield running


@pytest.fixture
def site(hub: RunningHub) -> Site:  # noqa: ARG001 - there must be a hub
    """A site of this test alone."""
    return stage_site(f"site-{next(_numbers)}")


@pytest.fixture
def any_site(hub: RunningHub) -> Site:  # noqa: ARG001 - there must be a hub
    """A site that many tests use, where one cannot be in another's way."""
    return Site.objects.get(pk="q1")


@pytest.fixture
def new_station(hub: RunningHub, site: Site) -> NewStation:
    """Makes and enrols stations of the test's site, or of another."""

    def make(at: Site | None = None) -> Caller:
        return stage_station(hub, at or site, table=next(_numbers))

    return make


@pytest.fixture
def station(new_station: NewStation) -> Caller:
    return new_station()
