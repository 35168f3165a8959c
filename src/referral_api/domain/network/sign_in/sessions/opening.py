"""Opening a session after a proof, and keeping what a sign-in that has begun must remember."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Interval,
    Uuid,
    bindparam,
    column,
    delete,
    exists,
    func,
    select,
    table,
)
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row, Statement, insert_into, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import (
    SessionStatus,
    SignInRefusal,
    SignInWay,
)
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.cookies import digest_of, new_cookie
from referral_api.domain.network.sign_in.devices.cookies import renew_cookie
from referral_api.domain.network.sign_in.events import record_for
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.sessions.ending import replace_session
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
# By its columns: the package of PINs lies above this one.
_PIN = table("agent_pin", column("agent_id", Uuid), column("good_until", _AT))
_AGENT = Statement(
    select(
        col(Agent.roles),
        col(Agent.organisation_id),
        col(Organisation.type).label("kind"),
        exists()
        .where(_PIN.c.agent_id == col(Agent.id), _PIN.c.good_until.is_(None))
        .label("has_chosen"),
    )
    .join(Organisation, col(Organisation.id) == col(Agent.organisation_id))
    .where(col(Agent.id) == bindparam("of_agent"), col(Agent.active), col(Organisation.active))
)
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
    insert_into(
        PendingSignIn, "cookie_digest", "kept", "device_id", "session_id", prefix="new_"
    ).values(good_until=func.now() + bindparam("pending", type_=Interval))
)
_TAKE = Statement(
    delete(PendingSignIn)
    .where(
        _PENDING.c.cookie_digest == bindparam("digest", type_=_PENDING.c.cookie_digest.type),
        _PENDING.c.good_until > func.now(),
    )
    .returning(_PENDING.c.kept, _PENDING.c.device_id, _PENDING.c.session_id)
)


class Opened(NamedTuple):
    """A session that was opened: its public id, its cookie, and the next one of its device."""

    session_id: UUID
    cookie: str
    device_cookie: str | None


class Pending(NamedTuple):
    """What a sign-in had to remember, as sealed by who began it."""

    kept: bytes
    device_id: UUID | None
    session_id: UUID | None


async def open_session(
    transaction: Transaction, limits: SignInLimits, agent_id: UUID, way: SignInWay, *,
    device_id: UUID | None = None, replaces: UUID | None = None,
    proved_at: datetime | None = None, until: datetime | None = None,
    issuer_sid: str | None = None, homes: RoleHomes = ROLE_HOMES,
) -> Opened:  # fmt: skip
    """Open a session of an agent who has just been proved to be it, in this way.

    In a transaction of ``system_actor`` of the agent's organisation, scope ``system``.
    ``replaces`` is the session of this browser before, which ends. ``until`` is the end of the
    shift or of the issuer's session, ``proved_at`` what an issuer says. SignInRefused if the agent
    or the device is active no more, or the role excludes the way.
    """
    agent = await transaction.one(_AGENT, of_agent=agent_id)
    if agent is None or agent["organisation_id"] != transaction.actor.organisation_id:
        raise SignInRefused(reason=SignInRefusal.INACTIVE)
    if way == SignInWay.PIN:
        _check_pin_way(agent, device_id)
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
    if not agent["has_chosen"]:  # a one-time PIN opens nothing
        raise SignInRefused(reason=SignInRefusal.RESET_NEEDED)


def _actor(agent: Row, agent_id: UUID, session_id: UUID, homes: RoleHomes) -> Actor:
    roles = held_roles(map(Role, agent["roles"]), agent["kind"], homes)
    return Actor(agent["organisation_id"], agent["kind"], agent_id, None, roles, str(session_id))


async def begin_sign_in(
    transaction: Transaction, limits: SignInLimits, kept: bytes, *,
    device_id: UUID | None = None, session_id: UUID | None = None,
) -> str:  # fmt: skip
    """Keep what a sign-in must remember (state, nonce, verifier, challenge), sealed; return the
    cookie by which it is taken, once. In the scope ``system``.
    """
    cookie = new_cookie()
    await transaction.run(
        _BEGIN, new_cookie_digest=digest_of(cookie), new_kept=kept, new_device_id=device_id,
        new_session_id=session_id, pending=limits.pending,
    )  # fmt: skip
    return cookie


async def take_sign_in(transaction: Transaction, cookie: str) -> Pending | None:
    """Take what was kept; None if it is too old, was taken before or never was."""
    digest = digest_of(cookie)
    row = None if digest is None else await transaction.one(_TAKE, digest=digest)
    return None if row is None else Pending(*row)
