"""Permissions on organisations, agents, systems and tokens, and the roles that hold them."""

from referral_api.permissions.types import ANY_ROLE, NOBODY, Permission, Role


class AgentPermission(Permission):
    """Permissions on an agent."""

    CREATE = "agent:create"
    LIST = "agent:list"
    READ = "agent:read"
    SIGN_IN_FIRST = "agent:sign_in_first"
    UPDATE = "agent:update"


class ClientPermission(Permission):
    """Permissions on a client."""

    CREATE = "client:create"
    LIST = "client:list"
    READ = "client:read"
    UPDATE = "client:update"


class OrganisationPermission(Permission):
    """Permissions on an organisation."""

    CREATE = "organisation:create"
    LIST = "organisation:list"
    READ = "organisation:read"
    UPDATE = "organisation:update"


class PendingChangePermission(Permission):
    """Permissions on a change that waits for another administrator."""

    CONFIRM = "pending_change:confirm"
    LIST = "pending_change:list"
    READ = "pending_change:read"
    REFUSE = "pending_change:refuse"
    WITHDRAW = "pending_change:withdraw"


class TokenPermission(Permission):
    """Permissions on a token."""

    AUTHENTICATE = "token:authenticate"
    ISSUE = "token:issue"


_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

HOLDERS: dict[Permission, frozenset[Role]] = {
    AgentPermission.CREATE: _ADMINISTRATOR,
    AgentPermission.LIST: _ADMINISTRATOR,
    AgentPermission.READ: _ADMINISTRATOR,
    AgentPermission.SIGN_IN_FIRST: NOBODY,
    AgentPermission.UPDATE: _ADMINISTRATOR,
    ClientPermission.CREATE: _ADMINISTRATOR,
    ClientPermission.LIST: _ADMINISTRATOR,
    ClientPermission.READ: _ADMINISTRATOR,
    ClientPermission.UPDATE: _ADMINISTRATOR,
    OrganisationPermission.CREATE: _ADMINISTRATOR,
    OrganisationPermission.LIST: ANY_ROLE,
    OrganisationPermission.READ: ANY_ROLE,
    OrganisationPermission.UPDATE: _ADMINISTRATOR,
    PendingChangePermission.CONFIRM: _ADMINISTRATOR,
    PendingChangePermission.LIST: _ADMINISTRATOR,
    PendingChangePermission.READ: _ADMINISTRATOR,
    PendingChangePermission.REFUSE: _ADMINISTRATOR,
    PendingChangePermission.WITHDRAW: _ADMINISTRATOR,
    TokenPermission.AUTHENTICATE: NOBODY,
    TokenPermission.ISSUE: NOBODY,
}
