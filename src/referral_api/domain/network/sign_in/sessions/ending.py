"""Ending sessions: one's own, or all of an agent, each with its event.

What suspends a device or changes an agent, its roles or its organisation ends their sessions by the
trigger ``end_sessions``; the event of that act vouches for it.
"""

from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, func, or_, update

from referral_api.audit.log import record
from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SessionEnd, SessionStatus, SignInWay
from referral_api.domain.network.sign_in.sessions.tables import AgentSession
from referral_api.permissions import SessionPermission

_SESSION = AgentSession.__table__  # type: ignore[attr-defined]
_KEPT = bindparam("kept_id", type_=Uuid)
_SID = bindparam("sid", type_=Text)
_WAY = bindparam("of_way", type_=Text)
_ENDED = {
    "status": literal_code(SessionStatus.ENDED), "ended_at": func.now(), "cookie_digest": None,
    "end_reason": bindparam("why"), "version": _SESSION.c.version + 1,
}  # fmt: skip
_GOES_ON = _SESSION.c.status != literal_code(SessionStatus.ENDED)
_END = Statement(
    update(AgentSession)
    .where(
        _SESSION.c.id == bindparam("session_id", type_=Uuid),
        _SESSION.c.agent_id == bindparam("of_agent", type_=Uuid), _GOES_ON,
    )
    .values(_ENDED)
    .returning(_SESSION.c.id)
)  # fmt: skip
_BY_ID = (
    update(AgentSession)
    .where(_SESSION.c.id == bindparam("session_id", type_=Uuid), _GOES_ON)
    .values(_ENDED)
    .returning(_SESSION.c.id)
)
_REPLACE = Statement(_BY_ID)
_GROW_TOO_LONG = Statement(_BY_ID.where(_SESSION.c.expires_at <= func.now()))
_END_ALL = Statement(
    update(AgentSession)
    .where(
        _SESSION.c.agent_id == bindparam("of_agent", type_=Uuid), _GOES_ON,
        or_(_KEPT.is_(None), _SESSION.c.id != _KEPT),
        or_(_SID.is_(None), _SESSION.c.issuer_sid == _SID, _SESSION.c.issuer_sid.is_(None)),
        or_(_WAY.is_(None), _SESSION.c.way == _WAY),
    )
    .values(_ENDED)
    .returning(_SESSION.c.id)
)  # fmt: skip
# What else a reason ends: a PIN that changes leaves alone who signed in otherwise.
_WAYS = {SessionEnd.PIN: SignInWay.PIN, SessionEnd.ISSUER: SignInWay.ISSUER}


async def end_session(
    transaction: Transaction, session_id: UUID, reason: SessionEnd = SessionEnd.SWITCHED
) -> bool:
    """End a session of one's own, this one or one elsewhere; False if it had ended before."""
    row = await transaction.one(
        _END, session_id=session_id, of_agent=transaction.actor.agent_id, why=reason
    )
    if row is not None:
        await record(transaction, SessionPermission.END, "session", session_id, code=reason)
    return row is not None


async def end_sessions_of_agent(
    transaction: Transaction, agent_id: UUID, reason: SessionEnd, *, keep: UUID | None = None,
    issuer_sid: str | None = None,
) -> list[UUID]:  # fmt: skip
    """End the sessions of an agent, but ``keep``; return their ids, for the resolver to forget.

    For the reasons ``pin`` and ``issuer``, those that were opened in that way; with
    ``issuer_sid``, those that the issuer calls so, and those that it has given no name.
    """
    rows = await transaction.all(
        _END_ALL, of_agent=agent_id, why=reason, kept_id=keep, sid=issuer_sid,
        of_way=_WAYS.get(reason),
    )  # fmt: skip
    for row in rows:
        await record(transaction, SessionPermission.END, "session", row["id"], code=reason)
    return [row["id"] for row in rows]


async def replace_session(transaction: Transaction, session_id: UUID) -> None:
    """End the session that a browser had before, whoever's it was."""
    await _end_any(transaction, _REPLACE, session_id, SessionEnd.REPLACED)


async def end_by_time(transaction: Transaction, session_id: UUID) -> bool:
    """Store that the whole limit of a session has passed; False if it has not, or it had ended."""
    return await _end_any(transaction, _GROW_TOO_LONG, session_id, SessionEnd.TOO_LONG)


async def _end_any(
    transaction: Transaction, statement: Statement, session_id: UUID, reason: SessionEnd
) -> bool:
    row = await transaction.one(statement, session_id=session_id, why=reason)
    if row is not None:
        await record(transaction, SessionPermission.END, "session", session_id, code=reason)
    return row is not None
