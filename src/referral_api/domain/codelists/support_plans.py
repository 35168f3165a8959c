"""The vocabulary of a support plan: its states, what it is about, how far its goals are."""

from referral_api.domain.codelists.code import Code


class PlanDomain(Code):
    """What a goal is about."""

    # The ``spl_Type`` of HTCDS 2.0.
    htcds: str

    def __init__(self, _stored: str, _fr: str, _en: str, htcds: str) -> None:
        self.htcds = htcds

    SAFETY_AND_HOUSING = (
        "safety_and_housing",
        "Sécurité et logement",
        "Safety and housing",
        "SocialCare",
    )
    HEALTH = "health", "Santé", "Health", "Health"
    PSYCHOSOCIAL = "psychosocial", "Soutien psychosocial", "Psychosocial", "SocialCare"
    SEXUAL_EXPLOITATION_RECOVERY = (
        "sexual_exploitation_recovery",
        "Reconstruction après exploitation sexuelle",
        "Recovery from sexual exploitation",
        "SexualExploitationRehabilitation",
    )
    LABOUR_EXPLOITATION_RECOVERY = (
        "labour_exploitation_recovery",
        "Reconstruction après travail forcé",
        "Recovery from forced labour",
        "LabourExploitationRehabilitation",
    )
    LEGAL = "legal", "Droit et justice", "Legal", "Legal"
    CIVIL_DOCUMENTS = "civil_documents", "État civil", "Civil documents", "Legal"
    EDUCATION = "education", "Éducation", "Education", "Education"
    VOCATIONAL_TRAINING = (
        "vocational_training",
        "Formation professionnelle",
        "Vocational training",
        "Livelihood",
    )
    LIVELIHOOD = "livelihood", "Activité et revenus", "Livelihood", "Livelihood"
    FINANCIAL = "financial", "Appui financier", "Financial", "Financial"
    RIGHTS = "rights", "Connaissance de ses droits", "Knowing one's rights", "RightsBasedTraining"
    FAMILY_AND_COMMUNITY = (
        "family_and_community",
        "Famille et communauté",
        "Family and community",
        "SocialCare",
    )
    RETURN_AND_REINTEGRATION = (
        "return_and_reintegration",
        "Retour et réintégration",
        "Return and reintegration",
        "SocialCare",
    )
    COMPENSATION = "compensation", "Réparation", "Compensation", "Legal"


class PlanStatus(Code):
    """The status of a support plan."""

    DRAFT = "draft", "Projet", "Draft"
    ACTIVE = "active", "En cours", "Active"
    SUSPENDED = "suspended", "Suspendu", "Suspended"
    COMPLETED = "completed", "Achevé", "Completed"
    ENDED_EARLY = "ended_early", "Interrompu", "Ended early"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"


class GoalProgress(Code):
    """How far a goal is."""

    NOT_STARTED = "not_started", "Non commencé", "Not started"
    UNDER_WAY = "under_way", "En cours", "Under way"
    ACHIEVED = "achieved", "Atteint", "Achieved"
    PARTLY = "partly", "En partie", "Partly"
    DROPPED = "dropped", "Abandonné à sa demande", "Dropped at the person's request"
    NOT_POSSIBLE = "not_possible", "Impossible", "Not possible"


class PlanEndReason(Code):
    """Why a plan ended."""

    GOALS_MET = "goals_met", "Objectifs atteints", "Goals met"
    PERSON_REQUEST = "person_request", "À sa demande", "At the person's request"
    MOVED = "moved", "Départ", "Moved"
    HANDED_OVER = "handed_over", "Passation", "Handed over"
    LOST_CONTACT = "lost_contact", "Contact perdu", "Lost contact"
    DECEASED = "deceased", "Décès", "Deceased"
    OTHER = "other", "Autre", "Other"
