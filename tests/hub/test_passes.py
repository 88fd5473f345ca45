"""Passes that the hub issues are good at its sites' tables, and nowhere else."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from station.codes import passes as pass_codes
from station.domain.code import ForeignPass, SignedPass
from station.domain.roster import IssuerKey
from sync.hub.issuer import issuer_keys
from sync.hub.models import Resident, Site
from sync.hub.passes import issue_passes
from tests.hub.ledger import Caller
from tests.hub.running import RunningHub
from tests.hub.staging import list_of, row, today


def test_a_pass_holds_the_appointment_and_is_good_under_the_feeds_key(
    site: Site, station: Caller
) -> None:
    list_of(site, row(citizen_id="079087000081", **{"from": "07:30", "to": "08:30"}, dose="2"))
    issued = list(issue_passes(site, today(), datetime.now(UTC)))
    told = station.pull_all()
    keys = {
        name: msgspec.json.decode(body or b"", type=IssuerKey)
        for (kind, name), body in told.items()
        if kind == "issuer_key"
    }
    read = pass_codes.verify(issued[0].text.encode(), keys, lambda _: False, datetime.now(UTC))
    assert isinstance(read, SignedPass)
    resident = Resident.objects.get(citizen_id="079087000081")
    assert (read.claims.resident, read.claims.name) == (resident.id, resident.name)
    assert (read.claims.site, read.claims.day, read.claims.dose_number) == (site.id, today(), 2)
    assert read.claims.ends_at - read.claims.starts_at == timedelta(hours=1)
    assert not read.expired


def test_a_pass_is_foreign_to_those_who_do_not_hold_the_key(site: Site) -> None:
    list_of(site, row(citizen_id="079087000082"))
    issued = next(issue_passes(site, today(), datetime.now(UTC)))
    read = pass_codes.verify(issued.text.encode(), {}, lambda _: False, datetime.now(UTC))
    assert read == ForeignPass(key=issuer_keys()[0].id)


def test_only_the_day_that_was_asked_for_is_issued(site: Site) -> None:
    tomorrow = today() + timedelta(days=1)
    list_of(site, row(citizen_id="079087000083"), row(citizen_id="079087000084", day=f"{tomorrow}"))
    assert len(list(issue_passes(site, today(), datetime.now(UTC)))) == 1
    assert len(list(issue_passes(site, None, datetime.now(UTC)))) == 2


def test_the_command_writes_a_line_and_a_picture_each(
    hub: RunningHub, site: Site, tmp_path: Path
) -> None:
    list_of(site, *(row(citizen_id=f"07908700009{n}") for n in range(3)))
    out, pictures = tmp_path / "passes.jsonl", tmp_path / "png"
    hub.run(
        *("passes", "issue", "--site", site.id, "--day", str(today())),
        *("--out", str(out), "--png", str(pictures)),
    )
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert [set(line) for line in lines] == [{"resident", "name", "birth_year", "pass"}] * 3
    assert all(line["pass"].startswith("VP1:") for line in lines)
    assert {path.stem for path in pictures.iterdir()} == {line["resident"] for line in lines}


def test_a_withdrawn_pass_is_known_at_every_table(hub: RunningHub, station: Caller) -> None:
    station.pull_all()
    hub.run("passes", "revoke", "0a1b2c3d4e5f6071")
    assert station.pull_all() == {("revocation", "0a1b2c3d4e5f6071"): b'{"id":"0a1b2c3d4e5f6071"}'}
