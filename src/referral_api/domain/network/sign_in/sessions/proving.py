"""Proving again who one is, in a session: to unlock it, or for a sensitive act; and listing one's
own sessions.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Interval, Uuid, bindparam, func, select, update
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values, record
from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SessionEnd, SessionStatus, SignInWay
from referral_api.domain.network.sign_in.cookies import digest_of, new_cookie
from referral_api.domain.network.sign_in.devices.tables import UnitDevice
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.sessions.lifecycle import status_now
from referral_api.domain.network.sign_in.sessions.session import Session
from referral_api.domain.network.sign_in.sessions.tables import AgentSession
from referral_api.errors import Forbidden, ProofNeeded, SessionEnded
from referral_api.permissions import SessionPermission

_SESSION = AgentSession.__table__  # type: ignore[attr-defined]
_PROVE = Statement(
    update(AgentSession)
    .where(
        _SESSION.c.id == bindparam("session_id", type_=Uuid),
        _SESSION.c.agent_id == bindparam("of_agent", type_=Uuid),
        _SESSION.c.status == literal_code(SessionStatus.OPEN), _SESSION.c.expires_at > func.now(),
    )
    .values(
        # Whoever has copied the cookie before shares nothing of the proof.
        cookie_digest=bindparam("new_digest", type_=_SESSION.c.cookie_digest.type),
        seen_at=func.now(), locks_at=func.now() + bindparam("idle", type_=Interval),
        proved_at=func.least(
            func.now(), bindparam("auth_at", type_=DateTime(timezone=True))
        ),
    )
    .returning(_SESSION.c.id)
    .add_cte(event_insert().cte("event"))
)  # fmt: skip
_MOST_LISTED = 25
_LIST = Statement(
    select(
        _SESSION, UnitDevice.__table__.c.name.label("device_name"),  # type: ignore[attr-defined]
        func.now().label("now"),
    )
    .outerjoin(UnitDevice, col(UnitDevice.id) == _SESSION.c.device_id)
    .where(_SESSION.c.agent_id == bindparam("of_agent", type_=Uuid))
    .order_by(_SESSION.c.recorded_key.desc())
    .limit(_MOST_LISTED)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One of one's own sessions, as a list shows it."""

    id: UUID
    status: SessionStatus
    way: SignInWay
    device_name: str | None
    opened_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    end_reason: SessionEnd | None
    is_this_one: bool


async def unlock_session(
    transaction: Transaction, limits: SignInLimits, session: Session, proved_agent_id: UUID,
    proved_at: datetime | None = None,
) -> str:  # fmt: skip
    """Open a locked session again, after a proof of the same agent; Forbidden of another.

    In a transaction of ``session.actor``. Return its new cookie; the one before opens nothing
    more. SessionEnded if its whole limit has passed.
    """
    act = SessionPermission.UNLOCK
    return await _prove(transaction, limits, session, proved_agent_id, act, proved_at)


async def prove_again(
    transaction: Transaction, limits: SignInLimits, session: Session, proved_agent_id: UUID,
    proved_at: datetime | None = None,
) -> str:  # fmt: skip
    """Note a fresh proof of the same agent, for the sensitive acts of the next minutes.

    Return the session's new cookie; the one before opens nothing more.
    """
    act = SessionPermission.PROVE
    return await _prove(transaction, limits, session, proved_agent_id, act, proved_at)


async def _prove(
    transaction: Transaction, limits: SignInLimits, session: Session, agent_id: UUID,
    act: SessionPermission, proved_at: datetime | None,
) -> str:  # fmt: skip
    if agent_id != session.agent_id:
        raise Forbidden
    cookie = new_cookie()
    row = await transaction.one(
        _PROVE, session_id=session.id, of_agent=agent_id, idle=limits.way(session.way).idle,
        auth_at=proved_at, new_digest=digest_of(cookie),
        **event_values(session.actor, act, "session", session.id),
    )  # fmt: skip
    if row is None:
        raise SessionEnded
    return cookie


def check_fresh(session: Session, limits: SignInLimits, now: datetime) -> None:
    """Raise ProofNeeded unless the last proof is young enough for a sensitive act."""
    if not session.is_fresh(limits, now):
        raise ProofNeeded


async def list_own_sessions(transaction: Transaction) -> list[OwnSession]:
    """List the last sessions of the caller, the newest first."""
    actor = transaction.actor
    rows = await transaction.all(_LIST, of_agent=actor.agent_id)
    await record(transaction, SessionPermission.LIST, "session")
    return [
        OwnSession(
            row["id"], SessionStatus(status_now(row)), SignInWay(row["way"]), row["device_name"],
            row["opened_at"], row["seen_at"], row["expires_at"], row["ended_at"],
            SessionEnd(row["end_reason"]) if row["end_reason"] else None,
            str(row["id"]) == actor.token_id,
        )
        for row in rows
    ]  # fmt: skip
