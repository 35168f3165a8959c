"""The vocabulary of an assessment: what the person needs, how urgently, and what endangers them."""

from referral_api.domain.codelists.code import Code


class AssessmentLevel(Code):
    """Of whom the assessment is."""

    INDIVIDUAL = "individual", "Individuel", "Individual"
    HOUSEHOLD = "household", "Ménage", "Household"
    COMMUNITY = "community", "Communauté", "Community"


class NeedUrgency(Code):
    """How soon a need must be met, or that it is met."""

    NOW = "now", "Tout de suite", "Now"
    SOON = "soon", "Sous peu", "Soon"
    LATER = "later", "Plus tard", "Later"
    MET = "met", "Satisfait", "Met"


class Likelihood(Code):
    """How likely a danger is."""

    UNLIKELY = "unlikely", "Peu probable", "Unlikely"
    POSSIBLE = "possible", "Possible", "Possible"
    LIKELY = "likely", "Probable", "Likely"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class RiskLevel(Code):
    """The danger as a whole. A high one asks for a plan within a day."""

    LOW = "low", "Faible", "Low"
    MEDIUM = "medium", "Moyen", "Medium"
    HIGH = "high", "Élevé", "High"


class HouseholdFactor(Code):
    """What weighs on the household, or helps there."""

    NO_INCOME = "no_income", "Sans revenu", "No income"
    DEBT = "debt", "Dettes", "Debt"
    VIOLENCE = "violence", "Violences au foyer", "Violence at home"
    MANY_DEPENDANTS = "many_dependants", "Nombreuses personnes à charge", "Many dependants"
    CHILD_OUT_OF_SCHOOL = "child_out_of_school", "Enfant hors de l'école", "Child out of school"
    CHILD_MARRIAGE_PLANNED = (
        "child_marriage_planned",
        "Mariage d'enfant prévu",
        "Child marriage planned",
    )
    FAMILY_REJECTS = "family_rejects", "Rejet par la famille", "Family rejects the person"
    FAMILY_SUPPORTS = "family_supports", "Soutien de la famille", "Family supports the person"
    DISPLACED_HOUSEHOLD = "displaced_household", "Ménage déplacé", "Displaced household"
    OTHER = "other", "Autre", "Other"


class CommunityFactor(Code):
    """What weighs on the community, or helps there."""

    STIGMA = "stigma", "Stigmatisation", "Stigma"
    SERVILE_STATUS_CONFLICT = (
        "servile_status_conflict",
        "Conflit lié au statut servile",
        "Conflict over servile status",
    )
    ARMED_GROUPS = "armed_groups", "Groupes armés", "Armed groups"
    RECRUITERS_ACTIVE = "recruiters_active", "Recruteurs actifs", "Recruiters active"
    NO_SERVICES = "no_services", "Services absents", "No services"
    NO_SCHOOL = "no_school", "Pas d'école", "No school"
    NO_POLICE = "no_police", "Pas de police", "No police"
    LEADERS_SUPPORT = (
        "leaders_support",
        "Appui de chefs locaux",
        "Local leaders support the person",
    )
    WATCH_COMMITTEE = "watch_committee", "Comité de veille présent", "Watch committee present"
    OTHER = "other", "Autre", "Other"
