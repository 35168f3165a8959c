"""Synthetic organisations with their agents, and tokens for them, made afresh for each scenario."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

from referral_api.http.stored_responses import IdempotencySecrets
from referral_api.permissions import Role
from referral_api.security import issue_access_token, load_or_create_signing_key
from referral_api.security.key_files import read_secret
from referral_api.security.vault import Vault

PLACES = 1_000_000
# The service's name for itself, whichever port it is given.
ISSUER = "http://faults"
# No change is committed without its event.
EVENT = (
    "INSERT INTO audit_event (id, action, outcome, roles, subject, subject_id, salt)"
    " VALUES ($1, $2 || ':create', 'allowed', '{}', $2, $3, '')"
)
_CAST: Mapping[str, tuple[str, Role]] = {
    "officer": ("police", Role.FIRST_RESPONDER),
    "supervisor": ("police", Role.SUPERVISOR),
    "intake": ("shelter", Role.INTAKE_OFFICER),
    "magistrate": ("prosecutor", Role.MAGISTRATE),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """The organisations by type, and each agent's token."""

    organisations: dict[str, UUID]
    tokens: dict[str, str]
    idempotency_secrets: IdempotencySecrets


def make_keys(keys: Path) -> None:
    """Make the key files, which a service with a database of its own expects to find."""
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    Vault.create_file(keys / "vault.json")
    load_or_create_signing_key(keys / "token.pem")
    read_secret(keys / "cursor.key")


async def set_stage(superuser: asyncpg.Pool, keys: Path) -> Stage:
    """Write the organisations and agents, and sign their tokens."""
    organisations = {kind: uuid7() for kind, _ in _CAST.values()}
    async with superuser.acquire() as connection, connection.transaction():
        tokens = await _write(connection, organisations, keys)
    return Stage(organisations, tokens, IdempotencySecrets.of(read_secret(keys / "cursor.key")))


async def _write(
    connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]",
    organisations: Mapping[str, UUID],
    keys: Path,
) -> dict[str, str]:
    for kind, organisation_id in organisations.items():
        await connection.execute(
            "INSERT INTO organisation (id, name, type, htcds_type, active, version)"
            " VALUES ($1, $2, $3, 'NGO', true, 1)",
            organisation_id, f"Organisation {secrets.token_hex(8)}", kind,
        )  # fmt: skip
        await connection.execute(EVENT, uuid7(), "organisation", organisation_id)
    await connection.execute(
        "INSERT INTO capacity (organisation_id, places, held, occupied, version)"
        " VALUES ($1, $2, 0, 0, 1)",
        organisations["shelter"], PLACES,
    )  # fmt: skip
    await connection.execute(EVENT, uuid7(), "capacity", organisations["shelter"])
    tokens = {}
    for name, (kind, role) in _CAST.items():
        agent_id = uuid7()
        await connection.execute(
            "INSERT INTO agent (id, organisation_id, name, roles, active, version)"
            " VALUES ($1, $2, 'Synthetic agent', $3, true, 1)",
            agent_id, organisations[kind], [str(role)],
        )  # fmt: skip
        await connection.execute(EVENT, uuid7(), "agent", agent_id)
        tokens[name] = _sign(keys, agent_id)
    return tokens


async def fill_up(superuser: asyncpg.Pool, organisation_id: UUID) -> None:
    """Leave an organisation no place but those of its units."""
    async with superuser.acquire() as connection, connection.transaction():
        await connection.execute(EVENT, uuid7(), "capacity", organisation_id)
        await connection.execute(
            "UPDATE capacity SET places = 0 WHERE organisation_id = $1", organisation_id
        )


def _sign(keys: Path, agent_id: UUID) -> str:
    return issue_access_token(
        load_or_create_signing_key(keys / "token.pem"), issuer=ISSUER, audience=ISSUER,
        subject=agent_id, client_id=None, lifetime=timedelta(minutes=15), now=datetime.now(UTC),
    )  # fmt: skip
