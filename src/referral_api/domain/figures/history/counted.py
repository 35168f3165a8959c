"""Every table of the history that figures count from."""

from referral_api.domain.figures.history.assistance import (
    CountedFollowUp,
    CountedMeansRequest,
    CountedServiceGiven,
    CountedStay,
)
from referral_api.domain.figures.history.children import (
    CountedBestInterestsAssessment,
    CountedBestInterestsDetermination,
    CountedGuardian,
)
from referral_api.domain.figures.history.facts import (
    CountedExploitation,
    CountedProfile,
    CountedScreening,
)
from referral_api.domain.figures.history.first_signs import (
    CountedContact,
    CountedIncident,
    CountedTip,
)
from referral_api.domain.figures.history.measures import CountedMeasure, CountedReconsideration
from referral_api.domain.figures.history.persons import CountedPerson, CountedPersonLink
from referral_api.domain.figures.history.plans import (
    CountedAssessment,
    CountedSupportGoal,
    CountedSupportPlan,
)
from referral_api.domain.figures.history.tables import (
    CountedCapacity,
    CountedCase,
    CountedConsent,
    CountedDecision,
    CountedHandoff,
    CountedReferral,
)

COUNTED = (
    CountedAssessment, CountedBestInterestsAssessment, CountedBestInterestsDetermination,
    CountedCapacity, CountedCase, CountedConsent, CountedContact, CountedDecision,
    CountedExploitation, CountedFollowUp, CountedGuardian, CountedHandoff, CountedIncident,
    CountedMeansRequest, CountedMeasure, CountedPerson, CountedPersonLink, CountedProfile,
    CountedReconsideration, CountedReferral, CountedScreening, CountedServiceGiven, CountedStay,
    CountedSupportGoal, CountedSupportPlan, CountedTip,
)  # fmt: skip
