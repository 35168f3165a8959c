"""The table that joins the areas: the permissions of each role, and the types of organisation that
a role is held in.

Roles do not inherit. A permission that is not listed is denied.
"""

from collections.abc import Iterable, Mapping

from referral_api.permissions import (
    assistance,
    audit,
    casework,
    children,
    consent,
    contributions,
    custody,
    directory,
    events,
    figures,
    identification,
    installation,
    measures,
    network,
    persons,
    plans,
    programme,
    protection,
    screening,
    sign_in,
    stays,
    tips,
)
from referral_api.permissions.types import Permission, Role

_AREAS = (
    identification, tips, consent, directory, protection, stays, assistance, custody, casework,
    screening, children, plans, measures, persons,
    contributions, programme, figures, events, network, sign_in, audit,
    installation,
)  # fmt: skip

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

RoleHomes = Mapping[Role, frozenset[str]]

_JUSTICE = frozenset({"police", "gendarmerie", "border_service", "prosecutor", "court"})
# The types of organisation in which a role is held; a role that is not listed is held in all.
# Elsewhere it grants nothing, whatever an administrator entered. The types that identify are a
# setting; the default are those that are trained to identify, and those that answer for children
# and for people in need.
ROLE_HOMES: RoleHomes = {
    Role.AUDITOR: frozenset({"oversight"}),
    Role.COMMUNITY_REPORTER: frozenset({"watch_committee"}),
    Role.COORDINATOR: frozenset({"coordination"}),
    Role.IDENTIFICATION_AUTHORITY: _JUSTICE
    | {"labour_inspection", "child_protection", "social_service"},
    Role.INVESTIGATOR: _JUSTICE,
    Role.MAGISTRATE: frozenset({"prosecutor", "court"}),
}
# An administrator reaches its own organisation; one of this type reaches the country.
NATIONAL_HOME = "coordination"
# Two administrators give these roles: they see, decide or admit beyond their own files.
FAR_SEEING = frozenset(
    {
        Role.ADMINISTRATOR, Role.AUDITOR, Role.COORDINATOR, Role.IDENTIFICATION_AUTHORITY,
        Role.MAGISTRATE,
    }
)  # fmt: skip


def held_roles(
    roles: Iterable[Role], organisation_type: str, homes: RoleHomes = ROLE_HOMES
) -> frozenset[Role]:
    """Keep the roles that an agent can hold in this type of organisation."""
    return frozenset(
        role for role in roles if role not in homes or organisation_type in homes[role]
    )
