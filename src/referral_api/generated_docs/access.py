"""The page of access: the permissions of each role, and the ceiling of each organisation type."""

from referral_api.domain.access.ceilings import (
    BACKGROUND_HOLDERS,
    CEILINGS,
    CUSTODY_SECTIONS,
    INVESTIGATORS,
    NEEDS_CONSENT,
)
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.generated_docs.markdown import codes, table
from referral_api.permissions import FAR_SEEING, PERMISSIONS, ROLE_HOMES, ROLE_PERMISSIONS, Role

_INTRODUCTION = """\
Two layers, and both must allow a request. A role holds permissions. A grant opens sections of one
case until its end; PostgreSQL enforces the grants by row security.
"""
_HOMES = """\
Elsewhere a role grants nothing. The setting `IDENTIFICATION_AUTHORITIES` changes where victims are
identified.
"""
_CEILING = """\
No grant exceeds the ceiling of the organisation's type, whatever its basis: not custody, not a
referral, not the person's consent.
"""
_CUSTODY = """\
The custodian of a case reads and writes these sections, as far as the ceiling allows.
"""
_NEEDS_CONSENT = """\
To an organisation that takes a case over, custody alone does not open {sections}: these need a
consent that lives, or an assignment by two coordinators.
"""


def write() -> str:
    """Write the page."""
    investigators = codes(sorted(INVESTIGATORS))
    return "\n".join(
        (
            "# Roles, permissions and ceilings\n",
            _INTRODUCTION,
            "## Roles and permissions\n",
            "Roles do not inherit; an empty cell means denied.\n",
            _roles(),
            f"{_HOMES}\n{write_homes()}",
            "## The ceiling\n",
            _CEILING,
            write_ceilings(),
            "## Custody\n",
            _CUSTODY,
            write_custody(),
            _NEEDS_CONSENT.format(sections=codes(sorted(NEEDS_CONSENT))),
            f"Only these types may be custodians of an investigation: {investigators}.",
        )
    )


def _roles() -> str:
    head = ("Permission", *(role.replace("_", " ") for role in Role))
    rows = [
        (f"`{permission}`", *("●" if permission in ROLE_PERMISSIONS[role] else "" for role in Role))
        for permission in PERMISSIONS
        if any(permission in granted for granted in ROLE_PERMISSIONS.values())
    ]
    return table(head, rows)


def write_homes() -> str:
    """Write the table of the homes of roles."""
    head = ("Role", "Held in organisations of type", "Given by")
    rows = [
        (
            role.replace("_", " "),
            codes(sorted(ROLE_HOMES[role])) if role in ROLE_HOMES else "any",
            "two administrators" if role in FAR_SEEING else "one administrator",
        )
        for role in Role if role is not Role.PARTNER_SYSTEM
    ]  # fmt: skip
    return table(head, rows)


def write_ceilings() -> str:
    """Write the table of ceilings."""
    head = ("Type", "Français", *Section)
    rows = [
        (
            f"`{kind}`",
            kind.fr,
            *("●" if _may_hold(kind, section) else "" for section in Section),
        )
        for kind in OrganisationType
    ]
    return table(head, rows)


def _may_hold(kind: OrganisationType, section: Section) -> bool:
    if section is Section.BACKGROUND:  # no grant opens it, but custody with a consent of its own
        return kind in BACKGROUND_HOLDERS
    return section in CEILINGS.get(kind, ())


def write_custody() -> str:
    """Write the table of the sections of custodians."""
    head = ("Chain", "Français", *Section)
    rows = [
        (f"`{kind}`", kind.fr, *("●" if section in sections else "" for section in Section))
        for kind, sections in CUSTODY_SECTIONS.items()
    ]
    return table(head, rows)
