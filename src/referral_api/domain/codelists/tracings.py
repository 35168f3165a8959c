"""The vocabulary of family tracing: what was done to find a relative, and what was found."""

from referral_api.domain.codelists.code import Code


class TracingStatus(Code):
    """The status of a tracing."""

    OPEN = "open", "Ouverte", "Open"
    IN_PROGRESS = "in_progress", "En cours", "In progress"
    VERIFIED = "verified", "Lien vérifié", "Verified"
    REUNIFIED = "reunified", "Famille réunie", "Reunified"
    CLOSED = "closed", "Close", "Closed"
    ENTERED_IN_ERROR = "entered_in_error", "Saisie par erreur", "Entered in error"


class TracingAction(Code):
    """A way of looking for a relative. Mass and photo tracing are refused: they show the child."""

    INDIVIDUAL = "individual", "Recherche individuelle", "Individual tracing"
    THROUGH_NETWORK = "through_network", "Par les partenaires", "Through partners"
    ICRC_OR_RED_CROSS = "icrc_or_red_cross", "CICR ou Croix-Rouge", "ICRC or Red Cross"
    CONSULATE = "consulate", "Consulat", "Consulate"
    COMMUNITY = (
        "community",
        "Chefs de village ou de quartier",
        "Village or neighbourhood heads",
    )


class TracingOutcome(Code):
    """What a step of a tracing found."""

    PENDING = "pending", "En attente", "Pending"
    FOUND = "found", "Famille trouvée", "Found"
    NOT_FOUND = "not_found", "Famille non trouvée", "Not found"
    FOUND_UNSAFE = "found_unsafe", "Famille trouvée, danger", "Found, unsafe"


class Verification(Code):
    """What showed that the relative is one."""

    DOCUMENTS = "documents", "Documents", "Documents"
    CHILD_RECOGNISES = (
        "child_recognises",
        "Reconnaissance par l'enfant",
        "Recognised by the child",
    )
    CROSS_QUESTIONS = "cross_questions", "Questions croisées", "Cross-questions"
    THIRD_PARTY = "third_party", "Témoins locaux", "Local witnesses"
    DNA = "dna", "Test génétique, avec accord", "Genetic test, with agreement"
