"""Subscriptions to webhooks, written as if their addresses had consented just now."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

from faults.scenario import World
from faults.stage import EVENT
from referral_api.domain.events.webhooks.operations import make_secret
from referral_api.security.vault import Vault

_CLIENT = (
    "INSERT INTO client (id, organisation_id, name, keys, active, version)"
    " VALUES ($1, $2, 'Synthetic system', '{}', true, 1)"
)
_SUBSCRIPTION = (
    "INSERT INTO webhook_subscription (id, organisation_id, client_id, url, event_types, status,"
    " wrapping_key_id, wrapped_key, sealed, verified_at, version)"
    " VALUES ($1, $2, $3, $4, '{}', 'active', $5, $6, $7, now(), 1)"
)
_POSITION = (
    "INSERT INTO webhook_position (subscription_id, organisation_id) VALUES ($1, $2)"
    " RETURNING xid::text::bigint"
)


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where events of an organisation go, and since which transaction."""

    id: UUID
    organisation_id: UUID
    path: str
    since: int


async def subscribe(world: World, organisations: Iterable[UUID], port: int) -> list[Subscription]:
    """Subscribe a system of each organisation to all of its events."""
    vault = Vault.from_file(world.keys / "vault.json")
    async with world.postgres.superuser.acquire() as connection, connection.transaction():
        return [await _write(connection, vault, each, port) for each in organisations]


async def _write(
    connection: "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]",
    vault: Vault, organisation_id: UUID, port: int,
) -> Subscription:  # fmt: skip
    client_id, subscription_id = uuid7(), uuid7()
    key = vault.make_key(subscription_id)
    _, sealed = make_secret(vault, key, subscription_id)
    path = f"/{subscription_id}"
    await connection.execute(_CLIENT, client_id, organisation_id)
    await connection.execute(EVENT, uuid7(), "client", client_id)
    await connection.execute(
        _SUBSCRIPTION, subscription_id, organisation_id, client_id,
        f"http://127.0.0.1:{port}{path}", key.wrapping_key_id, key.wrapped_key, sealed,
    )  # fmt: skip
    await connection.execute(EVENT, uuid7(), "webhook_subscription", subscription_id)
    since = await connection.fetchval(_POSITION, subscription_id, organisation_id)
    return Subscription(subscription_id, organisation_id, path, since)
