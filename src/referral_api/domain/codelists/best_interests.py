"""The vocabulary of the child's best interests: who is heard, what is weighed, what is decided."""

from referral_api.domain.codelists.code import Code


class PersonHeard(Code):
    """Who was heard."""

    CHILD = "child", "L'enfant", "The child"
    PARENT = "parent", "Parent", "Parent"
    GUARDIAN = "guardian", "Tuteur", "Guardian"
    RELATIVE = "relative", "Proche", "Relative"
    TEACHER = "teacher", "Enseignant", "Teacher"
    HEALTH_WORKER = "health_worker", "Soignant", "Health worker"
    SHELTER_STAFF = "shelter_staff", "Personnel du centre", "Shelter staff"
    COMMUNITY = "community", "Communauté", "Community"


class UnheardReason(Code):
    """Why the child was not heard, or no view of the child is at hand."""

    TOO_YOUNG = "too_young", "Trop jeune", "Too young"
    CANNOT_EXPRESS = "cannot_express", "Ne peut pas s'exprimer", "Cannot express a view"
    CHILD_DECLINED = "child_declined", "L'enfant ne le souhaite pas", "The child declined"


class BestInterestFactor(Code):
    """One of the four factors that every assessment weighs."""

    VIEWS_OF_CHILD = "views_of_child", "Avis de l'enfant", "Views of the child"
    FAMILY_AND_TIES = "family_and_ties", "Famille et liens", "Family and ties"
    SAFETY = "safety", "Sécurité", "Safety"
    DEVELOPMENT_AND_IDENTITY = (
        "development_and_identity",
        "Développement et identité",
        "Development and identity",
    )


class BestInterestMeasure(Code):
    """A measure for the child. Those that are lasting need a determination first."""

    # Whether a determination must come before it.
    lasting: bool

    def __init__(self, _stored: str, _fr: str, _en: str, lasting: bool = False) -> None:  # noqa: FBT001, FBT002
        self.lasting = lasting

    STAY_WHERE_IS = "stay_where_is", "Maintien du lieu de vie", "Stay where the child is"
    KINSHIP_CARE = "kinship_care", "Accueil par la parenté", "Kinship care", True
    FOSTER_CARE = "foster_care", "Famille d'accueil", "Foster care", True
    RESIDENTIAL_CARE = "residential_care", "Centre d'accueil", "Residential care", True
    INDEPENDENT_LIVING = (
        "independent_living",
        "Autonomie accompagnée",
        "Supported independent living",
    )
    FAMILY_REUNIFICATION = (
        "family_reunification",
        "Réunification familiale",
        "Family reunification",
        True,
    )
    RETURN_ABROAD = "return_abroad", "Retour dans un autre pays", "Return to another country", True
    INTEGRATION_HERE = "integration_here", "Intégration sur place", "Integration here"
    SEPARATION_FROM_CARER = (
        "separation_from_carer",
        "Séparation d'avec le gardien",
        "Separation from the carer",
        True,
    )
    SUSPEND_FAMILY_CONTACT = (
        "suspend_family_contact",
        "Suspension des contacts familiaux",
        "Suspend family contact",
    )
    OTHER = "other", "Autre", "Other"


LASTING = tuple(measure for measure in BestInterestMeasure if measure.lasting)
