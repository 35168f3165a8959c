"""The signing key, the tokens made with it, and how long a verified token is believed."""

import base64
import hashlib
import json
import os
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

import referral_api
from referral_api.errors import InvalidToken
from referral_api.security import (
    KeySet,
    SigningKey,
    Verifier,
    issue_access_token,
    load_or_create_signing_key,
    verify,
)
from referral_api.security.outside_issuers import OutsideIssuer

HERE = "https://referral.example"
AGENT = UUID("0b8f4f5e-6a3a-4d3f-9a57-1f2f8a1f0001")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Clock:
    """A clock that a test can move."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def new_key() -> SigningKey:
    private = ec.generate_private_key(ec.SECP256R1())
    return SigningKey.from_pem(pem_of(private))


def pem_of(private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def issue(key: SigningKey, minutes: int = 10, client: UUID | None = None) -> str:
    return issue_access_token(
        key, issuer=HERE, audience=HERE, subject=AGENT, client_id=client,
        lifetime=timedelta(minutes=minutes), now=NOON,
    )  # fmt: skip


def verifier(*keys: SigningKey, clock: Clock | None = None) -> Verifier:
    public = {key.key_id: key.public_pem for key in keys}
    return Verifier(issuer=HERE, audience=HERE, keys=public, clock=clock or Clock())


def decoded(segment: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(base64.urlsafe_b64decode(segment + "=="))
    return found


async def test_an_issued_token_verifies_and_names_the_agent_and_the_client() -> None:
    key, client = new_key(), uuid4()
    claims = await verifier(key).verify(issue(key, client=client))
    assert (claims.issuer, claims.subject, claims.client_id) == (HERE, str(AGENT), str(client))
    assert claims.expires_at == NOON + timedelta(minutes=10)


async def test_a_token_without_a_client_says_so() -> None:
    key = new_key()
    assert (await verifier(key).verify(issue(key))).client_id is None


def test_an_issued_token_has_the_header_and_claims_of_rfc_9068() -> None:
    key = new_key()
    header, payload, _ = issue(key, client=uuid4()).split(".")
    assert decoded(header) == {"alg": "ES256", "kid": key.key_id, "typ": "at+jwt"}
    assert decoded(payload).keys() == {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"}


@pytest.mark.parametrize("minutes", [16, 0, -1])
def test_a_lifetime_beyond_15_minutes_or_none_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="lives"):
        issue(new_key(), minutes=minutes)


async def test_a_token_is_refused_at_the_second_it_expires_though_it_was_remembered() -> None:
    key, clock = new_key(), Clock()
    checks, token = verifier(key, clock=clock), issue(key)
    clock.now = NOON + timedelta(minutes=10, seconds=-1)
    await checks.verify(token)
    clock.now = NOON + timedelta(minutes=10)
    with pytest.raises(InvalidToken):
        await checks.verify(token)


async def test_a_remembered_token_is_not_opened_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    key = new_key()
    checks, token = verifier(key), issue(key)
    first = await checks.verify(token)
    monkeypatch.setattr(verify, "open_token", None)
    assert await checks.verify(token) is first


async def test_the_memory_of_verified_tokens_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "_MOST_REMEMBERED", 2)
    key = new_key()
    checks, tokens = verifier(key), [issue(key) for _ in range(4)]
    for token in tokens:
        await checks.verify(token)
    assert len(checks._remembered) == 2
    await checks.verify(tokens[0])


async def test_during_rotation_both_keys_verify_and_afterwards_only_the_new_one() -> None:
    old, new = new_key(), new_key()
    for key in (old, new):
        await verifier(old, new).verify(issue(key))
    with pytest.raises(InvalidToken):
        await verifier(new).verify(issue(old))


def test_an_outside_issuer_may_not_bear_our_name() -> None:
    namesake = OutsideIssuer(issuer=HERE, audience=HERE, jwks_url="https://id.example/jwks")
    with pytest.raises(ValueError, match="our own name"):
        Verifier(issuer=HERE, audience=HERE, keys={}, outside=[KeySet(namesake)])


def test_a_created_key_is_private_to_its_owner_and_is_found_again(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "token.pem"
    created = load_or_create_signing_key(path)
    assert load_or_create_signing_key(path) == created
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["token.pem"]


def test_callers_who_create_the_key_at_once_all_get_the_same_one(tmp_path: Path) -> None:
    path, found, start = tmp_path / "token.pem", set[str](), threading.Barrier(8)

    def load() -> None:
        start.wait()
        found.add(load_or_create_signing_key(path).key_id)

    threads = [threading.Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


def test_the_kid_is_the_rfc_7638_thumbprint_of_the_published_key() -> None:
    key = new_key()
    (published,) = key.public_jwks()["keys"]
    required = {name: published[name] for name in ("crv", "kty", "x", "y")}
    digest = hashlib.sha256(json.dumps(required, separators=(",", ":")).encode()).digest()
    assert published["kid"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert published.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}


def test_the_private_key_is_not_shown_when_the_key_is_printed() -> None:
    assert "PRIVATE" not in repr(new_key())


@pytest.mark.parametrize(
    "pem",
    [b"", b"not a key", pem_of(rsa.generate_private_key(65537, 2048)),
     pem_of(ec.generate_private_key(ec.SECP384R1()))],
    ids=["empty", "text", "rsa", "p-384"],
)  # fmt: skip
def test_a_file_that_holds_no_p256_key_stops_the_service(tmp_path: Path, pem: bytes) -> None:
    path = tmp_path / "token.pem"
    path.write_bytes(pem)
    with pytest.raises(ValueError, match="signing key"):
        load_or_create_signing_key(path)


def test_only_one_module_imports_jose() -> None:
    package = Path(referral_api.__file__).parent
    importers = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if any(
            line.startswith(("import jose", "from jose"))
            for line in path.read_text(encoding="utf-8").splitlines()
        )
    ]
    assert importers == ["security/tokens.py"]
