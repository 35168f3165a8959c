"""The key set of an outside issuer may stand behind a certificate of a private authority."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from referral_api.security import KeySet
from referral_api.security.outside_issuers import OutsideIssuer
from tests.support.outside_provider import Provider

PROVIDER = Provider()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for this machine that no authority of the world has signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "private")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path / "private.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    with PROVIDER.publish(certificate=certificate) as port:
        yield port


async def test_ssl_cert_file_names_the_authority(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted = OutsideIssuer(
        issuer="https://login.example", audience="here", jwks_url=f"https://127.0.0.1:{port}/jwks"
    )
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    stranger = KeySet(trusted)
    assert await stranger.find(PROVIDER.key.key_id) is None
    assert stranger.is_away
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert await KeySet(trusted).find(PROVIDER.key.key_id) == PROVIDER.key.public_pem
