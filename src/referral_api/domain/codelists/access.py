"""The sections of a case, each with its own access, and the orders that open one of them."""

from referral_api.domain.codelists.code import Code


class Section(Code):
    """A part of a case with its own access."""

    IDENTITY = "identity", "Identité", "Identity"
    EXPLOITATION = "exploitation", "Récit des faits", "Account of the facts"
    PROTECTION = "protection", "Protection", "Protection"
    HEALTH = "health", "Santé", "Health"
    JUSTICE = "justice", "Justice", "Justice"
    PARTICIPATION = (
        "participation",
        "Participation à la procédure",
        "Participation in the proceedings",
    )
    BACKGROUND = "background", "Origine et ascendance", "Background"


class IdentityOrderStatus(Code):
    """Whether a magistrate's order still opens the person's identity to the investigation."""

    ACTIVE = "active", "En vigueur", "In force"
    LIFTED = "lifted", "Levée", "Lifted"
    EXPIRED = "expired", "Expirée", "Expired"
    ENDED = (
        "ended",
        "Éteinte avec la transmission de l'enquête",
        "Ended as the investigation moved on",
    )
