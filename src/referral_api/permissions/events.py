"""Permissions on outgoing events, notices and webhooks, and the roles that hold them."""

from referral_api.permissions.types import FILE_READERS, NOBODY, Permission, Role


class OutgoingEventPermission(Permission):
    """Permissions on outgoing events."""

    FOLLOW = "outgoing_event:follow"


class NoticePermission(Permission):
    """Permissions on a notice: what waits for an agent or an organisation."""

    LIST = "notice:list"
    MARK_READ = "notice:mark_read"
    READ = "notice:read"
    WRITE = "notice:write"


class WebhookSubscriptionPermission(Permission):
    """Permissions on a subscription to events: where a partner system is told of them."""

    CREATE = "webhook_subscription:create"
    DISABLE = "webhook_subscription:disable"
    ENABLE = "webhook_subscription:enable"
    LIST = "webhook_subscription:list"
    LIST_DELIVERIES = "webhook_subscription:list_deliveries"
    READ = "webhook_subscription:read"
    REPLAY = "webhook_subscription:replay"
    ROTATE_SECRET = "webhook_subscription:rotate_secret"  # noqa: S105 - the name of an act
    VERIFY = "webhook_subscription:verify"


# A system for itself, and who administers the systems of the organisation.
_SUBSCRIBERS = frozenset({Role.ADMINISTRATOR, Role.PARTNER_SYSTEM})
_TOLD = FILE_READERS | {Role.COORDINATOR}

HOLDERS: dict[Permission, frozenset[Role]] = {
    NoticePermission.LIST: _TOLD | {Role.PARTNER_SYSTEM},
    NoticePermission.MARK_READ: _TOLD,
    NoticePermission.READ: _TOLD | {Role.PARTNER_SYSTEM},
    NoticePermission.WRITE: NOBODY,
    OutgoingEventPermission.FOLLOW: FILE_READERS | {Role.PARTNER_SYSTEM},
    WebhookSubscriptionPermission.CREATE: _SUBSCRIBERS,
    WebhookSubscriptionPermission.DISABLE: _SUBSCRIBERS,
    WebhookSubscriptionPermission.ENABLE: _SUBSCRIBERS,
    WebhookSubscriptionPermission.LIST: _SUBSCRIBERS,
    WebhookSubscriptionPermission.LIST_DELIVERIES: _SUBSCRIBERS,
    WebhookSubscriptionPermission.READ: _SUBSCRIBERS,
    WebhookSubscriptionPermission.REPLAY: _SUBSCRIBERS,
    WebhookSubscriptionPermission.ROTATE_SECRET: _SUBSCRIBERS,
    WebhookSubscriptionPermission.VERIFY: NOBODY,
}
