"""What an export derives from codes: the person, the status, who decided, the file, the referral.

Codes that HTCDS has beside these are never emitted: gender identity is not asked.
"""

from referral_api.domain.codelists.organisations import OrganisationType as Type
from referral_api.domain.codelists.referrals import ServiceType
from referral_api.domain.codelists.standards.crossing import Crossing
from referral_api.domain.codelists.status import CaseState, ClosureReason
from referral_api.domain.codelists.status import IdentificationStatus as Status
from referral_api.domain.codelists.victims import Sex

_POSSIBLE = "PossibleVictimOfTrafficking"
_NOT_A_VICTIM = "NotAVictimOfTrafficking"
_GOVERNMENT = "NonPoliceGovernmentalOrganization"

# prs_Gender
SEXES = {
    Sex.FEMALE.value: Crossing("Feminine"),
    Sex.MALE.value: Crossing("Masculine"),
    Sex.UNKNOWN.value: Crossing("NonSpecifiedUnknown"),
}

# vic_TraffickingStatus
IDENTIFICATION_STATUSES = {
    Status.REPORTED.value: Crossing(_POSSIBLE),
    Status.SCREENING.value: Crossing(_POSSIBLE),
    Status.PRESUMED.value: Crossing(_POSSIBLE),
    Status.IDENTIFIED.value: Crossing("ActualVictimOfTrafficking"),
    Status.NOT_IDENTIFIED.value: Crossing(_NOT_A_VICTIM),
    Status.UNDER_REVIEW.value: Crossing(_POSSIBLE),
    Status.NOT_PRESUMED.value: Crossing(_NOT_A_VICTIM),
    # Nobody found that the person is a victim, or that she is none.
    Status.NO_FOLLOW_UP.value: Crossing(_POSSIBLE, loses=True),
}

# vic_TraffickingStatusDecisionMakingOrg; of every other type: Other
_DECIDERS = {
    Type.POLICE: "Police", Type.GENDARMERIE: "Police", Type.BORDER_SERVICE: "Police",
    Type.NGO: "NGO", Type.SHELTER: "NGO",
    Type.PROSECUTOR: "CourtOrProsecution", Type.COURT: "CourtOrProsecution",
    Type.CHILD_PROTECTION: _GOVERNMENT, Type.SOCIAL_SERVICE: _GOVERNMENT,
    Type.LABOUR_INSPECTION: _GOVERNMENT, Type.STATE_SERVICE: _GOVERNMENT,
    Type.COORDINATION: _GOVERNMENT, Type.HEALTH: _GOVERNMENT,
}  # fmt: skip
ORGANISATION_TYPES = {
    code.value: Crossing(code.htcds, decides_as=_DECIDERS.get(code, "Other")) for code in Type
}

# cas_Status. Where follow-ups are still due, an export says FollowUp.
CASE_STATES = {
    CaseState.OPEN.value: Crossing("Active"),
    CaseState.CLOSED.value: Crossing("Closed"),
}
CLOSURE_REASONS = {
    reason.value: Crossing(
        "ClosedReferred" if reason is ClosureReason.TRANSFERRED_OUTSIDE else "Closed"
    )
    for reason in ClosureReason
}

# cas_ReasonForIncomingReferral and cas_ReasonForOutgoingReferral. Where the receiver is of another
# region, an export says MigrationOrChangeOfLocation.
_REASONS = {
    ServiceType.VOLUNTARY_RETURN: "MigrationOrChangeOfLocation", ServiceType.OTHER: "Other"
}  # fmt: skip
SERVICE_TYPES = {
    code.value: Crossing(_REASONS.get(code, "AdditionalServicesRequired")) for code in ServiceType
}
