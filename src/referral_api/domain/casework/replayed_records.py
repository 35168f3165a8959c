"""The kinds that every reader in sight is shown alike, and how a replay reads each of them."""

from collections.abc import (
    Awaitable,
    Callable,
)
from typing import Any
from uuid import UUID

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.accusation import to_response as show_accusation
from referral_api.domain.casework.alerts.operations import to_response as show_alert
from referral_api.domain.casework.alerts.records import ALERT_RECORDS
from referral_api.domain.casework.check_ins.records import CHECK_IN_RECORDS
from referral_api.domain.casework.check_ins.records import to_response as show_check_in
from referral_api.domain.casework.stay_incidents.records import STAY_INCIDENT_RECORDS
from referral_api.domain.casework.stay_incidents.records import to_response as show_incident
from referral_api.domain.custody.accusations.records import ACCUSATION_RECORDS
from referral_api.domain.custody.handoff_requests.records import HANDOFF_REQUEST_RECORDS
from referral_api.domain.custody.handoff_requests.records import to_response as show_request
from referral_api.domain.custody.identity_orders.records import IDENTITY_ORDER_RECORDS
from referral_api.domain.custody.identity_orders.records import to_response as show_order
from referral_api.domain.identification.contacts.records import CONTACT_RECORDS
from referral_api.domain.identification.contacts.records import to_response as show_contact
from referral_api.domain.identification.duplicates.records import CANDIDATE_RECORDS
from referral_api.domain.identification.duplicates.records import to_response as show_candidate
from referral_api.domain.identification.exploitations.operations import show_exploitation
from referral_api.domain.identification.reconsiderations.records import RECONSIDERATION_RECORDS
from referral_api.domain.identification.reconsiderations.records import (
    to_response as show_reconsideration,
)
from referral_api.domain.identification.screenings.operations import to_response as show_screening
from referral_api.domain.identification.screenings.records import SCREENING_RECORDS
from referral_api.domain.protection.assessments.records import ASSESSMENT_RECORDS
from referral_api.domain.protection.assessments.records import to_response as show_assessment
from referral_api.domain.protection.children.ages.records import AGE_ASSESSMENT_RECORDS
from referral_api.domain.protection.children.ages.records import to_response as show_age
from referral_api.domain.protection.children.guardianship.records import (
    GUARDIAN_RECORDS,
    show_guardian,
)
from referral_api.domain.protection.children.interests.records import (
    ASSESSMENT_RECORDS as INTERESTS_RECORDS,
)
from referral_api.domain.protection.children.interests.records import (
    DETERMINATION_RECORDS,
    show_determination,
)
from referral_api.domain.protection.children.interests.records import (
    show_assessment as show_interests,
)
from referral_api.domain.protection.children.tracings.operations import show_tracing
from referral_api.domain.protection.children.views.records import OWN_VIEW_RECORDS
from referral_api.domain.protection.children.views.records import to_response as show_own_view
from referral_api.domain.protection.follow_ups.records import FOLLOW_UP_RECORDS
from referral_api.domain.protection.follow_ups.records import to_response as show_follow_up
from referral_api.domain.protection.means.records import MEANS_RECORDS
from referral_api.domain.protection.means.records import to_response as show_means
from referral_api.domain.protection.measures.records import MEASURE_RECORDS
from referral_api.domain.protection.measures.records import to_response as show_measure
from referral_api.domain.protection.services_given.records import SERVICE_GIVEN_RECORDS
from referral_api.domain.protection.services_given.records import to_response as show_service
from referral_api.domain.protection.stays.records import STAY_RECORDS
from referral_api.domain.protection.stays.records import to_response as show_stay
from referral_api.domain.protection.support_plans.records import (
    SUPPORT_GOAL_RECORDS,
    SUPPORT_PLAN_RECORDS,
)
from referral_api.domain.protection.support_plans.records import to_goal_response as show_goal
from referral_api.domain.protection.support_plans.records import to_response as show_plan
from referral_api.domain.records.records import Records

Reading = Callable[[Transaction, UUID], Awaitable[Any]]


def _kept(records: Records[Any], show: Callable[[Row], Any]) -> Reading:
    """Make the reading of a kind that every reader in sight is shown alike."""

    async def read(transaction: Transaction, record_id: UUID) -> Any:
        return show(await records.find(transaction, record_id))

    return read


KEPT: dict[str, Reading] = {
    "accusation": _kept(ACCUSATION_RECORDS, show_accusation),
    "age_assessment": _kept(AGE_ASSESSMENT_RECORDS, show_age),
    "alert": _kept(ALERT_RECORDS, show_alert),
    "assessment": _kept(ASSESSMENT_RECORDS, show_assessment),
    "best_interests_assessment": _kept(INTERESTS_RECORDS, show_interests),
    "best_interests_determination": _kept(DETERMINATION_RECORDS, show_determination),
    "check_in": _kept(CHECK_IN_RECORDS, show_check_in),
    "contact": _kept(CONTACT_RECORDS, show_contact),
    "duplicate_candidate": _kept(CANDIDATE_RECORDS, show_candidate),
    "exploitation": show_exploitation,
    "follow_up": _kept(FOLLOW_UP_RECORDS, show_follow_up),
    "guardian": _kept(GUARDIAN_RECORDS, show_guardian),
    "handoff_request": _kept(HANDOFF_REQUEST_RECORDS, show_request),
    "identity_order": _kept(IDENTITY_ORDER_RECORDS, show_order),
    "means": _kept(MEANS_RECORDS, show_means),
    "measure": _kept(MEASURE_RECORDS, show_measure),
    "own_view": _kept(OWN_VIEW_RECORDS, show_own_view),
    "reconsideration": _kept(RECONSIDERATION_RECORDS, show_reconsideration),
    "screening": _kept(SCREENING_RECORDS, show_screening),
    "service_given": _kept(SERVICE_GIVEN_RECORDS, show_service),
    "stay": _kept(STAY_RECORDS, show_stay),
    "stay_incident": _kept(STAY_INCIDENT_RECORDS, show_incident),
    "support_goal": _kept(SUPPORT_GOAL_RECORDS, show_goal),
    "support_plan": _kept(SUPPORT_PLAN_RECORDS, show_plan),
    "tracing": show_tracing,
}
