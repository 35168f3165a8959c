"""Permissions on custody, on what moves it, and on accusations; the roles that hold them."""

from referral_api.permissions.types import FILE_KEEPERS, FILE_READERS, NOBODY, Permission, Role


class AccusationPermission(Permission):
    """Permissions on an accusation of the person by an organisation of justice."""

    LIFT = "accusation:lift"
    LIST = "accusation:list"
    READ = "accusation:read"
    RECORD = "accusation:record"


class CustodyPermission(Permission):
    """Permissions on the chains of custody."""

    READ = "custody:read"


class HandoffPermission(Permission):
    """Permissions on a handoff."""

    ACCEPT = "handoff:accept"
    ASSIGN = "handoff:assign"
    CONFIRM_ARRIVAL = "handoff:confirm_arrival"
    DECLINE = "handoff:decline"
    DEPART = "handoff:depart"
    EXPIRE = "handoff:expire"
    FOLLOW_CASE = "handoff:follow_case"
    FORCE = "handoff:force"
    LIST = "handoff:list"
    OFFER = "handoff:offer"
    READ = "handoff:read"
    RENEW_CONSENT = "handoff:renew_consent"
    REPORT_FAILED_ARRIVAL = "handoff:report_failed_arrival"
    WITHDRAW = "handoff:withdraw"


class HandoffRequestPermission(Permission):
    """Permissions on a handoff request."""

    CREATE = "handoff_request:create"
    EXPIRE = "handoff_request:expire"
    GRANT = "handoff_request:grant"
    LIST = "handoff_request:list"
    READ = "handoff_request:read"
    REFUSE = "handoff_request:refuse"


_ANSWERING = frozenset({Role.INTAKE_OFFICER, Role.MAGISTRATE, Role.SUPERVISOR})
_LEADING = frozenset({Role.MAGISTRATE, Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    AccusationPermission.LIFT: FILE_KEEPERS,
    AccusationPermission.LIST: FILE_READERS | {Role.COORDINATOR},
    AccusationPermission.READ: FILE_READERS | {Role.COORDINATOR},
    AccusationPermission.RECORD: FILE_KEEPERS,
    CustodyPermission.READ: FILE_READERS | {Role.COORDINATOR},
    HandoffPermission.ACCEPT: _ANSWERING,
    HandoffPermission.ASSIGN: frozenset({Role.COORDINATOR}),
    HandoffPermission.CONFIRM_ARRIVAL: _ANSWERING | {Role.INVESTIGATOR},
    HandoffPermission.DECLINE: _ANSWERING,
    HandoffPermission.DEPART: _LEADING | {Role.INVESTIGATOR},
    HandoffPermission.EXPIRE: NOBODY,
    HandoffPermission.FOLLOW_CASE: NOBODY,
    HandoffPermission.FORCE: frozenset({Role.COORDINATOR}),
    HandoffPermission.LIST: FILE_READERS | {Role.COORDINATOR},
    HandoffPermission.OFFER: _LEADING,
    HandoffPermission.READ: FILE_READERS | {Role.COORDINATOR},
    HandoffPermission.RENEW_CONSENT: NOBODY,
    HandoffPermission.REPORT_FAILED_ARRIVAL: _ANSWERING | {Role.COORDINATOR},
    HandoffPermission.WITHDRAW: _LEADING | {Role.COORDINATOR},
    HandoffRequestPermission.CREATE: _ANSWERING,
    HandoffRequestPermission.EXPIRE: NOBODY,
    HandoffRequestPermission.GRANT: _LEADING,
    HandoffRequestPermission.LIST: FILE_READERS,
    HandoffRequestPermission.READ: FILE_READERS,
    HandoffRequestPermission.REFUSE: _LEADING,
}
