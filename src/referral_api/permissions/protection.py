"""Permissions on referrals and places, and the roles that hold them."""

from referral_api.permissions.types import (
    ANY_ROLE,
    FILE_KEEPERS,
    FILE_READERS,
    NOBODY,
    Permission,
    Role,
)


class CapacityPermission(Permission):
    """Permissions on places."""

    READ = "capacity:read"
    UPDATE = "capacity:update"


class ReferralPermission(Permission):
    """Permissions on a referral."""

    ACCEPT = "referral:accept"
    ACKNOWLEDGE = "referral:acknowledge"
    CANCEL = "referral:cancel"
    COMPLETE = "referral:complete"
    CONFIRM_CANCELLATION = "referral:confirm_cancellation"
    CONFIRM_CANCELLATION_BY_TIME = "referral:confirm_cancellation_by_time"
    CREATE = "referral:create"
    DELAY_ACKNOWLEDGEMENT = "referral:delay_acknowledgement"
    DELAY_ARRIVAL = "referral:delay_arrival"
    DELAY_CANCELLATION = "referral:delay_cancellation"
    DELAY_FEEDBACK = "referral:delay_feedback"
    DEPART = "referral:depart"
    EXPIRE = "referral:expire"
    FAIL = "referral:fail"
    FOLLOW_CALL = "referral:follow_call"
    FOLLOW_CASE = "referral:follow_case"
    HOLD = "referral:hold"
    LAPSE = "referral:lapse"
    LIST = "referral:list"
    MARK_ERROR = "referral:mark_error"
    NAME_SHELTER = "referral:name_shelter"
    NOTE = "referral:note"
    READ = "referral:read"
    REFUSE_CANCELLATION = "referral:refuse_cancellation"
    REJECT = "referral:reject"
    RENEW_CONSENT = "referral:renew_consent"
    REQUEST_CANCELLATION = "referral:request_cancellation"
    RESUME = "referral:resume"
    SCHEDULE = "referral:schedule"
    SEND = "referral:send"
    START = "referral:start"
    STOP = "referral:stop"
    TRANSFER = "referral:transfer"
    WITHDRAW_CANCELLATION_REQUEST = "referral:withdraw_cancellation_request"


_RECEIVING = frozenset({Role.CASE_WORKER, Role.INTAKE_OFFICER, Role.SUPERVISOR})
_PROMISING = frozenset({Role.INTAKE_OFFICER, Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    CapacityPermission.READ: ANY_ROLE,
    CapacityPermission.UPDATE: _PROMISING | {Role.PARTNER_SYSTEM},
    ReferralPermission.ACCEPT: _PROMISING,
    ReferralPermission.ACKNOWLEDGE: _RECEIVING,
    ReferralPermission.CANCEL: FILE_KEEPERS | {Role.COORDINATOR},
    ReferralPermission.COMPLETE: _RECEIVING,
    ReferralPermission.CONFIRM_CANCELLATION: _RECEIVING,
    ReferralPermission.CONFIRM_CANCELLATION_BY_TIME: NOBODY,
    ReferralPermission.CREATE: FILE_KEEPERS,
    ReferralPermission.DELAY_ACKNOWLEDGEMENT: NOBODY,
    ReferralPermission.DELAY_ARRIVAL: NOBODY,
    ReferralPermission.DELAY_CANCELLATION: NOBODY,
    ReferralPermission.DELAY_FEEDBACK: NOBODY,
    ReferralPermission.DEPART: FILE_KEEPERS,
    ReferralPermission.EXPIRE: NOBODY,
    ReferralPermission.FAIL: _RECEIVING,
    ReferralPermission.FOLLOW_CALL: NOBODY,
    ReferralPermission.FOLLOW_CASE: NOBODY,
    ReferralPermission.HOLD: _RECEIVING,
    ReferralPermission.LAPSE: NOBODY,
    ReferralPermission.LIST: FILE_READERS | {Role.COORDINATOR},
    ReferralPermission.MARK_ERROR: frozenset({Role.COORDINATOR, Role.SUPERVISOR}),
    ReferralPermission.NAME_SHELTER: frozenset({Role.COORDINATOR}),
    ReferralPermission.NOTE: _RECEIVING,
    ReferralPermission.READ: FILE_READERS | {Role.COORDINATOR},
    ReferralPermission.REFUSE_CANCELLATION: _RECEIVING,
    ReferralPermission.REJECT: _PROMISING,
    ReferralPermission.RENEW_CONSENT: NOBODY,
    ReferralPermission.REQUEST_CANCELLATION: FILE_KEEPERS,
    ReferralPermission.RESUME: _RECEIVING,
    ReferralPermission.SCHEDULE: _RECEIVING,
    ReferralPermission.SEND: FILE_KEEPERS,
    ReferralPermission.START: _RECEIVING,
    ReferralPermission.STOP: FILE_KEEPERS | {Role.COORDINATOR, Role.INTAKE_OFFICER},
    ReferralPermission.TRANSFER: NOBODY,
    ReferralPermission.WITHDRAW_CANCELLATION_REQUEST: FILE_KEEPERS,
}
