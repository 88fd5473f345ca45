"""A code makes one station known, once, for a quarter of an hour."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import cv2
import msgspec
import zxingcpp
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from station.codes import enrolment
from sync.client import HubClient, Reply
from sync.hub.enrolment import CODE_LASTS
from sync.hub.models import EnrolmentCode, Site, Station
from sync.protocol import ENROL_PATH, VERSION, EnrolAnswer, Refusal, Refused
from tests.hub.ledger import Caller, enrol
from tests.hub.running import RunningHub
from tests.hub.staging import code_text


def post(text: str, **fields: object) -> EnrolAnswer | Refused:
    code = enrolment.read(text)
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    body = {"version": VERSION, "code": code.code, "public_key": key} | fields
    reply = HubClient(code.url, code.fingerprint).post(ENROL_PATH, msgspec.json.encode(body), {})
    assert isinstance(reply, Reply), reply
    if reply.status == 200:
        return msgspec.json.decode(reply.body, type=EnrolAnswer)
    return msgspec.json.decode(reply.body, type=Refused)


def test_the_command_prints_and_draws_what_enrols_a_station(
    hub: RunningHub, site: Site, tmp_path: Path
) -> None:
    picture = tmp_path / "code.png"
    text = hub.run(
        *("station", "add", "--site", site.id, "--table", "4", "--name", "Bàn 4"),
        *("--qr", str(picture)),
    ).strip()
    assert [code.text for code in zxingcpp.read_barcodes(cv2.imread(str(picture)))] == [text]
    enrolled = enrol(text).enrolled
    assert (enrolled.site, enrolled.table, enrolled.name) == (site.id, 4, "Bàn 4")
    assert abs(enrolled.hub_time - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_code_is_good_once(hub: RunningHub, site: Site) -> None:
    text = code_text(hub, site, 5)
    assert isinstance(post(text), EnrolAnswer)
    second = post(text)
    assert isinstance(second, Refused)
    assert second.refusal == Refusal.ENROLMENT_CODE


def test_a_code_is_good_for_a_quarter_of_an_hour(hub: RunningHub, site: Site) -> None:
    assert timedelta(minutes=15) == CODE_LASTS
    text = code_text(hub, site, 6)
    code = EnrolmentCode.objects.latest("pk")
    assert timedelta(minutes=14) < code.expires_at - datetime.now(UTC) <= CODE_LASTS
    code.expires_at = datetime.now(UTC)
    code.save()
    late = post(text)
    assert isinstance(late, Refused)
    assert late.refusal == Refusal.ENROLMENT_CODE


def test_the_hub_keeps_no_code_that_could_be_used(hub: RunningHub, site: Site) -> None:
    code = enrolment.read(code_text(hub, site, 7)).code
    assert code not in EnrolmentCode.objects.latest("pk").code_hash


def test_what_is_no_enrolment_is_refused(hub: RunningHub, site: Site) -> None:
    text = code_text(hub, site, 8)
    for fields, refusal in (
        ({"code": "guessed"}, Refusal.ENROLMENT_CODE),
        ({"public_key": b"short"}, Refusal.MALFORMED),
        ({"version": 99}, Refusal.VERSION),
        ({"public_key": 5}, Refusal.MALFORMED),
    ):
        refused = post(text, **fields)
        assert isinstance(refused, Refused)
        assert refused.refusal == refusal
    assert isinstance(post(text), EnrolAnswer)


def test_a_new_table_is_told_to_the_others(hub: RunningHub, station: Caller, site: Site) -> None:
    station.pull_all()
    enrolled = enrol(code_text(hub, site, 9)).enrolled
    assert station.pull_all() == {
        ("table", enrolled.station): msgspec.json.encode({"id": enrolled.station, "table": 9})
    }


def test_a_station_that_is_enrolled_again_keeps_its_ledger(
    hub: RunningHub, station: Caller
) -> None:
    before = Station.objects.get(pk=station.id)
    again = enrol(hub.run("station", "code", station.id))
    after = Station.objects.get(pk=station.id)
    assert again.id == station.id
    assert (after.tip_seq, bytes(after.tip_hash)) == (before.tip_seq, bytes(before.tip_hash))
    assert bytes(after.public_key or b"") != bytes(before.public_key or b"")
