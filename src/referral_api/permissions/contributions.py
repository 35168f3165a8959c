"""Permissions on requests for contributions and on contributions, and the roles that hold them."""

from referral_api.permissions.types import Permission, Role


class ContributionRequestPermission(Permission):
    """Permissions on a request for contributions."""

    ANSWER = "contribution_request:answer"
    CALL = "contribution_request:call"
    CREATE = "contribution_request:create"
    FREEZE = "contribution_request:freeze"
    LIST = "contribution_request:list"
    LIST_ANSWERS = "contribution_request:list_answers"
    OPEN = "contribution_request:open"
    READ = "contribution_request:read"
    UPDATE = "contribution_request:update"
    WITHDRAW = "contribution_request:withdraw"


class ContributionPermission(Permission):
    """Permissions on a contribution."""

    CORRECT = "contribution:correct"
    CREATE = "contribution:create"
    LIST = "contribution:list"
    LIST_VERSIONS = "contribution:list_versions"
    READ = "contribution:read"
    READ_TEMPLATE = "contribution:read_template"
    WITHDRAW = "contribution:withdraw"


_COORDINATOR = frozenset({Role.COORDINATOR})
# In a small structure, those who take people in also count; a large one has its own system.
_GIVING = frozenset(
    {
        Role.CASE_WORKER, Role.COORDINATOR, Role.INTAKE_OFFICER, Role.PARTNER_SYSTEM,
        Role.SUPERVISOR,
    }
)  # fmt: skip

HOLDERS: dict[Permission, frozenset[Role]] = {
    ContributionPermission.CORRECT: _GIVING,
    ContributionPermission.CREATE: _GIVING,
    ContributionPermission.LIST: _GIVING,
    ContributionPermission.LIST_VERSIONS: _GIVING,
    ContributionPermission.READ: _GIVING,
    ContributionPermission.READ_TEMPLATE: _GIVING,
    ContributionPermission.WITHDRAW: _GIVING,
    ContributionRequestPermission.ANSWER: _COORDINATOR,
    ContributionRequestPermission.CALL: _COORDINATOR,
    ContributionRequestPermission.CREATE: _COORDINATOR,
    ContributionRequestPermission.FREEZE: _COORDINATOR,
    ContributionRequestPermission.LIST: _GIVING,
    ContributionRequestPermission.LIST_ANSWERS: _COORDINATOR,
    ContributionRequestPermission.OPEN: _COORDINATOR,
    ContributionRequestPermission.READ: _GIVING,
    ContributionRequestPermission.UPDATE: _COORDINATOR,
    ContributionRequestPermission.WITHDRAW: _COORDINATOR,
}
