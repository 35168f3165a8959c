"""Opening a session after a proof, and keeping what a sign-in that has begun must remember."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Interval, bindparam, delete, func, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row, Statement, insert_into, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SessionStatus, SignInRefusal, SignInWay
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.cookies import digest_of, new_cookie
from referral_api.domain.network.sign_in.devices.cookies import renew_cookie
from referral_api.domain.network.sign_in.events import record_for
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.sessions.ending import replace_session
from referral_api.domain.network.sign_in.sessions.standing import Factor, check_standing
from referral_api.domain.network.sign_in.sessions.tables import AgentSession, PendingSignIn
from referral_api.errors import SignInRefused
from referral_api.permissions import (
    NEVER_BY_PIN,
    ROLE_HOMES,
    Actor,
    Role,
    RoleHomes,
    SessionPermission,
    held_roles,
)

_AT = DateTime(timezone=True)
_PENDING = PendingSignIn.__table__  # type: ignore[attr-defined]
# A change of the agent waits until the session is open, and then ends it.
_AGENT = Statement(
    select(
        col(Agent.roles), col(Agent.organisation_id), col(Organisation.type).label("kind"),
    )
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .where(col(Agent.id) == bindparam("of_agent"), col(Agent.active), col(Organisation.active))
    .with_for_update(read=True, of=Agent)
)  # fmt: skip
_OPEN = Statement(
    insert_into(
        AgentSession, "id", "agent_id", "organisation_id", "device_id", "way", "cookie_digest",
        "issuer_sid", "version", prefix="new_",
    ).values(
        status=literal_code(SessionStatus.OPEN),
        locks_at=func.now() + bindparam("idle", type_=Interval),
        proved_at=func.least(func.now(), bindparam("auth_at", type_=_AT)),
        expires_at=func.least(
            func.now() + bindparam("whole", type_=Interval), bindparam("until", type_=_AT)
        ),
    )
)  # fmt: skip
_BEGIN = Statement(
    insert_into(PendingSignIn, "cookie_digest", "kept", prefix="new_").values(
        good_until=func.now() + bindparam("pending", type_=Interval)
    )
)
_TAKE = Statement(
    delete(PendingSignIn)
    .where(
        _PENDING.c.cookie_digest == bindparam("digest", type_=_PENDING.c.cookie_digest.type),
        _PENDING.c.good_until > func.now(),
    )
    .returning(_PENDING.c.kept)
)


class Opened(NamedTuple):
    """A session that was opened: its public id, its cookie, and the next one of its device."""

    session_id: UUID
    cookie: str
    device_cookie: str | None


async def open_session(
    transaction: Transaction, limits: SignInLimits, agent_id: UUID, way: SignInWay, *,
    device_id: UUID | None = None, replaces: UUID | None = None,
    proved_at: datetime | None = None, until: datetime | None = None,
    issuer_sid: str | None = None, factor: Factor | None = None, homes: RoleHomes = ROLE_HOMES,
) -> Opened:  # fmt: skip
    """Open a session of an agent who has just been proved to be it, in this way.

    In a transaction of ``system_actor`` of the agent's organisation, scope ``system``.
    ``replaces`` is the session of this browser before, which ends. ``until`` is the end of the
    shift or of the issuer's session, ``proved_at`` what an issuer says, ``factor`` what was proved.
    SignInRefused if that has changed since, if the agent or the device is active no more, or if
    the role excludes the way.
    """
    agent = await transaction.one(_AGENT, of_agent=agent_id)
    if agent is None or agent["organisation_id"] != transaction.actor.organisation_id:
        raise SignInRefused(reason=SignInRefusal.INACTIVE)
    if way == SignInWay.PIN:
        _check_pin_way(agent, device_id)
    await check_standing(transaction, agent_id, way, factor)
    if replaces is not None:
        await replace_session(transaction, replaces)
    session_id, cookie, clock = uuid7(), new_cookie(), limits.way(way)
    device_cookie = None
    if device_id is not None:
        device_cookie = await renew_cookie(transaction, limits, device_id, session_id)
        if device_cookie is None:
            raise SignInRefused(reason=SignInRefusal.DEVICE)
    await transaction.run(
        _OPEN, new_id=session_id, new_agent_id=agent_id,
        new_organisation_id=agent["organisation_id"], new_device_id=device_id, new_way=way,
        new_cookie_digest=digest_of(cookie), new_issuer_sid=issuer_sid, new_version=1,
        idle=clock.idle, whole=clock.whole, auth_at=proved_at, until=until,
    )  # fmt: skip
    actor = _actor(agent, agent_id, session_id, homes)
    await record_for(
        transaction, actor, SessionPermission.OPEN, "session", session_id, code=way
    )  # fmt: skip
    return Opened(session_id, cookie, device_cookie)


def _check_pin_way(agent: Row, device_id: UUID | None) -> None:
    if not NEVER_BY_PIN.isdisjoint(map(Role, agent["roles"])):
        raise SignInRefused(reason=SignInRefusal.ROLE)
    if device_id is None:
        raise SignInRefused(reason=SignInRefusal.DEVICE)


def _actor(agent: Row, agent_id: UUID, session_id: UUID, homes: RoleHomes) -> Actor:
    roles = held_roles(map(Role, agent["roles"]), agent["kind"], homes)
    return Actor(agent["organisation_id"], agent["kind"], agent_id, None, roles, str(session_id))


async def begin_sign_in(transaction: Transaction, limits: SignInLimits, kept: bytes) -> str:
    """Keep what a sign-in must remember (state, nonce, verifier, challenge), sealed; return the
    cookie by which it is taken, once. In the scope ``system``.
    """
    cookie = new_cookie()
    await transaction.run(
        _BEGIN, new_cookie_digest=digest_of(cookie), new_kept=kept, pending=limits.pending
    )
    return cookie


async def take_sign_in(transaction: Transaction, cookie: str) -> bytes | None:
    """Take what was kept, sealed; None if it is too old, was taken before or never was."""
    digest = digest_of(cookie)
    row = None if digest is None else await transaction.one(_TAKE, digest=digest)
    return None if row is None else row["kept"]
