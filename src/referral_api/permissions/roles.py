"""The table that joins the areas: the permissions of each role, and the types of organisation that
a role is held in.

Roles do not inherit. A permission that is not listed is denied.
"""

from collections.abc import Iterable

from referral_api.permissions import (
    audit,
    consent,
    custody,
    events,
    identification,
    network,
    protection,
)
from referral_api.permissions.types import Permission, Role

_AREAS = (identification, consent, protection, custody, events, network, audit)

# Sorted by name.
HOLDERS: dict[Permission, frozenset[Role]] = dict(
    sorted(
        (row for area in _AREAS for row in area.HOLDERS.items()),
        key=lambda row: row[0].replace(":", "_"),
    )
)
PERMISSIONS = tuple(HOLDERS)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    role: frozenset(permission for permission, holders in HOLDERS.items() if role in holders)
    for role in Role
}

# A role that sees beyond one organisation is held in one type of organisation only. Elsewhere it
# grants nothing, whatever an administrator entered.
ROLE_HOMES: dict[Role, str] = {
    Role.AUDITOR: "oversight",
    Role.COORDINATOR: "coordination",
}


def held_roles(roles: Iterable[Role], organisation_type: str) -> frozenset[Role]:
    """Keep the roles that an agent can hold in this type of organisation."""
    return frozenset(
        role for role in roles if ROLE_HOMES.get(role, organisation_type) == organisation_type
    )
