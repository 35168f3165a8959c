"""The first referral, with the client that openapi-python-client generates from the contract.

The police registers a person, records the consent and asks a shelter for help; the shelter accepts.
The systems, keys and organisations are those of the demo (``make run``); every person is invented:

    python first_referral.py http://127.0.0.1:8000 var/keys
"""

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4

from joserfc import jwk, jwt
from referral_client import AuthenticatedClient, Client
from referral_client.api.cases import register_case
from referral_client.api.consents import record_consent
from referral_client.api.referrals import (
    accept_referral,
    create_referral,
    read_referral,
    send_referral,
)
from referral_client.api.tokens import issue_token, read_metadata
from referral_client.models import (
    CaseRegister,
    ConsentRecord,
    IssueTokenTokenRequest,
    Problem,
    ReferralAccept,
    ReferralCreate,
    TokenAnswer,
)
from referral_client.types import Response

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class PartnerSystem:
    """A registered system, its private key, and the agent of its organisation who uses it."""

    client_id: str
    key_file: str
    agent_id: str


POLICE = PartnerSystem(
    client_id="df05c4e2-e621-5c50-a213-01d11fd724b1",
    key_file="demo-client-brtmteh.pem",
    agent_id="02a98884-806c-5711-90e5-e177a56729f7",
)
SHELTER = PartnerSystem(
    client_id="4159d7be-33d8-5c5d-af9e-268c83e3cb8b",
    key_file="demo-client-centre-bamako.pem",
    agent_id="aaeb5f92-e413-5140-99b7-b7ff11ec8d04",
)
SHELTER_ID = UUID("09b3fe81-716a-5313-a1d3-7d7d2c49c657")


def succeeded(response: Response[Answer | Problem]) -> Answer:
    """Return what the service answered, or stop with the code of the problem."""
    if response.parsed is None or isinstance(response.parsed, Problem):
        raise SystemExit(f"{response.status_code}: {response.content.decode()}")
    return response.parsed


def log_in(service: str, keys: Path, system: PartnerSystem) -> AuthenticatedClient:
    """Get a token for the agent with two assertions: one names the system, one the agent."""
    key = jwk.ECKey.import_key((keys / system.key_file).read_bytes())
    with Client(base_url=service) as client:
        issuer = succeeded(read_metadata.sync_detailed(client=client))["issuer"]

        def sign(subject: str) -> str:
            now = int(time.time())
            claims = {"iss": system.client_id, "sub": subject, "aud": issuer}
            claims |= {"jti": str(uuid4()), "iat": now, "exp": now + 50}
            return jwt.encode({"alg": "ES256", "kid": key.thumbprint()}, claims, key)

        request = IssueTokenTokenRequest(
            grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer",
            client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            client_assertion=sign(system.client_id),
            assertion=sign(system.agent_id),
        )
        token = issue_token.sync(client=client, body=request)
    assert isinstance(token, TokenAnswer), token
    return AuthenticatedClient(base_url=service, token=token.access_token)


def refer(police: AuthenticatedClient) -> UUID:
    """Register a case, record the person's consent, write a referral and send it."""
    person = CaseRegister(sex="female", age_band="18_24", region="BAMAKO")
    case = succeeded(
        register_case.sync_detailed(client=police, body=person, idempotency_key=str(uuid4()))
    )
    agreed = ConsentRecord(
        case_id=case.id,
        given_by="self",
        method="written",
        language="bam",
        purposes=["care", "referral_sharing"],
        recipients=[SHELTER_ID],
        sections=["protection"],
    )
    consent = succeeded(
        record_consent.sync_detailed(client=police, body=agreed, idempotency_key=str(uuid4()))
    )
    asked = ReferralCreate(
        case_id=case.id,
        receiver_id=SHELTER_ID,
        service_type="shelter",
        priority="urgent",
        bed_asked=True,
        consent_id=consent.id,
        shared_sections=["protection"],
    )
    created = create_referral.sync_detailed(client=police, body=asked, idempotency_key=str(uuid4()))
    draft = succeeded(created)
    sent = succeeded(
        send_referral.sync_detailed(draft.id, client=police, if_match=created.headers["ETag"])
    )
    assert sent.status == "requested", sent.status
    return sent.id


def accept(shelter: AuthenticatedClient, referral_id: UUID) -> None:
    """Read the sheet, accept the version that was read, and read the referral again."""
    seen = read_referral.sync_detailed(referral_id, client=shelter)
    sheet = succeeded(seen).sheet
    assert sheet is not None, "The sheet is closed."
    assert sheet.age_band == "18_24", sheet
    succeeded(
        accept_referral.sync_detailed(
            referral_id, client=shelter, body=ReferralAccept(), if_match=seen.headers["ETag"]
        )
    )
    accepted = succeeded(read_referral.sync_detailed(referral_id, client=shelter))
    assert accepted.status == "accepted", accepted.status


if __name__ == "__main__":
    service, keys = sys.argv[1], Path(sys.argv[2])
    with log_in(service, keys, POLICE) as police:
        referral_id = refer(police)
    with log_in(service, keys, SHELTER) as shelter:
        accept(shelter, referral_id)
    print("Python: the referral is accepted.")
