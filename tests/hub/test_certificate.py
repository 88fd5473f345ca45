"""The hub's own certificate: for ten years, for its names, its key for nobody else."""

import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509

from sync.hub.certificate import fingerprint, make_certificate
from sync.hub.home import Home
from tests.hub.running import RunningHub

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def test_it_is_for_all_its_names_and_for_ten_years(tmp_path: Path) -> None:
    home = Home.make(tmp_path / "hub")
    make_certificate(home, ["hub.local", "10.0.0.5", "fe80::1"], NOW)
    certificate = x509.load_pem_x509_certificate(home.certificate.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["hub.local"]
    assert names.get_values_for_type(x509.IPAddress) == [
        ip_address("10.0.0.5"),
        ip_address("fe80::1"),
    ]
    assert certificate.not_valid_after_utc >= NOW + timedelta(days=3652)
    assert certificate.not_valid_before_utc < NOW


def test_nobody_else_can_read_what_is_secret(tmp_path: Path) -> None:
    home = Home.make(tmp_path / "hub")
    make_certificate(home, ["hub.local"], NOW)
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
    for secret in (home.certificate_key, home.secret):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_to_make_a_hub_again_keeps_its_certificate_its_key_and_its_epoch(
    tmp_path: Path,
) -> None:
    hub = RunningHub(tmp_path / "hub")
    first = hub.run("init", "--name", "hub.local")
    assert hub.fingerprint in first
    assert hub.run("init", "--name", "other.local") == first
    assert hub.fingerprint == fingerprint(hub.home.certificate)
