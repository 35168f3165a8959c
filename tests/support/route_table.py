"""One row for each guarded route: a valid body, and the visibility rule that it obeys."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.domain.casework.calls.lifecycle import CALLS
from referral_api.domain.casework.check_ins.records import CHECK_INS
from referral_api.domain.casework.stay_incidents.records import STAY_INCIDENTS
from referral_api.domain.codelists.calls import CallCorrectionReason
from referral_api.domain.codelists.handoffs import (
    ArrivalFailureReason,
    ForceReason,
    HandoffDeclineReason,
    HandoffReason,
    HandoffWithdrawReason,
)
from referral_api.domain.codelists.programme import (
    ContributionRequestWithdrawReason,
    ContributionWithdrawReason,
)
from referral_api.domain.codelists.referrals import (
    CancelReason,
    HoldReason,
    OutcomeCode,
    RefusalReason,
    StopReason,
)
from referral_api.domain.codelists.status import ClosureReason
from referral_api.domain.codelists.support_plans import PlanEndReason
from referral_api.domain.custody.handoff_requests.lifecycle import HANDOFF_REQUESTS
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.identification.contacts.records import CONTACTS
from referral_api.domain.identification.exploitations.records import EXPLOITATIONS
from referral_api.domain.identification.incidents.lifecycle import INCIDENTS
from referral_api.domain.identification.reconsiderations.lifecycle import RECONSIDERATIONS
from referral_api.domain.identification.screenings.records import SCREENINGS
from referral_api.domain.identification.tips.lifecycle import TIPS
from referral_api.domain.protection.assessments.records import ASSESSMENTS
from referral_api.domain.protection.children.ages.records import AGE_ASSESSMENTS
from referral_api.domain.protection.children.guardianship.records import (
    CHILD_PROTECTIONS,
    GUARDIANS,
)
from referral_api.domain.protection.children.interests.records import (
    ASSESSMENT_RECORDS,
    DETERMINATION_RECORDS,
)
from referral_api.domain.protection.children.tracings.lifecycle import TRACINGS
from referral_api.domain.protection.children.views.records import OWN_VIEWS
from referral_api.domain.protection.follow_ups.lifecycle import FOLLOW_UPS
from referral_api.domain.protection.means.lifecycle import MEANS
from referral_api.domain.protection.measures.lifecycle import MEASURES
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.services_given.records import SERVICES_GIVEN
from referral_api.domain.protection.stays.lifecycle import STAYS
from referral_api.domain.protection.support_plans.lifecycle import SUPPORT_GOALS, SUPPORT_PLANS
from referral_api.domain.transitions import Lifecycle
from referral_api.permissions import HandoffPermission, Permission, ReferralPermission, Role
from tests.support.calls import call_body
from tests.support.children import (
    CHECK,
    GUARDIAN,
    STEP,
    TRACING,
    VIEW,
    age,
    assessment,
    determination,
)
from tests.support.contributions import a_filled_form, a_quarter, a_request, lines
from tests.support.directory import ADDRESS, DIRECTORY, NEED
from tests.support.facts import EPISODE, SCREENED, SCREENING
from tests.support.imports import an_empty_import
from tests.support.instants import tomorrow
from tests.support.measures import a_measure
from tests.support.plans import AGREED, a_draft, a_goal, ahead, an_assessment
from tests.support.programme import KINDS, Kind
from tests.support.scene import KEYS, Place
from tests.support.tips import a_contact, a_tip, an_incident


@dataclass(frozen=True)
class Row:
    """``rule`` names a rule of ``visibility_oracle``; ``inside`` is the status after it.

    ``speaks_for`` is the receiver's act that the caller repeats, if it repeats one; ``roles`` are
    those that a table of deciders names, beside the permission.
    """

    rule: str
    inside: int
    body: Callable[[Place], Any] | None = None
    lifecycle: Lifecycle | None = None
    speaks_for: Permission | None = None
    roles: frozenset[Role] | None = None


def _first(codes: type[StrEnum]) -> str:
    return str(next(iter(codes)))


def _says(**fields: Any) -> Callable[[Place], dict[str, Any]]:
    return lambda _: fields


def _because(codes: type[StrEnum]) -> Callable[[Place], dict[str, Any]]:
    return _says(reason=_first(codes))


def _plan_move() -> Row:
    return Row("case", 412, lambda _: {"review_by": ahead(9)}, SUPPORT_PLANS)


def _organisation(_: Place) -> dict[str, Any]:
    return {"name": f"Org {secrets.token_hex(8)}", "type": "ngo", "htcds_type": "NGO"}


def _agent(place: Place) -> dict[str, Any]:
    own = place["own_organisation_id"]
    return {"organisation_id": own, "name": "Synthetic agent", "roles": ["case_worker"]}


def _subscription(place: Place) -> dict[str, Any]:
    return {"client_id": place["client_id"], "url": "https://partner.example/hook"}


def _client(place: Place) -> dict[str, Any]:
    return {"organisation_id": place["own_organisation_id"], "name": "System", "jwks": KEYS}


def _consent(place: Place) -> dict[str, Any]:
    return {
        "case_id": place["case_id"], "given_by": "self", "method": "written", "language": "bam",
        "purposes": ["care"], "recipients": [place["receiver_id"]], "sections": [],
    }  # fmt: skip


def _referral(place: Place) -> dict[str, Any]:
    return {
        "case_id": place["case_id"], "receiver_id": place["receiver_id"],
        "service_type": "shelter", "priority": "urgent",
    }  # fmt: skip


def _many(**fields: Any) -> Callable[[Place], dict[str, Any]]:
    return _says(mode="all", **fields)


def _answered(place: Place) -> dict[str, Any]:
    form = {name: value for name, value in _consent(place).items() if name in _FORM}
    return {
        "mode": "all",
        "form": form,
        "answers": [{"case_id": place["case_id"], "answer": "given"}],
    }


_FORM = ("method", "language", "purposes", "recipients", "sections")


def _offer(place: Place) -> dict[str, Any]:
    return {
        "case_id": place["case_id"], "kind": "protection", "to_id": place["receiver_id"],
        "priority": "urgent", "reason": _first(HandoffReason), "consent_id": place["consent_id"],
    }  # fmt: skip


def _assignment(place: Place) -> dict[str, Any]:
    # To its custodian, which is refused: an assignment would end the open offer of the scene.
    return {
        "case_id": place["case_id"], "kind": "protection", "to_id": place["organisation_id"],
        "reason": _first(ForceReason),
    }  # fmt: skip


def _request(place: Place) -> dict[str, Any]:
    return {"case_id": place["case_id"], "kind": "protection", "reason": _first(HandoffReason)}


def _accusation(place: Place) -> dict[str, Any]:
    # One stands: a second is refused.
    return {"case_id": place["case_id"], "organisation_id": place["accuser_id"]}


def _terms(place: Place) -> dict[str, Any]:
    return {"priority": "urgent", "consent_id": place["consent_id"]}


def _order(place: Place) -> dict[str, Any]:
    number = secrets.randbelow(10**9)
    return {
        "to_id": place["own_organisation_id"], "reference": str(number), "ordered_on": "2026-01-05"
    }  # fmt: skip


def _referral_move(body: Callable[[Place], dict[str, Any]] | None = None) -> Row:
    return Row("move", 412, body, REFERRALS)


def _handoff_move(body: Callable[[Place], dict[str, Any]] | None = None) -> Row:
    return Row("move", 412, body, HANDOFFS)


def _called(act: str) -> Callable[[Place], dict[str, Any]]:
    return lambda _: call_body(act)


_PAST = "2026-01-15T10:00:00Z"
_SERVED = {
    "offered_on": "2026-01-15", "answer_of_person": "accepted", "region": "BAMAKO",
}  # fmt: skip


def _stay(place: Place) -> dict[str, Any]:
    # One is expected: a second is refused.
    return {"case_id": place["case_id"], "unit": "bed_unspecified"}


def _ask(place: Place) -> dict[str, Any]:
    return {"asked_of_id": place["receiver_id"], "kind": "food", "asked": 1}


# Who proposes an emergency shelter, and who decides on it.
_ASKING = frozenset({Role.CASE_WORKER, Role.SUPERVISOR})
_DECIDING = _ASKING | {Role.INTAKE_OFFICER}


def _measure(_: Place) -> dict[str, Any]:
    return a_measure("emergency_shelter")


def _contest(_: Place) -> dict[str, Any]:
    # No decision that anybody took: it is refused.
    return {
        "decision_id": str(uuid7()), "asked_by": "person", "asked_on": "2026-01-15",
        "new_facts": "no",
    }  # fmt: skip


def _relation(_: Place) -> dict[str, Any]:
    return {"other_case_id": str(uuid7()), "kind": "sibling"}


def _link(_: Place) -> dict[str, Any]:
    return {"candidate_id": str(uuid7()), "ground": "other"}


def _group(place: Place) -> dict[str, Any]:
    # The first of them is of no case that anybody knows.
    return {
        "receiver_id": place["receiver_id"], "service_type": "shelter", "priority": "urgent",
        "members": [
            {"case_id": str(case_id), "consent_id": place["consent_id"], "tie": "other_adult"}
            for case_id in (uuid7(), place["case_id"])
        ],
    }  # fmt: skip


def _offer_of_group(place: Place) -> dict[str, Any]:
    return {
        "to_id": place["receiver_id"], "priority": "urgent", "reason": _first(HandoffReason)
    }  # fmt: skip


def _named(place: Place) -> dict[str, Any]:
    return {"organisation_id": place["house_id"]}


def _age(place: Place) -> dict[str, Any]:
    return age([UUID(place["house_agent_id"]), UUID(place["agent_id"])])


def _determination(place: Place) -> dict[str, Any]:
    panel = [UUID(place["house_agent_id"]), UUID(place["agent_id"]), uuid7()]
    return determination(place["best_interests_assessment_id"], panel)


def _stay_move(body: Callable[[Place], dict[str, Any]] | None = None) -> Row:
    return Row("move", 412, body, STAYS)


def _tip_move(body: Callable[[Place], dict[str, Any]] | None = None) -> Row:
    return Row("own_act", 412, body, TIPS)


def _incident_move(body: Callable[[Place], dict[str, Any]] | None = None) -> Row:
    return Row("own_act", 412, body, INCIDENTS)


# Every change names version 999999: an admitted caller gets 412, and nothing changes
# under the other cells. 409 marks a check that comes before the version.
ROWS: dict[str, Row] = {
    "create_organisation": Row("national", 201, _organisation),
    "list_organisations": Row("open", 200),
    "read_organisation": Row("open", 200),
    "update_organisation": Row("own_organisation", 412, _says()),
    "read_capacity": Row("open", 200),
    "set_places": Row("own_organisation", 412, _says(places=5)),
    "create_agent": Row("own_organisation", 201, _agent),
    "list_agents": Row("open", 200),
    "read_agent": Row("own_member", 200),
    "update_agent": Row("own_member", 412, _says()),
    "create_client": Row("own_organisation", 201, _client),
    "list_clients": Row("open", 200),
    "read_client": Row("own_member", 200),
    "update_client": Row("own_member", 412, _says()),
    "list_pending_changes": Row("open", 200),
    "read_pending_change": Row("own_member", 200),
    "confirm_pending_change": Row("own_member", 412),
    "refuse_pending_change": Row("own_member", 412),
    "withdraw_pending_change": Row("own_member", 412),
    "register_case": Row("open", 201, _says(sex="female", age_band="25_59", region="BAMAKO")),
    "register_cases": Row(
        "open", 200, _many(cases=[{"sex": "female", "age_band": "25_59", "region": "BAMAKO"}])
    ),
    "record_consents": Row("custodian", 200, _answered),
    "record_identities": Row(
        "custodian",
        412,
        lambda place: {
            "mode": "all",
            "identities": [{"case_id": place["case_id"], "version": 999999}],
        },
    ),
    "create_referrals": Row(
        "custodian", 200, lambda place: {"mode": "all", "referrals": [_referral(place)]}
    ),
    "draw_code_pad": Row("open", 201, _says(size=1)),
    "list_code_pads": Row("open", 200),
    "read_code_pad": Row("own_member", 200),
    "cancel_code_pad": Row("own_member", 412),
    "begin_import": Row("open", 201, lambda _: an_empty_import()),
    "check_import": Row("open", 200, lambda _: an_empty_import()),
    "list_imports": Row("open", 200),
    "read_import": Row("own_member", 200),
    "list_import_rows": Row("own_member", 200),
    "read_import_template": Row("open", 200),
    # It has ended: there was nothing to load.
    "stop_import": Row("own_member", 409),
    "list_cases": Row("open", 200),
    "read_case": Row("case", 200),
    "update_case": Row("custodian", 412, _says()),
    "close_case": Row("custodian", 412, _because(ClosureReason)),
    "reopen_case": Row("custodian", 409),
    "refute_death": Row("custodian", 409),
    "read_custody": Row("case", 200),
    "read_identity": Row("case", 200),
    "record_identity": Row("custodian", 412, _says()),
    "record_decision": Row("decision", 409, _says(event="begin_screening")),
    "list_decisions": Row("custodian", 200),
    "record_screening": Row("custodian", 201, _says(**SCREENING)),
    "list_screenings": Row("custodian", 200),
    "read_screening": Row("own_member", 200),
    "correct_screening": Row("own_member", 412, _says(**SCREENED), SCREENINGS),
    "mark_screening_as_error": Row("own_member", 412, None, SCREENINGS),
    "record_exploitation": Row("custodian", 201, _says(**EPISODE)),
    "list_exploitations": Row("custodian", 200),
    "read_exploitation": Row("own_member", 200),
    "correct_exploitation": Row("own_member", 412, _says(**EPISODE), EXPLOITATIONS),
    "mark_exploitation_as_error": Row("own_member", 412, None, EXPLOITATIONS),
    "read_profile": Row("case", 200),
    "record_profile": Row("custodian", 412, _says()),
    "read_background": Row("background", 200),
    "record_background": Row("background", 412, _says(self_declared=True)),
    "record_consent": Row("custodian", 201, _consent),
    "list_consents": Row("open", 200),
    "read_consent": Row("recipient", 200),
    "confirm_consent": Row("consent", 409),
    "refuse_consent": Row("consent", 409),
    "withdraw_consent": Row("recipient", 412),
    "mark_consent_as_error": Row("consent", 412),
    "create_referral": Row("custodian", 201, _referral),
    "list_referrals": Row("open", 200),
    "summarise_referrals": Row("open", 200),
    "read_referral": Row("party", 200),
    "send_referral": _referral_move(),
    "name_shelter": _referral_move(),
    "acknowledge_referral": _referral_move(),
    "accept_referral": _referral_move(_says()),
    "reject_referral": _referral_move(_because(RefusalReason)),
    "cancel_referral": _referral_move(_because(CancelReason)),
    "request_cancellation": _referral_move(_because(CancelReason)),
    "confirm_cancellation": _referral_move(),
    "refuse_cancellation": _referral_move(),
    "withdraw_cancellation_request": _referral_move(),
    "stop_referral": _referral_move(_because(StopReason)),
    "depart_referral": _referral_move(
        _says(happened_at="2020-01-01T00:00:00Z", expected_arrival=tomorrow(), escorted=True)
    ),
    "start_referral": _referral_move(),
    "schedule_referral": _referral_move(_says(appointment_at=tomorrow())),
    "note_referral": _referral_move(_says()),
    "hold_referral": _referral_move(_says(reason=_first(HoldReason), review_on="2099-01-01")),
    "resume_referral": _referral_move(),
    "complete_referral": _referral_move(_says(outcome=_first(OutcomeCode))),
    "fail_referral": _referral_move(_because(RefusalReason)),
    "mark_referral_as_error": _referral_move(),
    "offer_handoff": Row("offer", 409, _offer),
    "assign_handoff": Row("open", 409, _assignment),
    "list_handoffs": Row("open", 200),
    "read_handoff": Row("party", 200),
    "accept_handoff": _handoff_move(),
    "decline_handoff": _handoff_move(_because(HandoffDeclineReason)),
    "withdraw_handoff": _handoff_move(_because(HandoffWithdrawReason)),
    "depart_handoff": _handoff_move(_says(expected_arrival=tomorrow(), escorted=True)),
    "confirm_arrival": _handoff_move(_says(condition_noted=True)),
    "report_failed_arrival": _handoff_move(_because(ArrivalFailureReason)),
    "force_handoff": _handoff_move(),
    "create_handoff_request": Row("seen", 409, _request),
    "list_handoff_requests": Row("open", 200),
    "read_handoff_request": Row("party", 200),
    "grant_handoff_request": Row("move", 412, _terms, HANDOFF_REQUESTS),
    "refuse_handoff_request": Row("move", 412, _because(HandoffDeclineReason), HANDOFF_REQUESTS),
    "record_accusation": Row("custodian", 409, _accusation),
    "list_accusations": Row("open", 200),
    "read_accusation": Row("answering", 200),
    "lift_accusation": Row("answering", 412),
    "list_alerts": Row("open", 200),
    "read_alert": Row("coordination", 200),
    "take_up_alert": Row("coordination", 412),
    "settle_alert": Row("coordination", 412),
    "create_webhook_subscription": Row("own_organisation", 201, _subscription),
    "list_webhook_subscriptions": Row("open", 200),
    "read_webhook_subscription": Row("own_member", 200),
    "list_webhook_deliveries": Row("own_member", 200),
    "disable_webhook_subscription": Row("own_member", 412),
    "enable_webhook_subscription": Row("own_member", 412),
    "rotate_webhook_secret": Row("own_member", 412),
    "replay_webhook_subscription": Row("own_member", 412, _says(since="2026-01-05T00:00:00Z")),
    "list_notices": Row("open", 200),
    "read_notice": Row("own_member", 200),
    "mark_notice_read": Row("own_member", 412),
    "record_identity_order": Row("custodian", 201, _order),
    "list_identity_orders": Row("case", 200),
    "read_identity_order": Row("own_member", 200),
    "lift_identity_order": Row("own_member", 412),
    "record_referral_call": Row("move", 412, _called("start"), REFERRALS, ReferralPermission.START),
    "record_handoff_call": Row("move", 412, _called("accept"), HANDOFFS, HandoffPermission.ACCEPT),
    "list_calls": Row("open", 200),
    "read_call": Row("party", 200),
    "confirm_call": Row("move", 412, None, CALLS),
    "correct_call": Row("move", 412, _because(CallCorrectionReason), CALLS),
    "record_stay": Row("seen", 409, _stay),
    "list_stays": Row("open", 200),
    "read_stay": Row("party", 200),
    "arrive_stay": _stay_move(_says(happened_at=_PAST, arrival_state=[])),
    "note_absence": _stay_move(_says(happened_at=_PAST)),
    "note_return": _stay_move(_says(happened_at=_PAST)),
    "depart_stay": _stay_move(_says(happened_at=_PAST, reason="to_family")),
    "report_not_arrived": _stay_move(),
    "cancel_stay": _stay_move(),
    "mark_stay_as_error": _stay_move(),
    "record_incident": Row(
        "party", 201, _says(kind="self_harm", gravity="minor", happened_at=_PAST)
    ),
    "list_incidents": Row("open", 200),
    "read_incident": Row("party", 200),
    "mark_incident_as_error": Row("move", 412, None, STAY_INCIDENTS),
    "check_in_for_stay": Row("party", 201, _says(happened_at=_PAST, all_well=True)),
    "check_in_for_handoff": Row("party", 201, _says(happened_at=_PAST, all_well=True)),
    "list_check_ins": Row("open", 200),
    "read_check_in": Row("party", 200),
    "mark_check_in_as_error": Row("move", 412, None, CHECK_INS),
    "record_service_given": Row("seen", 201, _says(service_type="food", **_SERVED)),
    "list_services_given": Row("open", 200),
    "read_service_given": Row("case", 200),
    "correct_service_given": Row("case", 412, _says(**_SERVED), SERVICES_GIVEN),
    "mark_service_given_as_error": Row("case", 412, None, SERVICES_GIVEN),
    # One of this point is due: a second is refused.
    "plan_follow_up": Row("custodian", 409, _says(point="month_1", counted_from="2026-01-15")),
    "list_follow_ups": Row("case", 200),
    "read_follow_up": Row("case", 200),
    "record_follow_up": Row("case", 412, _says(done_on="2026-02-16", result="reached"), FOLLOW_UPS),
    "mark_follow_up_as_error": Row("case", 412, None, FOLLOW_UPS),
    # The person of the scene is an adult by now: nothing more is done for her as for a child.
    "name_child_protection": Row("naming", 409, _named),
    "read_child_protection": Row("case", 200),
    "correct_child_protection": Row("case", 412, _named, CHILD_PROTECTIONS),
    "mark_child_protection_as_error": Row("case", 412, None, CHILD_PROTECTIONS),
    "record_guardian": Row("custodian", 409, _says(**GUARDIAN)),
    "list_guardians": Row("open", 200),
    "read_guardian": Row("case", 200),
    "correct_guardian": Row("case", 412, _says(**GUARDIAN), GUARDIANS),
    "mark_guardian_as_error": Row("case", 412, None, GUARDIANS),
    "record_age_assessment": Row("custodian", 409, _age),
    "list_age_assessments": Row("open", 200),
    "read_age_assessment": Row("case", 200),
    "tell_age_assessment": Row("case", 412, _says(told_on="2026-01-15"), AGE_ASSESSMENTS),
    "mark_age_assessment_as_error": Row("case", 412, None, AGE_ASSESSMENTS),
    "record_best_interests_assessment": Row("custodian", 409, _says(**assessment())),
    "list_best_interests_assessments": Row("open", 200),
    "read_best_interests_assessment": Row("case", 200),
    "mark_best_interests_assessment_as_error": Row("case", 412, None, ASSESSMENT_RECORDS.lifecycle),
    "determine_best_interests": Row("custodian", 409, _determination),
    "list_best_interests_determinations": Row("open", 200),
    "read_best_interests_determination": Row("case", 200),
    "mark_best_interests_determination_as_error": Row(
        "case", 412, None, DETERMINATION_RECORDS.lifecycle
    ),
    "record_own_view": Row("custodian", 201, _says(**VIEW)),
    "list_own_views": Row("open", 200),
    "read_own_view": Row("case", 200),
    "weigh_own_view": Row("case", 412, _says(weight_given="Synthetic weight."), OWN_VIEWS),
    "mark_own_view_as_error": Row("case", 412, None, OWN_VIEWS),
    "open_tracing": Row("custodian", 201, _says(**TRACING)),
    "list_tracings": Row("open", 200),
    "read_tracing": Row("case", 200),
    "check_family": Row("case", 412, _says(**CHECK), TRACINGS),
    "confirm_family_check": Row("case", 412, None, TRACINGS),
    "record_tracing_action": Row("case", 412, _says(**STEP), TRACINGS),
    "verify_tracing": Row("case", 412, _says(verified_by=["documents"]), TRACINGS),
    "reunify_family": Row("case", 412, None, TRACINGS),
    "stop_tracing": Row("case", 412, None, TRACINGS),
    "close_tracing": Row("case", 412, None, TRACINGS),
    "mark_tracing_as_error": Row("case", 412, None, TRACINGS),
    "ask_means": Row("seen", 201, _ask),
    "list_means": Row("open", 200),
    "read_means": Row("case", 200),
    "grant_means": Row("case", 412, _says(granted=1), MEANS),
    "refuse_means": Row("case", 412, _says(reason="no_means"), MEANS),
    "pay_means": Row("case", 412, _says(amount=1, paid_on="2026-01-15"), MEANS),
    "withdraw_means": Row("case", 412, None, MEANS),
    "mark_means_as_error": Row("case", 412, None, MEANS),
    "report_tip": Row("open", 201, lambda _: a_tip()),
    "list_tips": Row("open", 200),
    "read_tip": Row("registered", 200),
    # Of whoever follows it up, which is nobody yet.
    "open_tip_source": Row("registered", 403),
    "add_tip_details": _tip_move(_says()),
    "assign_tip": _tip_move(_says(organisation_id=str(uuid7()))),
    "reassign_tip": _tip_move(_says(organisation_id=str(uuid7()), reason="no_means")),
    "return_tip": _tip_move(_says(reason="no_means")),
    "link_tip": _tip_move(lambda place: {"incident_id": place["trafficking_incident_id"]}),
    "propose_tip_dismissal": _tip_move(_says(reason="too_vague")),
    "dismiss_tip": _tip_move(_says(reason="too_vague")),
    "mark_tip_duplicate": _tip_move(lambda place: {"duplicate_of_id": place["tip_id"]}),
    "reopen_tip": _tip_move(_says()),
    "mark_tip_as_error": _tip_move(),
    "record_trafficking_incident": Row("open", 201, lambda _: an_incident()),
    "list_trafficking_incidents": Row("open", 200),
    "read_trafficking_incident": Row("registered", 200),
    "list_incident_cases": Row("registered", 200),
    "correct_trafficking_incident": _incident_move(lambda _: an_incident()),
    "close_trafficking_incident": _incident_move(),
    "reopen_trafficking_incident": _incident_move(),
    "link_incident_cases": _incident_move(lambda place: {"case_ids": [place["case_id"]]}),
    "unlink_incident_cases": _incident_move(lambda place: {"case_ids": [place["case_id"]]}),
    "propose_incident_merge": _incident_move(_says(into_id=str(uuid7()))),
    "merge_trafficking_incident": _incident_move(_says(into_id=str(uuid7()))),
    "mark_trafficking_incident_as_error": _incident_move(),
    "record_contact": Row("open", 201, lambda _: a_contact()),
    "list_contacts": Row("open", 200),
    "read_contact": Row("registered", 200),
    "mark_contact_as_error": Row("own_act", 412, None, CONTACTS),
    "record_assessment": Row("custodian", 201, lambda _: an_assessment(needs=[])),
    "list_assessments": Row("case", 200),
    "read_assessment": Row("case", 200),
    "confirm_risks": Row("case", 412, None, ASSESSMENTS),
    "mark_assessment_as_error": Row("case", 412, None, ASSESSMENTS),
    "draft_support_plan": Row(
        "custodian", 201, lambda place: a_draft(place["assessment_id"], goals=[])
    ),
    "list_support_plans": Row("case", 200),
    "read_support_plan": Row("case", 200),
    "activate_support_plan": Row(
        "case", 412, lambda _: AGREED | {"review_by": ahead(9)}, SUPPORT_PLANS
    ),
    "revise_support_plan": _plan_move(),
    "suspend_support_plan": _plan_move(),
    "resume_support_plan": _plan_move(),
    "complete_support_plan": Row("case", 412, None, SUPPORT_PLANS),
    "end_support_plan": Row("case", 412, _because(PlanEndReason), SUPPORT_PLANS),
    "mark_support_plan_as_error": Row("case", 412, None, SUPPORT_PLANS),
    "add_support_goal": Row("custodian", 201, lambda _: a_goal()),
    "read_support_goal": Row("case", 200),
    "revise_support_goal": Row("case", 412, _says(progress="partly"), SUPPORT_GOALS),
    "mark_support_goal_as_error": Row("case", 412, None, SUPPORT_GOALS),
    "propose_measure": Row("custodian", 201, _measure, roles=_ASKING),
    "list_measures": Row("open", 200),
    "read_measure": Row("case", 200),
    "grant_measure": Row("case", 412, _says(), MEASURES, roles=_DECIDING),
    "reject_measure": Row("case", 412, _says(reasons="Sans motif"), MEASURES, roles=_DECIDING),
    "extend_measure": Row("case", 412, _says(reason="safety", days=1), MEASURES, roles=_DECIDING),
    "revoke_measure": Row("case", 412, _says(reasons="Sans motif"), MEASURES, roles=_DECIDING),
    "withdraw_measure": Row("case", 412, None, MEASURES),
    "start_measure": Row("case", 412, _says(happened_on="2026-01-15"), MEASURES),
    "end_measure": Row("case", 412, _says(outcome="replaced", happened_on="2026-01-15"), MEASURES),
    "end_measure_at_request": Row(
        "case", 412, _says(asked_by="person", happened_on="2026-01-15"), MEASURES
    ),
    "tell_measure": Row("case", 412, _says(told_on="2026-01-15", told_in="bam"), MEASURES),
    "attach_papers": Row("case", 412, _says(), MEASURES),
    "mark_measure_as_error": Row("case", 412, None, MEASURES),
    "request_reconsideration": Row("custodian", 409, _contest),
    "list_reconsiderations": Row("open", 200),
    "read_reconsideration": Row("answering", 200),
    "admit_reconsideration": Row("answering", 412, None, RECONSIDERATIONS),
    "not_admit_reconsideration": Row(
        "answering", 412, _says(reasons="Sans motif"), RECONSIDERATIONS
    ),
    "uphold_decision": Row("answering", 412, _says(reasons="Sans motif"), RECONSIDERATIONS),
    "change_decision": Row(
        "answering", 412, _says(decision={"event": "presume"}, reasons="Motif"), RECONSIDERATIONS
    ),
    "withdraw_reconsideration": Row("answering", 412, None, RECONSIDERATIONS),
    # The other file is none.
    "record_case_relation": Row("seen", 422, _relation),
    "record_case_relations": Row("seen", 422, _says(other_case_ids=[str(uuid7())])),
    "list_case_relations": Row("case", 200),
    "read_case_relation": Row("answering", 200),
    "mark_case_relation_as_error": Row("answering", 412),
    "list_duplicate_candidates": Row("open", 200),
    "read_duplicate_candidate": Row("answering", 200),
    "dismiss_duplicate_candidate": Row("answering", 412),
    "propose_person_link": Row("open", 422, _link),
    "list_person_links": Row("open", 200),
    "read_person_link": Row("answering", 200),
    "confirm_person_link": Row("answering", 412),
    "refuse_person_link": Row("answering", 412),
    "withdraw_person_link": Row("proposing", 412),
    "propose_undoing_person_link": Row("answering", 409, _says(ground="other")),
    "confirm_undoing_person_link": Row("answering", 409),
    "refuse_undoing_person_link": Row("answering", 409),
    "send_referral_group": Row("open", 404, _group),
    "list_referral_groups": Row("open", 200),
    "read_referral_group": Row("case", 200),
    "accept_referral_group": Row("asked", 412, _says()),
    "reject_referral_group": Row("asked", 412, _because(RefusalReason)),
    "hand_over_group": Row("custodian", 412, _offer_of_group),
    "take_over_group": Row("seen", 412),
    "create_contribution_request": Row("open", 201, lambda _: a_request()),
    "list_contribution_requests": Row("open", 200),
    "read_contribution_request": Row("answering", 200),
    "update_contribution_request": Row("coordination", 412, _says()),
    "open_contribution_call": Row("coordination", 409, _says()),
    "call_more_organisations": Row("coordination", 412, _says()),
    "list_call_answers": Row("coordination", 200),
    "freeze_contribution_request": Row("coordination", 412),
    "answer_contribution_request": Row("coordination", 409),
    "withdraw_contribution_request": Row(
        "coordination", 412, _because(ContributionRequestWithdrawReason)
    ),
    "read_contribution_template": Row("open", 200),
    "create_contribution": Row("open", 201, lambda _: a_quarter()),
    "create_contribution_by_sheet": Row("open", 201, lambda _: a_filled_form()),
    "list_contributions": Row("open", 200),
    "read_contribution": Row("answering", 200),
    "list_contribution_versions": Row("answering", 200),
    "correct_contribution": Row("answering", 412, _says(lines=lines())),
    "correct_contribution_by_sheet": Row("answering", 422, lambda _: b"rubbish"),
    "withdraw_contribution": Row("answering", 412, _because(ContributionWithdrawReason)),
    "list_figures": Row("open", 200),
    "ask_figure": Row("figure_of_cases", 422),
    "follow_figure_by_year": Row("open", 422),
    "compare_figure": Row("open", 422),
    "read_answer": Row("registered", 200),
    "verify_answer": Row("own_rows", 200),
    "make_contribution_report": Row("open", 422),
    "view_coordination_board": Row("open", 200),
    "take_cut": Row("open", 201, _says(label="31 décembre")),
    "list_cuts": Row("open", 200),
    "read_cut": Row("coordination", 200),
    "follow_outgoing_events": Row("open", 200),
    "search_audit_events": Row("open", 200),
}


def _rows_of(kind: Kind) -> dict[str, Row]:
    seen = "registered" if kind.own else "coordination"
    return {
        f"register_{kind.subject}": Row("open", 201, kind.body),
        f"list_{kind.plural}": Row("open", 200),
        f"read_{kind.subject}": Row(seen, 200),
        f"correct_{kind.subject}": Row(seen, 412, kind.body),
        f"withdraw_{kind.subject}": Row(seen, 412, _says(reason="other")),
    }


def _rows_of_directory(kind: Kind) -> dict[str, Row]:
    kept = "own_organisation" if kind.own else "coordination"
    return _rows_of(kind) | {
        f"read_{kind.subject}": Row("open", 200),
        f"correct_{kind.subject}": Row(kept, 412, kind.body),
        f"withdraw_{kind.subject}": Row(kept, 412, _says(reason="other")),
    }


ROWS |= {
    # Its organisation recorded none yet.
    "open_address": Row("own_organisation", 404),
    "record_address": Row("own_organisation", 412, _says(**ADDRESS)),
    "read_places": Row("open", 200),
    "state_places": Row("own_organisation", 412, _says(places=3)),
    "search_placement": Row("open", 200, _says(**NEED)),
    "list_unmet_needs": Row("open", 200),
}
for _kind in DIRECTORY.values():
    ROWS |= _rows_of_directory(_kind)
for _kind in KINDS.values():
    ROWS |= _rows_of(_kind)
