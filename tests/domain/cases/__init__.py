"""The one file of verdict cases, for the tests of the table and of the hub."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec

from station.domain.rules import Situation
from station.domain.verdict import Verdict

_FILE = Path(__file__).with_name("verdicts.toml")


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """`findings` are what the verdict must hold, in order; fields left out are not compared."""

    name: str
    situation: Situation
    decision: str
    findings: list[dict[str, Any]]

    def assert_agrees(self, verdict: Verdict) -> None:
        """Fails with both sides when `verdict` is not what the case expects."""
        got = [
            msgspec.structs.asdict(found) | {"reason": found.reason} for found in verdict.findings
        ]
        expected = [_as_found(finding) for finding in self.findings]
        named = [
            {key: found[key] for key in wanted}
            for found, wanted in zip(got, expected, strict=False)
        ]
        assert (verdict.decision.value, len(got), named) == (
            self.decision,
            len(expected),
            expected,
        )


def _as_found(finding: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.value if hasattr(value, "value") else value for key, value in finding.items()
    }


def load() -> list[Case]:
    """All cases of the file."""
    document = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return [_case(document["given"], case) for case in document["case"]]


def _case(given: dict[str, Any], case: dict[str, Any]) -> Case:
    changed = case.pop("but", {})
    if "type" not in changed.get("code", {"type": ""}):
        changed["code"] = given["code"] | changed["code"]
    merged = {key: value for key, value in (given | changed).items() if value != "none"}
    return Case(situation=msgspec.convert(merged, Situation), **case)
