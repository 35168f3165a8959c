"""Permissions on the audit log, and the roles that hold them."""

from referral_api.permissions.types import Permission, Role


class AuditPermission(Permission):
    """Permissions on the audit log."""

    SEARCH = "audit:search"


HOLDERS: dict[Permission, frozenset[Role]] = {
    AuditPermission.SEARCH: frozenset({Role.AUDITOR}),
}
