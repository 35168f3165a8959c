"""Issuing access tokens to partner systems: read the request, authenticate the client, grant."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from referral_api.audit.log import event_insert, event_values
from referral_api.database.database import Database
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.clients.queries import read_keys
from referral_api.domain.network.tokens import queries
from referral_api.domain.network.tokens.schemas import (
    CLIENT_ASSERTION_TYPE,
    GrantType,
    TokenAnswer,
    TokenRequest,
)
from referral_api.errors import InvalidClient, InvalidGrant, InvalidRequest, UnsupportedGrantType
from referral_api.permissions import Actor, Role, TokenPermission
from referral_api.security import (
    AssertionClaims,
    SigningKey,
    issue_access_token,
    peek_issuer,
    verify_assertion,
)

_RECORD = Statement(event_insert())


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """The built-in issuer: its address (``iss`` and ``aud``), its key, and the lifetime of its
    tokens.
    """

    url: str
    key: SigningKey
    lifetime: timedelta


@dataclass(frozen=True, slots=True)
class ProvenClient:
    """A client whose assertion is genuine but not used up yet."""

    client_id: UUID
    actor: Actor
    keys: Mapping[str, str]
    assertion: AssertionClaims


def read_request(form: Mapping[str, str]) -> TokenRequest:
    """Read the parameters of a token request, or refuse it in the words of RFC 6749."""
    if "grant_type" not in form:
        raise InvalidRequest
    if form["grant_type"] not in set(GrantType):
        raise UnsupportedGrantType
    if form.get("client_assertion_type") != CLIENT_ASSERTION_TYPE or "client_assertion" not in form:
        raise InvalidClient(reason="missing")
    request = TokenRequest.model_validate(form)
    if request.grant_type is GrantType.JWT_BEARER and request.assertion is None:
        raise InvalidRequest
    return request


async def prove_client(database: Database, issuer_url: str, request: TokenRequest) -> ProvenClient:
    """Authenticate the partner system; InvalidClient if its assertion is not genuine."""
    issuer = peek_issuer(request.client_assertion)
    client_id = _read_id(issuer)
    if client_id is None or request.client_id not in {None, issuer}:
        raise InvalidClient
    async with database.transaction(NOBODY) as transaction:
        row = await queries.find_client(transaction, client_id)
    if row is None:
        raise InvalidClient(reason="unknown")
    keys = read_keys(row["keys"])
    assertion = verify_assertion(
        request.client_assertion, keys=keys, issuer=issuer, subject=issuer,
        expected_audience=issuer_url,
    )  # fmt: skip
    actor = Actor(
        row["organisation_id"], row["organisation_type"], None, client_id,
        frozenset({Role.PARTNER_SYSTEM}), assertion.jti,
    )  # fmt: skip
    return ProvenClient(client_id, actor, keys, assertion)


async def issue_token(
    transaction: Transaction,
    issuer: TokenIssuer,
    client: ProvenClient,
    request: TokenRequest,
) -> TokenAnswer:
    """Issue a token for the client, or for the agent that it names. Each assertion works once."""
    if not await queries.use_up(transaction, client.client_id, client.assertion):
        raise InvalidClient
    actor, subject = client.actor, client.client_id
    if request.assertion is not None and request.grant_type is GrantType.JWT_BEARER:
        actor, subject = await _find_agent(transaction, issuer.url, client, request.assertion)
    await transaction.run(_RECORD, **event_values(actor, TokenPermission.ISSUE, "token"))
    token = issue_access_token(
        issuer.key, issuer=issuer.url, audience=issuer.url, subject=subject,
        client_id=client.client_id, lifetime=issuer.lifetime, now=datetime.now(UTC),
    )  # fmt: skip
    return TokenAnswer(access_token=token, expires_in=int(issuer.lifetime.total_seconds()))


async def _find_agent(
    transaction: Transaction, issuer_url: str, client: ProvenClient, assertion: str
) -> tuple[Actor, UUID]:
    """Find the agent of the client's organisation whom the assertion names.

    On any failure the assertions stay used up (``commit_partial``).
    """
    try:
        claims = verify_assertion(
            assertion, keys=client.keys, issuer=str(client.client_id), subject=None,
            expected_audience=issuer_url,
        )  # fmt: skip
    except InvalidClient:
        raise InvalidGrant(commit_partial=True) from None
    agent_id = _read_id(claims.subject)
    if agent_id is None or not await queries.use_up(transaction, client.client_id, claims):
        raise InvalidGrant(commit_partial=True)
    organisation_id = client.actor.organisation_id
    row = await queries.find_agent(transaction, agent_id, organisation_id)
    if row is None:
        raise InvalidGrant(commit_partial=True)
    actor = Actor(
        organisation_id, client.actor.organisation_type, agent_id, client.client_id,
        frozenset(Role(role) for role in row["roles"]), client.assertion.jti,
    )  # fmt: skip
    return actor, agent_id


def _read_id(text: str) -> UUID | None:
    try:
        found = UUID(text)
    except ValueError:
        return None
    # In one spelling, because a client's own token is recognised by its subject, the client id.
    return found if str(found) == text else None
