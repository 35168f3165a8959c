"""Permissions on services given, follow-ups, means and groups, and the roles that hold them."""

from referral_api.permissions.types import (
    FILE_KEEPERS,
    FILE_READERS,
    NOBODY,
    Permission,
    Role,
)


class ServiceGivenPermission(Permission):
    """Permissions on a service given."""

    CORRECT = "service_given:correct"
    LIST = "service_given:list"
    MARK_ERROR = "service_given:mark_error"
    READ = "service_given:read"
    RECORD = "service_given:record"


class FollowUpPermission(Permission):
    """Permissions on a follow-up."""

    END = "follow_up:end"
    LIST = "follow_up:list"
    MARK_ERROR = "follow_up:mark_error"
    PLAN = "follow_up:plan"
    POSTPONE = "follow_up:postpone"
    READ = "follow_up:read"
    RECORD = "follow_up:record"


class MeansPermission(Permission):
    """Permissions on a request for means."""

    ASK = "means:ask"
    GRANT = "means:grant"
    LIST = "means:list"
    MARK_ERROR = "means:mark_error"
    PAY = "means:pay"
    READ = "means:read"
    REFUSE = "means:refuse"
    WITHDRAW = "means:withdraw"


class ReferralGroupPermission(Permission):
    """Permissions on a family or group that is referred together."""

    ACCEPT = "referral_group:accept"
    HAND_OVER = "referral_group:hand_over"
    LIST = "referral_group:list"
    READ = "referral_group:read"
    REJECT = "referral_group:reject"
    SEND = "referral_group:send"
    TAKE_OVER = "referral_group:take_over"


_PROVIDING = frozenset({Role.CASE_WORKER, Role.INTAKE_OFFICER, Role.SUPERVISOR})
_PROMISING = frozenset({Role.INTAKE_OFFICER, Role.SUPERVISOR})
_READERS = FILE_READERS | {Role.COORDINATOR}
_CORRECTING = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
_FOLLOWING = frozenset({Role.CASE_WORKER, Role.SUPERVISOR})
_DECIDING = frozenset({Role.COORDINATOR, Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    FollowUpPermission.END: NOBODY,
    FollowUpPermission.LIST: FILE_READERS,
    FollowUpPermission.MARK_ERROR: frozenset({Role.SUPERVISOR}),
    FollowUpPermission.PLAN: _FOLLOWING,
    FollowUpPermission.POSTPONE: NOBODY,
    FollowUpPermission.READ: FILE_READERS,
    FollowUpPermission.RECORD: _FOLLOWING,
    MeansPermission.ASK: FILE_KEEPERS | {Role.INTAKE_OFFICER},
    MeansPermission.GRANT: _DECIDING,
    MeansPermission.LIST: _READERS,
    MeansPermission.MARK_ERROR: _CORRECTING,
    MeansPermission.PAY: _DECIDING,
    MeansPermission.READ: _READERS,
    MeansPermission.REFUSE: _DECIDING,
    MeansPermission.WITHDRAW: FILE_KEEPERS | {Role.INTAKE_OFFICER},
    ReferralGroupPermission.ACCEPT: _PROMISING,
    ReferralGroupPermission.HAND_OVER: frozenset({Role.SUPERVISOR}),
    ReferralGroupPermission.LIST: FILE_READERS,
    ReferralGroupPermission.READ: _READERS,
    ReferralGroupPermission.REJECT: _PROMISING,
    ReferralGroupPermission.SEND: FILE_KEEPERS,
    ReferralGroupPermission.TAKE_OVER: _PROMISING,
    ServiceGivenPermission.CORRECT: _PROVIDING,
    ServiceGivenPermission.LIST: _READERS,
    ServiceGivenPermission.MARK_ERROR: _CORRECTING,
    ServiceGivenPermission.READ: _READERS,
    ServiceGivenPermission.RECORD: _PROVIDING,
}
