"""Permissions on protection measures and reconsiderations, and the roles that hold them.

Who decides on which kind of measure is one table (``domain/protection/measures/deciders.py``),
which the installation may replace. These roles are the widest that it may name.
"""

from referral_api.permissions.types import FILE_READERS, NOBODY, Permission, Role


class MeasurePermission(Permission):
    """Permissions on a protection measure."""

    ATTACH = "measure:attach"
    BEGIN = "measure:begin"
    END = "measure:end"
    END_AT_REQUEST = "measure:end_at_request"
    EXPIRE = "measure:expire"
    EXTEND = "measure:extend"
    GRANT = "measure:grant"
    LIST = "measure:list"
    MARK_ERROR = "measure:mark_error"
    OPEN = "measure:open"
    PROPOSE = "measure:propose"
    READ = "measure:read"
    REJECT = "measure:reject"
    REPORT_UNANSWERED = "measure:report_unanswered"
    REPORT_UNDETERMINED = "measure:report_undetermined"
    REPORT_UNREVIEWED = "measure:report_unreviewed"
    REPORT_UNTOLD = "measure:report_untold"
    REVOKE = "measure:revoke"
    START = "measure:start"
    TELL = "measure:tell"
    WITHDRAW = "measure:withdraw"


class ReconsiderationPermission(Permission):
    """Permissions on the reconsideration of a negative decision."""

    ADMIT = "reconsideration:admit"
    CHANGE = "reconsideration:change"
    LIST = "reconsideration:list"
    NOT_ADMIT = "reconsideration:not_admit"
    OVERDUE = "reconsideration:overdue"
    READ = "reconsideration:read"
    REQUEST = "reconsideration:request"
    UPHOLD = "reconsideration:uphold"
    WITHDRAW = "reconsideration:withdraw"


_FOR_THE_PERSON = frozenset({Role.CASE_WORKER, Role.SUPERVISOR})
_PROPOSING = _FOR_THE_PERSON | {Role.IDENTIFICATION_AUTHORITY, Role.INVESTIGATOR}
_CARRYING_OUT = _FOR_THE_PERSON | {Role.INTAKE_OFFICER, Role.INVESTIGATOR, Role.MAGISTRATE}
_DECIDING = _CARRYING_OUT | {Role.COORDINATOR, Role.IDENTIFICATION_AUTHORITY}
_READERS = FILE_READERS | {Role.COORDINATOR}
_AUTHORITIES = frozenset({Role.IDENTIFICATION_AUTHORITY, Role.MAGISTRATE})

HOLDERS: dict[Permission, frozenset[Role]] = {
    MeasurePermission.ATTACH: _FOR_THE_PERSON,
    # The clock, or a presumption.
    MeasurePermission.BEGIN: NOBODY,
    MeasurePermission.END: _CARRYING_OUT,
    MeasurePermission.END_AT_REQUEST: _FOR_THE_PERSON,
    MeasurePermission.EXPIRE: NOBODY,
    MeasurePermission.EXTEND: _DECIDING,
    MeasurePermission.GRANT: _DECIDING,
    MeasurePermission.LIST: _READERS,
    MeasurePermission.MARK_ERROR: frozenset({Role.SUPERVISOR}),
    MeasurePermission.OPEN: NOBODY,
    MeasurePermission.PROPOSE: _PROPOSING,
    MeasurePermission.READ: _READERS,
    MeasurePermission.REJECT: _DECIDING,
    MeasurePermission.REPORT_UNANSWERED: NOBODY,
    MeasurePermission.REPORT_UNDETERMINED: NOBODY,
    MeasurePermission.REPORT_UNREVIEWED: NOBODY,
    MeasurePermission.REPORT_UNTOLD: NOBODY,
    MeasurePermission.REVOKE: _DECIDING,
    MeasurePermission.START: _CARRYING_OUT,
    MeasurePermission.TELL: _FOR_THE_PERSON,
    MeasurePermission.WITHDRAW: _PROPOSING,
    ReconsiderationPermission.ADMIT: _AUTHORITIES,
    ReconsiderationPermission.CHANGE: _AUTHORITIES,
    ReconsiderationPermission.LIST: _READERS,
    ReconsiderationPermission.NOT_ADMIT: _AUTHORITIES,
    ReconsiderationPermission.OVERDUE: NOBODY,
    ReconsiderationPermission.READ: _READERS,
    ReconsiderationPermission.REQUEST: _FOR_THE_PERSON,
    ReconsiderationPermission.UPHOLD: _AUTHORITIES,
    ReconsiderationPermission.WITHDRAW: _FOR_THE_PERSON,
}
