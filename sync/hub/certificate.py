"""The hub's own certificate. Stations pin its fingerprint, so nobody needs to sign it."""

import hashlib
import ipaddress
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from sync.hub.home import Home, write_private

VALID_FOR = timedelta(days=3653)
_CLOCKS_BEHIND = timedelta(days=1)


def make_certificate(home: Home, names: Sequence[str], now: datetime) -> None:
    """Writes a new key and a self-signed certificate for `names` (host names or IP addresses)."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_signed(key, names, now)
    write_private(home.certificate_key, _pem_of(key))
    home.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def fingerprint(certificate: Path) -> str:
    """The SHA-256 of the certificate, 64 hex digits: what a station pins."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest()


def _self_signed(
    key: ec.EllipticCurvePrivateKey, names: Sequence[str], now: datetime
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tram hub")])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_BEHIND)
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.SubjectAlternativeName([_general_name(n) for n in names]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _pem_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
