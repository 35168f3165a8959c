"""Resolving a verified token to a caller: an active agent or client of an active organisation.

Each worker trusts a result for a few seconds. A disabled agent, client or organisation is refused
within half a minute, while most requests need no query and only a first request waits.
"""

import asyncio
import time
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.network.agents.tables import Agent, AgentSubject
from referral_api.domain.network.clients.tables import Client
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.second_person.administrators import note_sign_in
from referral_api.errors import InvalidToken
from referral_api.permissions import ROLE_HOMES, Actor, Role, RoleHomes, held_roles
from referral_api.security import Claims

NOBODY = system_actor(UUID(int=0))
_MOST_REMEMBERED = 10_000

_ORGANISATION: tuple[ColumnElement[Any], ...] = (
    col(Organisation.type).label("organisation_type"),
    col(Organisation.id).label("organisation_id"),
)
_AGENT = Statement(
    select(col(Agent.id).label("agent_id"), col(Agent.roles), *_ORGANISATION)
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .outerjoin(Client, col(Client.id) == bindparam("client_id"))
    .where(
        col(Agent.id) == bindparam("agent_id"), col(Agent.active), col(Organisation.active),
        or_(
            bindparam("client_id").is_(None),
            col(Client.active) & (col(Client.organisation_id) == col(Agent.organisation_id)),
        ),
    )
)  # fmt: skip
_OUTSIDE_AGENT = Statement(
    select(col(Agent.id).label("agent_id"), col(Agent.roles), *_ORGANISATION)
    .join(AgentSubject, col(AgentSubject.agent_id) == col(Agent.id))
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .where(
        col(AgentSubject.issuer) == bindparam("issuer"),
        col(AgentSubject.subject) == bindparam("subject"),
        col(Agent.active), col(Organisation.active),
    )
)  # fmt: skip
_CLIENT = Statement(
    select(*_ORGANISATION)
    .join(Client, col(Organisation.id) == col(Client.organisation_id))
    .where(col(Client.id) == bindparam("client_id"), col(Client.active), col(Organisation.active))
)


def _read_id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise InvalidToken(reason="untrusted") from None


async def find_actor(
    transaction: Transaction, agent_id: UUID, client_id: UUID | None, token_id: str,
    homes: RoleHomes,
) -> Actor | None:  # fmt: skip
    """Find an agent in whose name something goes on; None if it is not active any more."""
    row = await transaction.one(_AGENT, agent_id=agent_id, client_id=client_id)
    return None if row is None else _to_actor(row, client_id, token_id, homes)


def _to_actor(row: Row, client_id: UUID | None, token_id: str, homes: RoleHomes) -> Actor:
    roles = row.get("roles", [Role.PARTNER_SYSTEM])
    return Actor(
        row["organisation_id"], row["organisation_type"], row.get("agent_id"), client_id,
        held_roles(map(Role, roles), row["organisation_type"], homes), token_id,
    )  # fmt: skip


_Caller = tuple[str, str, str | None]


class ActorResolver:
    """The actors that this worker has looked up lately.

    An actor whose trust period has ended is looked up again in the background. An unknown actor is
    looked up once for all requests that wait for it; otherwise, under load, they would wait in the
    same queue twice. An actor that is older than two periods is not used.
    """

    def __init__(
        self, database: Database, issuer: str, trusted_for: timedelta,
        homes: RoleHomes = ROLE_HOMES,
    ) -> None:  # fmt: skip
        self._database = database
        self._issuer = issuer
        self._homes = homes
        self._trusted_for = trusted_for.total_seconds()
        self._known: dict[_Caller, tuple[float, Actor]] = {}
        self._noted: set[UUID | None] = set()  # national administrators whose sign-in is recorded
        self._renewing: dict[_Caller, asyncio.Task[Actor]] = {}

    async def resolve(self, claims: Claims) -> Actor:
        """Return the actor that the token speaks for; InvalidToken if it is not active."""
        caller = (claims.issuer, claims.subject, claims.client_id)
        looked_up, actor = self._known.get(caller, (0.0, None))
        age = time.monotonic() - looked_up
        if actor is None or age >= 2 * self._trusted_for:
            actor = await asyncio.shield(self._renewal(caller, claims))
        elif age >= self._trusted_for:
            _ = self._renewal(caller, claims)  # in the background
        if actor.token_id == claims.jti:
            return actor
        return Actor(
            actor.organisation_id, actor.organisation_type, actor.agent_id, actor.client_id,
            actor.roles, claims.jti,
        )  # fmt: skip

    def _renewal(self, caller: _Caller, claims: Claims) -> "asyncio.Task[Actor]":
        if caller not in self._renewing:
            self._renewing[caller] = asyncio.create_task(self._renew(caller, claims))
            self._renewing[caller].add_done_callback(partial(self._end, caller))
        return self._renewing[caller]

    def _end(self, caller: _Caller, renewal: "asyncio.Task[Actor]") -> None:
        del self._renewing[caller]
        if not renewal.cancelled():
            renewal.exception()  # retrieved, because no request may be waiting for it

    async def _renew(self, caller: _Caller, claims: Claims) -> Actor:
        try:
            actor = await self._look_up(claims)
        except InvalidToken:
            self._known.pop(caller, None)
            raise
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[caller] = (time.monotonic(), actor)
        return actor

    async def _look_up(self, claims: Claims) -> Actor:
        async with self._database.transaction(NOBODY) as transaction:
            if claims.issuer != self._issuer:
                row = await transaction.one(
                    _OUTSIDE_AGENT, issuer=claims.issuer, subject=claims.subject
                )
                client_id = None
            elif claims.subject == claims.client_id:
                client_id = _read_id(claims.client_id)
                row = await transaction.one(_CLIENT, client_id=client_id)
            else:
                client_id = _read_id(claims.client_id)
                row = await transaction.one(
                    _AGENT, agent_id=_read_id(claims.subject), client_id=client_id
                )
        if row is None:
            raise InvalidToken(reason="inactive")
        actor = _to_actor(row, client_id, claims.jti, self._homes)
        if actor.administers_nationally and actor.agent_id not in self._noted:
            await note_sign_in(self._database, actor)
            self._noted.add(actor.agent_id)
        return actor
