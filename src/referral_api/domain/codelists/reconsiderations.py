"""The vocabulary of reconsiderations: why a request comes late, and what came of it."""

from referral_api.domain.codelists.code import Code


class LateReason(Code):
    """Why a request comes after its time."""

    NOT_TOLD = "not_told", "Décision non notifiée", "Decision not notified"
    NO_INTERPRETER = "no_interpreter", "Sans interprète", "No interpreter"
    HEALTH = "health", "Santé", "Health"
    NO_COUNSEL = "no_counsel", "Sans conseil", "No counsel"
    FEAR = "fear", "Peur", "Fear"
    CHILD = "child", "Enfant", "Child"
    NEW_FACTS = "new_facts", "Faits nouveaux", "New facts"
    OTHER = "other", "Autre", "Other"


class ReconsiderationRequester(Code):
    """Who asks for a reconsideration."""

    PERSON = "person", "La personne", "The person"
    GUARDIAN = "guardian", "Le tuteur", "Guardian"
    COUNSEL = "counsel", "Son conseil", "The person's counsel"
    CUSTODIAN = "custodian", "L'organisation responsable", "Custodian"


class ReconsiderationStatus(Code):
    """The status of a reconsideration."""

    REQUESTED = "requested", "Demandé", "Requested"
    ADMITTED = "admitted", "Recevable", "Admitted"
    NOT_ADMITTED = "not_admitted", "Irrecevable", "Not admitted"
    UPHELD = "upheld", "Décision maintenue", "Upheld"
    CHANGED = "changed", "Décision modifiée", "Changed"
    WITHDRAWN = "withdrawn", "Retiré", "Withdrawn"
