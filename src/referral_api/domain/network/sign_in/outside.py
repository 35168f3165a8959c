"""Signing in by an outside issuer: whom it means here, and which sessions it ends.

Only an administrator ties its names to agents; nobody is made on the fly.
"""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Text, bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.audit.tables import Outcome
from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, literal_code
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
from referral_api.permissions import NEVER_BY_PIN, Role, SessionPermission

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
_USE = Statement(
    insert(PendingSignIn)
    .values(
        cookie_digest=bindparam("digest", type_=LargeBinary), kept=b"",
        good_until=bindparam("until", type_=DateTime(timezone=True)),
    )
    .on_conflict_do_nothing()
    .returning(col(PendingSignIn.good_until))
)  # fmt: skip


async def find_outside_agent(database: Database, issuer: str, subject: str, *, by_two: bool) -> Row:
    """Find the agent that an issuer means. SignInRefused, with an event, if it means nobody, or
    somebody who is active no more; or who needs two factors, and has proved one.
    """
    async with database.transaction(NOBODY, "system") as transaction:
        found = await transaction.one(_AGENT, issuer=issuer, subject=subject)
        if found is None:
            await record(
                transaction, SessionPermission.REFUSE, "session", known=False,
                outcome=Outcome.REFUSED, code=SignInRefusal.UNKNOWN,
            )  # fmt: skip
    if found is None:
        raise SignInRefused(reason=SignInRefusal.UNKNOWN)
    why = None
    if not found["active"]:
        why = SignInRefusal.INACTIVE
    elif not by_two and not NEVER_BY_PIN.isdisjoint(map(Role, found["roles"])):
        why = SignInRefusal.ROLE
    if why is not None:
        nobody = system_actor(found["organisation_id"])
        async with database.transaction(nobody, "system") as transaction:
            await record_refusal(transaction, why, found["id"])
        raise SignInRefused(reason=why)
    return found


async def note_refused_answer(database: Database) -> None:
    """Record that an issuer's answer was not one that we had asked for."""
    async with database.transaction(NOBODY, "system") as transaction:
        await record(
            transaction, SessionPermission.REFUSE, "session", known=False,
            outcome=Outcome.REFUSED, code=SignInRefusal.WRONG,
        )  # fmt: skip


def name_sid(issuer: str, sid: str | None) -> str | None:
    """Return the name of an issuer's session: two issuers may call theirs alike."""
    return None if sid is None else f"{issuer} {sid}"


async def end_by_issuer(
    database: Database, issuer: str, subject: str | None, sid: str | None, jti: str,
    until: datetime,
) -> list[UUID]:  # fmt: skip
    """End what an issuer says has ended; SignInRefused if it has said so before."""
    named = name_sid(issuer, sid)
    digest = hashlib.sha256(f"logout|{issuer}|{jti}".encode()).digest()
    async with database.transaction(NOBODY, "system") as transaction:
        if await transaction.one(_USE, digest=digest, until=until) is None:
            raise SignInRefused(reason=SignInRefusal.WRONG)
        if subject is not None:
            found = await transaction.all(_AGENT, issuer=issuer, subject=subject)
        else:
            found = await transaction.all(_OF_SID, sid=named)
    ended: list[UUID] = []
    for agent in found:
        nobody = system_actor(agent["organisation_id"])
        async with database.transaction(nobody, "system") as transaction:
            ended += await end_sessions_of_agent(
                transaction, agent["id"], SessionEnd.ISSUER, issuer_sid=named
            )
    return ended
