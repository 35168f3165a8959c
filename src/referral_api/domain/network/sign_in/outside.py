"""Signing in by an outside issuer: whom it means here, and which sessions it ends.

Only an administrator ties its names to agents; nobody is made on the fly.
"""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Text, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import (
    SessionEnd,
    SessionStatus,
    SignInRefusal,
    SignInWay,
)
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.agents.tables import Agent, AgentSubject
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.events import record_refusal
from referral_api.domain.network.sign_in.sessions.ending import end_sessions_of_agent
from referral_api.domain.network.sign_in.sessions.tables import AgentSession, PendingSignIn
from referral_api.errors import SignInRefused
from referral_api.permissions import NEVER_BY_PIN, Role

_AGENT = Statement(
    select(
        col(Agent.id), col(Agent.organisation_id), col(Agent.roles),
        (col(Agent.active) & col(Organisation.active)).label("active"),
    )
    .join(AgentSubject, col(AgentSubject.agent_id) == col(Agent.id))
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .where(
        col(AgentSubject.issuer) == bindparam("issuer"),
        col(AgentSubject.subject) == bindparam("subject"),
    )
)  # fmt: skip
_OF_SID = Statement(
    select(col(AgentSession.agent_id).label("id"), col(AgentSession.organisation_id))
    .where(
        col(AgentSession.issuer_sid) == bindparam("sid", type_=Text),
        col(AgentSession.way) == literal_code(SignInWay.ISSUER),
        col(AgentSession.status) != literal_code(SessionStatus.ENDED),
    )
    .distinct()
)
# A logout token is remembered beside the sign-ins that have begun, until it is too old anyway.
_DIGEST = bindparam("digest", type_=LargeBinary)
_SPENT = Statement(
    select(col(PendingSignIn.good_until)).where(col(PendingSignIn.cookie_digest) == _DIGEST)
)
_SPEND = Statement(
    insert(PendingSignIn)
    .values(
        cookie_digest=_DIGEST, kept=b"",
        good_until=bindparam("until", type_=DateTime(timezone=True)),
    )
    .on_conflict_do_nothing()
    .returning(col(PendingSignIn.good_until))
)  # fmt: skip


async def find_outside_agent(database: Database, issuer: str, subject: str, *, by_two: bool) -> Row:
    """Find the agent that an issuer means. SignInRefused if it means nobody; with an event, if
    somebody who is active no more, or who needs two factors, and has proved one.
    """
    async with database.transaction(NOBODY, "system") as transaction:
        found = await transaction.one(_AGENT, issuer=issuer, subject=subject)
    if found is None:
        raise SignInRefused(reason=SignInRefusal.UNKNOWN)
    why = None
    if not found["active"]:
        why = SignInRefusal.INACTIVE
    elif not by_two and not NEVER_BY_PIN.isdisjoint(map(Role, found["roles"])):
        why = SignInRefusal.ROLE
    if why is not None:
        refused, nobody = SignInRefused(reason=why), system_actor(found["organisation_id"])
        async with database.transaction(nobody, "system") as transaction:
            await record_refusal(transaction, refused, found["id"])
        raise refused
    return found


def name_sid(issuer: str, sid: str | None) -> str | None:
    """Return the name of an issuer's session: two issuers may call theirs alike."""
    return None if sid is None else f"{issuer} {sid}"


def name_subject(issuer: str, subject: str) -> str:
    """Return an issuer's name for an agent, as what was proved."""
    return f"{issuer} {subject}"


async def end_by_issuer(
    database: Database, issuer: str, subject: str | None, sid: str | None, jti: str,
    until: datetime,
) -> list[UUID]:  # fmt: skip
    """End what an issuer says has ended; SignInRefused if it has said so before.

    The token is spent with the last of them: what fails meanwhile, the issuer says again.
    """
    named = name_sid(issuer, sid)
    spent = {"digest": hashlib.sha256(f"logout|{issuer}|{jti}".encode()).digest(), "until": until}
    async with database.transaction(NOBODY, "system") as transaction:
        if await transaction.one(_SPENT, digest=spent["digest"]) is not None:
            raise SignInRefused(reason=SignInRefusal.WRONG)
        if subject is not None:
            found = await transaction.all(_AGENT, issuer=issuer, subject=subject)
        else:
            found = await transaction.all(_OF_SID, sid=named)
        if not found:
            await _spend(transaction, spent)
    ended: list[UUID] = []
    for agent in found:
        nobody = system_actor(agent["organisation_id"])
        async with database.transaction(nobody, "system") as transaction:
            ended += await end_sessions_of_agent(
                transaction, agent["id"], SessionEnd.ISSUER, issuer_sid=named
            )
            if agent is found[-1]:
                await _spend(transaction, spent)
    return ended


async def _spend(transaction: Transaction, spent: dict[str, Any]) -> None:
    if await transaction.one(_SPEND, **spent) is None:
        raise SignInRefused(reason=SignInRefusal.WRONG)
