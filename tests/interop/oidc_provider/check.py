"""Verifies an independent provider's tokens with our verifier, and ours with another library."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from uuid import uuid4

import httpx

from referral_api.errors import InvalidToken
from referral_api.security import KeySet, Verifier, issue_access_token, load_or_create_signing_key
from referral_api.security.outside_issuers import OutsideIssuer

FOLDER = Path(__file__).parent
HERE = "https://referral.example"
ELSEWHERE = "https://other.example"


@contextmanager
def provider(algorithm: str) -> Iterator[dict[str, str]]:
    """Run the provider, which ends with its input."""
    command = ["node", "provider.js", algorithm, HERE, ELSEWHERE]
    with subprocess.Popen(
        command, cwd=FOLDER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()
            process.wait(timeout=10)


def fetch_metadata(issuer: str) -> dict[str, str]:
    """Ask the provider where everything is (OpenID Connect Discovery)."""
    found: dict[str, str] = httpx.get(f"{issuer}/.well-known/openid-configuration").json()
    assert found["issuer"] == issuer
    return found


def fetch_token(metadata: dict[str, str], client: dict[str, str], resource: str) -> str:
    """Ask for a token by client_credentials, naming the resource (RFC 8707)."""
    answer = httpx.post(
        metadata["token_endpoint"],
        data={"grant_type": "client_credentials", "resource": resource},
        auth=(client["clientId"], client["clientSecret"]),
    )
    answer.raise_for_status()
    return str(answer.json()["access_token"])


async def refused(verifier: Verifier, token: str) -> None:
    """Fail unless the verifier refuses the token."""
    try:
        await verifier.verify(token)
    except InvalidToken:
        return
    raise AssertionError("A token that must be refused was accepted.")


async def check_theirs(algorithm: Literal["ES256", "RS256"]) -> None:
    """Verify a provider's tokens, and refuse those not meant for us."""
    with provider(algorithm) as client:
        issuer = client["issuer"]
        metadata = fetch_metadata(issuer)

        def trusting(accepted: Literal["ES256", "RS256"]) -> Verifier:
            trusted = OutsideIssuer(
                issuer=issuer,
                audience=HERE,
                jwks_url=metadata["jwks_uri"],
                algorithm=accepted,
            )
            return Verifier(issuer=HERE, audience=HERE, keys={}, outside=[KeySet(trusted)])

        verifier = trusting(algorithm)
        token = fetch_token(metadata, client, HERE)
        claims = await verifier.verify(token)
        assert claims.issuer == issuer
        assert claims.client_id == client["clientId"]
        sys.stdout.write(f"{algorithm}: verified, {claims.subject=}, {claims.expires_at=!s}\n")

        await refused(verifier, fetch_token(metadata, client, ELSEWHERE))
        await refused(trusting("RS256" if algorithm == "ES256" else "ES256"), token)
        head, payload, signature = token.split(".")
        await refused(verifier, f"{head}.{payload}.{signature[::-1]}")
        sys.stdout.write(f"{algorithm}: other audience, other algorithm, changed: refused\n")
        fresh = fetch_token(metadata, client, HERE)
    await verifier.verify(fresh)
    sys.stdout.write(f"{algorithm}: with the provider stopped, a new token is verified\n")


def check_ours() -> None:
    """Have another library verify a token that we issue."""
    with TemporaryDirectory() as folder:
        key = load_or_create_signing_key(Path(folder) / "token.pem")
    subject = uuid4()
    token = issue_access_token(
        key, issuer=HERE, audience=HERE, subject=subject, client_id=uuid4(),
        lifetime=timedelta(minutes=10), now=datetime.now(UTC),
    )  # fmt: skip
    question = {"token": token, "jwks": key.public_jwks(), "issuer": HERE, "audience": HERE}
    answer = subprocess.run(
        ["node", "verify.js"], cwd=FOLDER, input=json.dumps(question),
        text=True, capture_output=True, check=True, timeout=30,
    )  # fmt: skip
    assert json.loads(answer.stdout)["sub"] == str(subject)
    sys.stdout.write("Our token is verified by jose of npm, and the kid is its thumbprint\n")


if __name__ == "__main__":
    asyncio.run(check_theirs("ES256"))
    asyncio.run(check_theirs("RS256"))
    check_ours()
    sys.stdout.write("All well\n")
