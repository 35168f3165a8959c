"""The ceiling: the sections that each type of organisation may ever be granted.

Police and justice never get health. Shelters never get justice, and neither they nor those who
treat the person get their part in the proceedings. Coordination and oversight get no section at
all, and neither does a type that is not listed.
"""

from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.organisations import OrganisationType

_IDENTITY, _EXPLOITATION, _PROTECTION, _HEALTH, _JUSTICE, _PARTICIPATION = (
    Section.IDENTITY, Section.EXPLOITATION, Section.PROTECTION, Section.HEALTH, Section.JUSTICE,
    Section.PARTICIPATION,
)  # fmt: skip
_OF_JUSTICE = frozenset({_IDENTITY, _EXPLOITATION, _PROTECTION, _JUSTICE, _PARTICIPATION})
_OF_CARE = frozenset({_IDENTITY, _EXPLOITATION, _PROTECTION, _HEALTH, _PARTICIPATION})

CEILINGS: dict[OrganisationType, frozenset[Section]] = {
    OrganisationType.POLICE: _OF_JUSTICE,
    OrganisationType.GENDARMERIE: _OF_JUSTICE,
    OrganisationType.BORDER_SERVICE: _OF_JUSTICE,
    OrganisationType.PROSECUTOR: _OF_JUSTICE,
    OrganisationType.COURT: _OF_JUSTICE,
    OrganisationType.NGO: _OF_CARE,
    OrganisationType.SHELTER: frozenset({_IDENTITY, _PROTECTION, _HEALTH}),
    OrganisationType.HEALTH: frozenset({_IDENTITY, _PROTECTION, _HEALTH}),
    OrganisationType.LEGAL_AID: _OF_JUSTICE,
    OrganisationType.CHILD_PROTECTION: _OF_CARE,
    OrganisationType.SOCIAL_SERVICE: frozenset({_IDENTITY, _PROTECTION, _HEALTH}),
    OrganisationType.LABOUR_INSPECTION: frozenset({_EXPLOITATION, _PROTECTION}),
    OrganisationType.STATE_SERVICE: frozenset({_PROTECTION}),
    OrganisationType.COORDINATION: frozenset(),
    OrganisationType.INTERNATIONAL: frozenset({_IDENTITY, _PROTECTION, _HEALTH}),
    OrganisationType.OVERSIGHT: frozenset(),
}

# Who may hold the section `background`, while it answers for the person and a consent of its own
# stands. It is below no ceiling, so that no grant ever opens it: not a referral's, not a handoff's.
BACKGROUND_HOLDERS = frozenset(
    {OrganisationType.NGO, OrganisationType.LEGAL_AID, OrganisationType.CHILD_PROTECTION}
)

# The sections that a custodian of each chain reads and writes, below the ceiling of its type.
CUSTODY_SECTIONS: dict[CustodyKind, frozenset[Section]] = {
    CustodyKind.INVESTIGATION: frozenset({_IDENTITY, _EXPLOITATION, _JUSTICE, _PARTICIPATION}),
    CustodyKind.PROTECTION: _OF_CARE,
}

# What custody alone does not open to an organisation that takes a case over: these need a consent
# that lives, an assignment by the coordination or, for the identity and the inquiry, a magistrate's
# order. Who registers a person asks her.
NEEDS_CONSENT = frozenset({_IDENTITY, _HEALTH})

# The types that may answer for an inquiry.
INVESTIGATORS = frozenset(
    {
        OrganisationType.POLICE, OrganisationType.GENDARMERIE, OrganisationType.BORDER_SERVICE,
        OrganisationType.PROSECUTOR, OrganisationType.COURT,
    }
)  # fmt: skip


def below_ceiling(organisation_type: str, sections: frozenset[Section]) -> list[str]:
    """Keep the sections that this type of organisation may ever see, in a stable order."""
    for listed, ceiling in CEILINGS.items():
        if listed == organisation_type:
            return sorted(sections & ceiling)
    return []
