"""Acts for many people at once: batches, imports and pads of case codes."""

from referral_api.domain.codelists.code import Code


class BatchMode(Code):
    """What becomes of the good rows of a batch while others are refused."""

    ALL = "all", "Toutes les lignes ou aucune", "All or none"
    EACH = "each", "Ligne par ligne", "Each by itself"


class CodePadStatus(Code):
    """Whether the codes of a pad may still be used."""

    READY = "ready", "Utilisable", "Ready"
    CANCELLED = "cancelled", "Annulé", "Cancelled"


class ImportStatus(Code):
    """How far an import is."""

    LOADING = "loading", "En cours", "Loading"
    DONE = "done", "Terminé", "Done"
    STOPPED = "stopped", "Arrêté", "Stopped"


class ImportStopReason(Code):
    """Why an import stopped before its end."""

    BY_OWNER = "by_owner", "Arrêté par la structure", "Stopped by the organisation"
    NO_LONGER_ALLOWED = (
        "no_longer_allowed",
        "L'agent ne peut plus enregistrer",
        "The agent may no longer register",
    )
