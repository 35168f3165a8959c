"""Permissions on stays, on what happens during them, and on journeys; and the roles that hold them.

Facts can be recorded by whoever witnesses them: the host, and who is responsible for the person.
"""

from referral_api.permissions.types import (
    FILE_KEEPERS,
    FILE_READERS,
    NOBODY,
    Permission,
    Role,
)


class StayPermission(Permission):
    """Permissions on a stay."""

    ARRIVE = "stay:arrive"
    CANCEL = "stay:cancel"
    DELAY_RETURN = "stay:delay_return"
    DEPART = "stay:depart"
    LIST = "stay:list"
    MARK_ERROR = "stay:mark_error"
    NOTE_ABSENCE = "stay:note_absence"
    NOTE_RETURN = "stay:note_return"
    READ = "stay:read"
    RECORD = "stay:record"
    REPORT_NOT_ARRIVED = "stay:report_not_arrived"
    TRANSFER = "stay:transfer"


class StayIncidentPermission(Permission):
    """Permissions on an incident of a stay."""

    LIST = "stay_incident:list"
    MARK_ERROR = "stay_incident:mark_error"
    READ = "stay_incident:read"
    RECORD = "stay_incident:record"


class CheckInPermission(Permission):
    """Permissions on a check-in of a journey."""

    LIST = "check_in:list"
    MARK_ERROR = "check_in:mark_error"
    READ = "check_in:read"
    RECORD = "check_in:record"


_HOSTING = frozenset({Role.INTAKE_OFFICER, Role.SUPERVISOR})
_WITNESSES = FILE_KEEPERS | {Role.INTAKE_OFFICER}
_READERS = FILE_READERS | {Role.COORDINATOR}
_CORRECTING = frozenset({Role.COORDINATOR, Role.SUPERVISOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    CheckInPermission.LIST: _READERS,
    CheckInPermission.MARK_ERROR: _CORRECTING,
    CheckInPermission.READ: _READERS,
    CheckInPermission.RECORD: _WITNESSES,
    StayPermission.ARRIVE: _WITNESSES,
    StayPermission.CANCEL: _HOSTING,
    StayPermission.DELAY_RETURN: NOBODY,
    StayPermission.DEPART: _WITNESSES,
    StayPermission.LIST: _READERS,
    StayPermission.MARK_ERROR: _CORRECTING,
    StayPermission.NOTE_ABSENCE: _WITNESSES,
    StayPermission.NOTE_RETURN: _WITNESSES,
    StayPermission.READ: _READERS,
    StayPermission.RECORD: _HOSTING,
    StayPermission.REPORT_NOT_ARRIVED: _HOSTING,
    StayPermission.TRANSFER: NOBODY,
    StayIncidentPermission.LIST: _READERS,
    StayIncidentPermission.MARK_ERROR: _CORRECTING,
    StayIncidentPermission.READ: _READERS,
    StayIncidentPermission.RECORD: _WITNESSES,
}
