"""The cases of cases/verdicts.toml, put to the table's side of the engine."""

from typing import get_args

import pytest

from station import campaigns
from station.domain.rules import judge
from station.domain.vaccines import Campaign
from station.domain.verdict import AnyFinding, Level
from tests.domain import cases

CAMPAIGN = campaigns.load()
CASES = cases.load()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_table_reaches_the_verdict_of_the_case(case: cases.Case) -> None:
    case.assert_agrees(judge(CAMPAIGN, case.situation))


def test_every_finding_that_the_engine_knows_has_a_case() -> None:
    tried = {finding["reason"] for case in CASES for finding in case.findings}
    known = {kind.__struct_config__.tag for kind in get_args(AnyFinding)}
    assert tried == known


def test_a_campaign_may_decide_that_a_finding_is_graver() -> None:
    strict = Campaign(
        id="strict",
        name="strict",
        tolerances=CAMPAIGN.tolerances,
        products=CAMPAIGN.products,
        rules=CAMPAIGN.rules,
        levels={"late": Level.STOP},
    )
    late = next(case for case in CASES if "after the slot is late" in case.name)
    assert judge(strict, late.situation).decision == "stop"
