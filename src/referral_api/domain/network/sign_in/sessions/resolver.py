"""Resolving the cookie of a session to whoever is signed in.

As ``agents/actor_resolver.py``: each worker trusts a result for a few seconds. A session that was
ended elsewhere is refused within two periods, most pages need no query, and only a first waits.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import Interval, Uuid, bindparam, exists, func, or_, select, update
from sqlmodel import col

from referral_api.database.database import Database
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.domain.codelists.sign_in import DeviceStatus, SessionStatus, SignInWay
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.agents.tables import Agent
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.second_person.administrators import note_sign_in
from referral_api.domain.network.sign_in.cookies import digest_of
from referral_api.domain.network.sign_in.devices.cookies import note_arrival
from referral_api.domain.network.sign_in.devices.tables import DeviceCookie, UnitDevice
from referral_api.domain.network.sign_in.limits import SEEN_EACH, SignInLimits
from referral_api.domain.network.sign_in.sessions.lifecycle import status_now
from referral_api.domain.network.sign_in.sessions.session import Session, to_session
from referral_api.domain.network.sign_in.sessions.tables import AgentSession
from referral_api.errors import SessionEnded, SessionLocked
from referral_api.permissions import NEVER_BY_PIN, ROLE_HOMES, Role, RoleHomes

_MOST_REMEMBERED = 10_000
_SESSION = AgentSession.__table__  # type: ignore[attr-defined]
_DEVICE = UnitDevice.__table__  # type: ignore[attr-defined]
_FIND = Statement(
    select(
        _SESSION, col(Agent.name).label("agent_name"), col(Agent.roles),
        col(Organisation.name).label("organisation_name"),
        col(Organisation.type).label("organisation_type"),
        _DEVICE.c.name.label("device_name"), _DEVICE.c.has_printer, func.now().label("now"),
        exists()
        .where(col(DeviceCookie.session_id) == _SESSION.c.id, col(DeviceCookie.seen_at).is_(None))
        .label("device_cookie_waits"),
    )
    .join(Agent, col(Agent.id) == _SESSION.c.agent_id)
    .join(Organisation, col(Organisation.id) == _SESSION.c.organisation_id)
    .outerjoin(_DEVICE, _DEVICE.c.id == _SESSION.c.device_id)
    .where(
        _SESSION.c.cookie_digest == bindparam("digest", type_=_SESSION.c.cookie_digest.type),
        col(Agent.active), col(Organisation.active),
        or_(
            _SESSION.c.device_id.is_(None),
            _DEVICE.c.status == literal_code(DeviceStatus.REGISTERED),
        ),
    )
)  # fmt: skip
_SEE = Statement(
    update(AgentSession)
    .where(
        _SESSION.c.id == bindparam("session_id", type_=Uuid),
        _SESSION.c.status == literal_code(SessionStatus.OPEN), _SESSION.c.locks_at > func.now(),
    )
    .values(seen_at=func.now(), locks_at=func.now() + bindparam("idle", type_=Interval))
)  # fmt: skip


class SessionResolver:
    """The sessions that this worker has looked up lately; ``forget`` one that it has changed."""

    def __init__(
        self, database: Database, trusted_for: timedelta, limits: SignInLimits,
        homes: RoleHomes = ROLE_HOMES,
    ) -> None:  # fmt: skip
        self._database, self._limits, self._homes = database, limits, homes
        self._trusted_for = trusted_for.total_seconds()
        self._known: dict[bytes, tuple[float, Session]] = {}
        self._changes = 0  # a look-up that began before a change is not remembered
        self._noted: set[UUID | None] = set()  # national administrators, as in ActorResolver
        self._renewing: dict[bytes, asyncio.Task[Session]] = {}
        self._running: set[asyncio.Task[Session]] = set()  # those that were forgotten too

    async def resolve(self, cookie: str) -> Session:
        """Return the session of a cookie; SessionEnded or SessionLocked if it is not open."""
        digest = digest_of(cookie)
        if digest is None:
            raise SessionEnded
        looked_up, session = self._known.get(digest, (0.0, None))
        age = time.monotonic() - looked_up
        if session is None or age >= 2 * self._trusted_for:
            return await asyncio.shield(self._renewal(digest))
        if age >= self._trusted_for:
            _ = self._renewal(digest)  # in the background
        return session

    async def read_new(self, cookie: str) -> Session:
        """Read a session just opened, whose cookies have not reached the browser yet."""
        digest = digest_of(cookie)
        if digest is None:
            raise SessionEnded
        return await self._look_up(digest, arrived=False)

    def forget(self, session_id: UUID) -> None:
        """Look this session up anew at its next page, because it has changed or ended."""
        self._forget(lambda known: known.id == session_id)

    def forget_device(self, device_id: UUID) -> None:
        """Look up anew what was opened on a device, because it was suspended or has ended."""
        self._forget(lambda known: known.device_id == device_id)

    def forget_agent(self, agent_id: UUID) -> None:
        """Look up anew what an agent has opened, because its PIN has changed."""
        self._forget(lambda known: known.agent_id == agent_id)

    def _forget(self, has_changed: Callable[[Session], bool]) -> None:
        self._changes += 1
        self._renewing.clear()
        for digest in [key for key, (_, known) in self._known.items() if has_changed(known)]:
            del self._known[digest]

    def _renewal(self, digest: bytes) -> "asyncio.Task[Session]":
        if digest not in self._renewing:
            self._renewing[digest] = asyncio.create_task(self._renew(digest))
            self._running.add(self._renewing[digest])
            self._renewing[digest].add_done_callback(partial(self._end, digest))
        return self._renewing[digest]

    def _end(self, digest: bytes, renewal: "asyncio.Task[Session]") -> None:
        self._running.discard(renewal)
        if self._renewing.get(digest) is renewal:
            del self._renewing[digest]
        if not renewal.cancelled():
            renewal.exception()  # retrieved, because no page may be waiting for it

    async def _renew(self, digest: bytes) -> Session:
        changes = self._changes
        try:
            session = await self._look_up(digest)
        except (SessionEnded, SessionLocked):
            self._known.pop(digest, None)
            raise
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        if changes == self._changes:
            self._known[digest] = (time.monotonic(), session)
        return session

    async def _look_up(self, digest: bytes, *, arrived: bool = True) -> Session:
        async with self._database.transaction(NOBODY, "system") as transaction:
            row = await transaction.one(_FIND, digest=digest)
            if row is None or _is_excluded(row):
                raise SessionEnded
            state = status_now(row)
            if state == SessionStatus.OPEN and self._is_due(row):
                idle = self._limits.way(row["way"]).idle
                await transaction.run(_SEE, session_id=row["id"], idle=idle)
            if arrived and row["device_cookie_waits"]:
                await note_arrival(transaction, row["id"], row["device_id"])
        session = to_session(row, self._homes)
        if state == SessionStatus.ENDED:
            raise SessionEnded
        if state == SessionStatus.LOCKED:
            raise SessionLocked(session=session)
        if session.actor.administers_nationally and session.agent_id not in self._noted:
            await note_sign_in(self._database, session.actor)
            self._noted.add(session.agent_id)
        return session

    def _is_due(self, row: Row) -> bool:
        # One write for each page would flush every reading to disk.
        return bool(row["now"] - row["seen_at"] >= SEEN_EACH)


def _is_excluded(row: Row) -> bool:
    """Say whether a session was opened by a PIN that its agent must not have any more."""
    by_pin = row["way"] == SignInWay.PIN
    return by_pin and not NEVER_BY_PIN.isdisjoint(map(Role, row["roles"]))
