"""The authenticated caller, and the permissions that its roles hold."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from referral_api.permissions.roles import NATIONAL_HOME, ROLE_PERMISSIONS
from referral_api.permissions.types import Permission, Role


@cache  # of a few sets of roles, each of which is asked for many permissions in a request
def _held_by(roles: frozenset[Role]) -> frozenset[Permission]:
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Actor:
    """An authenticated caller: an agent of one organisation, or a partner system by itself.

    ``agent_id`` is None for a partner system that names no agent. ``client_id`` is None for an
    agent who signed in through an outside issuer.
    """

    organisation_id: UUID
    organisation_type: str
    agent_id: UUID | None
    client_id: UUID | None
    roles: frozenset[Role]
    token_id: str

    def may(self, permission: Permission) -> bool:
        """Say whether one of the caller's roles holds this permission."""
        return permission in _held_by(self.roles)

    @property
    def coordinates(self) -> bool:
        """Say whether the caller sees the flow of every case, without identities."""
        return Role.COORDINATOR in self.roles

    @property
    def administers_nationally(self) -> bool:
        """Say whether the caller is an administrator who reaches every organisation."""
        return Role.ADMINISTRATOR in self.roles and self.organisation_type == NATIONAL_HOME

    def administers(self, organisation_id: UUID) -> bool:
        """Say whether an administrator reaches this organisation: its own, or the country."""
        return self.administers_nationally or self.organisation_id == organisation_id
