"""The vocabulary of webhooks: the state of a subscription, and of one delivery."""

from referral_api.domain.codelists.code import Code


class WebhookStatus(Code):
    """The status of a subscription. Only an active one is sent anything."""

    PENDING = "pending", "Adresse à vérifier", "Address to be verified"
    ACTIVE = "active", "Actif", "Active"
    DISABLED = "disabled", "Désactivé", "Disabled"


class WebhookDisableReason(Code):
    """Why a subscription is disabled."""

    BY_OWNER = "by_owner", "Par son organisation", "By its organisation"
    GONE = "gone", "L'adresse a répondu 410", "The address answered 410"
    SECRET_LOST = "secret_lost", "Secret illisible", "Its secret cannot be opened"


class DeliveryState(Code):
    """The state of one event for one subscription."""

    WAITING = "waiting", "En attente", "Waiting"
    DELIVERED = "delivered", "Transmis", "Delivered"
    DEAD = "dead", "Abandonné", "Given up"
