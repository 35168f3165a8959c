"""Maps database errors to refusals, outages, or faults of the service.

Operations check the same rules before they write, so the database itself refuses only when
concurrent requests conflict.
"""

import asyncio

import asyncpg

from referral_api.errors import (
    AlreadyExists,
    AlreadyPlaced,
    Conflict,
    ConsentMissing,
    Forbidden,
    NoCapacity,
    ServiceError,
    Unavailable,
    UnusableId,
)

OUTAGES = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InvalidAuthorizationSpecificationError,  # a password that was changed, a wrong role
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresIOError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.InternalClientError,  # of several servers, none accepts writes
    OSError,
    TimeoutError,
)
# After these a connection is discarded: its state is unknown, or its server is now a standby.
LOST = (
    asyncpg.InterfaceError, asyncpg.ReadOnlySQLTransactionError, OSError, TimeoutError,
    asyncio.CancelledError,
)  # fmt: skip
_CONSTRAINTS: dict[str, type[ServiceError]] = {
    "ck_capacity_places_suffice": NoCapacity,
    "ck_place_places_suffice": NoCapacity,
    "pk_accusation": UnusableId,
    "pk_age_assessment": UnusableId,
    "pk_agent": AlreadyExists,
    "pk_agent_subject": AlreadyExists,
    "pk_aggregate": UnusableId,
    "pk_best_interests_assessment": UnusableId,
    "pk_best_interests_determination": UnusableId,
    "pk_assessment": UnusableId,
    "pk_case": UnusableId,
    "pk_case_code_pad": UnusableId,
    "pk_case_relation": UnusableId,
    "pk_check_in": UnusableId,
    "pk_child_protection": UnusableId,
    "pk_client": AlreadyExists,
    "pk_consent": UnusableId,
    "pk_contact": UnusableId,
    "pk_contribution": UnusableId,
    "pk_contribution_request": UnusableId,
    "pk_exploitation": UnusableId,
    "pk_follow_up": UnusableId,
    "pk_guardian": UnusableId,
    "pk_handoff": UnusableId,
    "pk_handoff_request": UnusableId,
    "pk_identity_order": UnusableId,
    "pk_incident": UnusableId,
    "pk_legal_text": UnusableId,
    "pk_location": UnusableId,
    "pk_means_request": UnusableId,
    "pk_measure": UnusableId,
    "pk_reconsideration": UnusableId,
    "pk_organisation": AlreadyExists,
    "pk_own_view": UnusableId,
    "pk_partner": UnusableId,
    "pk_partner_agreement": UnusableId,
    "pk_partner_contribution": UnusableId,
    "pk_person_link": UnusableId,
    "pk_plan_indicator": UnusableId,
    "pk_plan_objective": UnusableId,
    "pk_plan_value": UnusableId,
    "pk_prevention_activity": UnusableId,
    "pk_programme_document": UnusableId,
    "pk_referral": UnusableId,
    "pk_report_text": UnusableId,
    "pk_road_state": UnusableId,
    "pk_series_break": UnusableId,
    "pk_screening": UnusableId,
    "pk_service": UnusableId,
    "pk_service_given": UnusableId,
    "pk_staff_count": UnusableId,
    "pk_stay": UnusableId,
    "pk_stay_incident": UnusableId,
    "pk_tip": UnusableId,
    "pk_tracing": UnusableId,
    "pk_support_goal": UnusableId,
    "pk_support_plan": UnusableId,
    "pk_webhook_subscription": UnusableId,
    "uq_accusation_standing": AlreadyExists,
    "uq_alert_open": AlreadyExists,
    "uq_child_protection_case": AlreadyExists,
    "uq_case_relation_pair": AlreadyExists,
    "uq_contribution_current": AlreadyExists,
    "uq_contribution_request_reference": AlreadyExists,
    "uq_follow_up_point": AlreadyExists,
    "uq_handoff_open": AlreadyExists,
    "uq_handoff_request_open": AlreadyExists,
    "uq_identity_order_reference": AlreadyExists,
    "uq_organisation_name": AlreadyExists,
    "uq_organisation_name_folded": AlreadyExists,
    "uq_partner_name": AlreadyExists,
    "uq_person_link_pair": AlreadyExists,
    "uq_plan_value_year": AlreadyExists,
    "uq_programme_document_sha256": AlreadyExists,
    "uq_referral_place": AlreadyPlaced,
    "uq_referral_transfer": AlreadyPlaced,
    "uq_report_text_block": AlreadyExists,
    "uq_road_state_place": AlreadyExists,
    "uq_series_break_kind": AlreadyExists,
    "uq_staff_count_day": AlreadyExists,
    "uq_stay_expected": AlreadyExists,
    "uq_stay_present": AlreadyExists,
    "uq_support_plan_active": AlreadyExists,
}
# The codes of our triggers (migrations 0004 and after). Any other code that a trigger raises is a
# fault of the service.
_TRIGGERS: dict[str, type[ServiceError]] = {"NR003": Conflict, "NR004": ConsentMissing}
# Row security and a missing privilege share an SQLSTATE; only the first depends on the caller.
_ROW_SECURITY = "ExecWithCheckOptions"


# The database is gone, or another one than expected: whatever is asked next fails, too.
_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)


def means_loss(error: BaseException | None) -> bool:
    """Say whether the database is lost, not one statement refused: a lock, a time limit."""
    return isinstance(error, _GONE)


def refusal_for(error: BaseException) -> type[ServiceError] | None:
    """The refusal that an error of the database stands for; None if it is a fault or an outage."""
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return _CONSTRAINTS.get(error.constraint_name or "", Conflict)
    if getattr(error, "server_source_function", None) == _ROW_SECURITY:
        return Forbidden
    return _TRIGGERS.get(getattr(error, "sqlstate", None) or "")


def error_after(error: BaseException) -> ServiceError | None:
    """Return the refusal that ended a transaction, or that its database error stands for."""
    if isinstance(error, ServiceError):
        return error
    if not isinstance(error, (asyncpg.PostgresError, *OUTAGES)):
        return None
    refusal = refusal_for(error)
    if refusal is not None:
        return refusal()
    return Unavailable() if isinstance(error, OUTAGES) else None
