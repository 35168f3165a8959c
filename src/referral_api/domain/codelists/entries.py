"""The vocabulary of the entries of the programme: whether they count, and why not."""

from referral_api.domain.codelists.code import Code


class EntryStatus(Code):
    """Whether an entry of the programme counts."""

    REGISTERED = "registered", "Enregistré", "Registered"
    WITHDRAWN = "withdrawn", "Retiré", "Withdrawn"


class EntryWithdrawalReason(Code):
    """Why an entry of the programme was withdrawn."""

    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"
    DUPLICATE = "duplicate", "Saisi deux fois", "Entered twice"
    NOT_CONFIRMED = "not_confirmed", "Non confirmé", "Not confirmed"
    REPLACED = "replaced", "Remplacé", "Replaced"
    OTHER = "other", "Autre motif", "Other reason"
