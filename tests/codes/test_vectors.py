"""Codes written down once: another reader, or a later version of this one, must agree with them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from station.codes import reader
from station.domain.roster import IssuerKey

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "codes.json").read_bytes())
KEYS = {
    key["id"]: IssuerKey(
        id=key["id"], issuer=key["issuer"], public_key=bytes.fromhex(key["public_key"])
    )
    for key in VECTORS["keys"]
}


@pytest.mark.parametrize("vector", VECTORS["codes"], ids=lambda vector: vector["name"])
def test_a_code_is_read_as_written_down(vector: dict[str, Any]) -> None:
    now = datetime.fromisoformat(vector["now"])
    code = reader.read(vector["payload"].encode(), KEYS, frozenset[str]().__contains__, now)
    found = json.loads(msgspec.json.encode(code))
    assert {field: found[field] for field in vector["expected"]} == vector["expected"]
