"""The sections of a case, each with its own access."""

from referral_api.domain.codelists.code import Code


class Section(Code):
    """A part of a case with its own access."""

    IDENTITY = "identity", "Identité", "Identity"
    EXPLOITATION = "exploitation", "Exploitation", "Exploitation"
    PROTECTION = "protection", "Protection", "Protection"
    HEALTH = "health", "Santé", "Health"
    JUSTICE = "justice", "Justice", "Justice"
