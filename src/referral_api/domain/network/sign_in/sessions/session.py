"""A session as pages use it, and how its row is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.domain.codelists.sign_in import SessionStatus, SignInWay
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.network.sign_in.sessions.lifecycle import status_now
from referral_api.permissions import Actor, Role, RoleHomes, held_roles


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in: the actor, the names that the frame of a page shows, and the device."""

    id: UUID
    actor: Actor
    agent_id: UUID
    agent_name: str
    organisation_name: str
    device_id: UUID | None
    device_name: str | None
    has_printer: bool
    way: SignInWay
    opened_at: datetime
    seen_at: datetime
    proved_at: datetime
    expires_at: datetime
    is_locked: bool

    def is_fresh(self, limits: SignInLimits, now: datetime) -> bool:
        """Say whether the last proof is young enough for a sensitive act."""
        fresh: timedelta = limits.way(self.way).fresh
        return now - self.proved_at <= fresh


def to_session(row: Row, homes: RoleHomes) -> Session:
    """Read a session from its row, with those of its agent, organisation and device."""
    roles = held_roles(map(Role, row["roles"]), row["organisation_type"], homes)
    actor = Actor(
        row["organisation_id"], row["organisation_type"], row["agent_id"], None, roles,
        str(row["id"]),
    )  # fmt: skip
    return Session(
        row["id"], actor, row["agent_id"], row["agent_name"], row["organisation_name"],
        row["device_id"], row["device_name"], bool(row["has_printer"]), SignInWay(row["way"]),
        row["opened_at"], row["seen_at"], row["proved_at"], row["expires_at"],
        status_now(row) == SessionStatus.LOCKED,
    )  # fmt: skip
