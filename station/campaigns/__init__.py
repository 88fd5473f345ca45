"""The campaigns that ship with Trạm: one TOML file each, decoded to `Campaign`."""

from functools import cache
from importlib import resources

import msgspec

from station.domain.vaccines import Campaign

DEFAULT = "vietnam_2021"


@cache
def load(name: str = DEFAULT) -> Campaign:
    """The campaign of `name`. Raises FileNotFoundError for one that does not ship."""
    source = resources.files(__name__).joinpath(f"{name}.toml")
    return parse(source.read_bytes())


def parse(toml: bytes) -> Campaign:
    """A campaign's TOML. Raises msgspec.ValidationError that names the key which is wrong."""
    return msgspec.toml.decode(toml, type=Campaign)
