"""One row for each guarded route: a valid body, and the visibility rule that it obeys."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from referral_api.domain.casework.calls.lifecycle import CALLS
from referral_api.domain.codelists.calls import CallCorrectionReason
from referral_api.domain.codelists.handoffs import (
    ArrivalFailureReason,
    ForceReason,
    HandoffDeclineReason,
    HandoffReason,
    HandoffWithdrawReason,
)
from referral_api.domain.codelists.referrals import (
    CancelReason,
    HoldReason,
    OutcomeCode,
    RefusalReason,
    StopReason,
)
from referral_api.domain.codelists.status import ClosureReason
from referral_api.domain.custody.handoff_requests.lifecycle import HANDOFF_REQUESTS
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.transitions import Lifecycle
from referral_api.permissions import HandoffPermission, Permission, ReferralPermission
from tests.support.calls import call_body
from tests.support.instants import tomorrow
from tests.support.scene import KEYS, Place


@dataclass(frozen=True)
class Row:
    """``rule`` names a rule of ``visibility_oracle``; ``inside`` is the status after it.

    ``speaks_for`` is the receiver's act that the caller repeats, if it repeats one.
    """

    rule: str
    inside: int
    body: Callable[[Place], dict[str, Any]] | None = None
    lifecycle: Lifecycle | None = None
    speaks_for: Permission | None = None


def _first(codes: type[StrEnum]) -> str:
    return str(next(iter(codes)))


def _says(**fields: Any) -> Callable[[Place], dict[str, Any]]:
    return lambda _: fields


def _because(codes: type[StrEnum]) -> Callable[[Place], dict[str, Any]]:
    return _says(reason=_first(codes))


def _organisation(_: Place) -> dict[str, Any]:
    return {"name": f"Org {secrets.token_hex(8)}", "type": "ngo", "htcds_type": "NGO"}


def _agent(place: Place) -> dict[str, Any]:
    own = place["own_organisation_id"]
    return {"organisation_id": own, "name": "Synthetic agent", "roles": ["case_worker"]}


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
    "follow_outgoing_events": Row("open", 200),
    "search_audit_events": Row("open", 200),
}
