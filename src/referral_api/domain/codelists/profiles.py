"""The vocabulary of the profile: origin, household, learning, work, papers, difficulties."""

from referral_api.domain.codelists.code import Code


class ResidenceKind(Code):
    """Where the person usually lived, before the facts."""

    URBAN = "urban", "Ville", "Town"
    RURAL = "rural", "Village", "Village"
    NOMADIC = "nomadic", "Campement nomade", "Nomadic camp"
    MINING_SITE = "mining_site", "Site minier", "Mining site"
    DISPLACEMENT_SITE = "displacement_site", "Site de déplacés", "Displacement site"
    STREET = "street", "Rue", "Street"
    INSTITUTION = "institution", "Institution", "Institution"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class MigrationStatus(Code):
    """The status of a person on the move. No code says that an entry or stay was irregular."""

    NONE = "none", "Vit dans son pays, sans déplacement", "In own country, not displaced"
    INTERNALLY_DISPLACED = (
        "internally_displaced",
        "Personne déplacée interne",
        "Internally displaced",
    )
    REFUGEE = "refugee", "Statut de réfugié", "Refugee"
    ASYLUM_SEEKER = "asylum_seeker", "Demande d'asile", "Asylum seeker"
    COMPLEMENTARY_PROTECTION = (
        "complementary_protection",
        "Protection complémentaire",
        "Complementary protection",
    )
    LABOUR_MIGRANT = "labour_migrant", "Migration de travail", "Labour migrant"
    STUDENT = "student", "Études", "Student"
    FAMILY_MIGRANT = "family_migrant", "Migration familiale", "Family migrant"
    VISITOR = "visitor", "De passage", "Visitor"
    STRANDED = "stranded", "Migration bloquée en route", "Stranded migrant"
    DEPORTEE = "deportee", "Expulsion ou refoulement", "Deported or turned back"
    RETURNEE = "returnee", "Retour au pays", "Returnee"
    ECOWAS_FREE_MOVEMENT = (
        "ecowas_free_movement",
        "Libre circulation ou accord régional",
        "Free movement or regional agreement",
    )
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class DisplacementCause(Code):
    """Why the person was displaced."""

    NOT_DISPLACED = "not_displaced", "Aucun déplacement", "Not displaced"
    CONFLICT = "conflict", "Conflit armé", "Armed conflict"
    COMMUNITY_VIOLENCE = (
        "community_violence",
        "Violences entre communautés",
        "Violence between communities",
    )
    SERVILE_STATUS_REFUSED = (
        "servile_status_refused",
        "Refus du statut servile",
        "Refusal of servile status",
    )
    DROUGHT = "drought", "Sécheresse", "Drought"
    FLOOD = "flood", "Inondation", "Flood"
    OTHER_CLIMATE = "other_climate", "Autre cause climatique", "Other climate cause"
    EVICTION = "eviction", "Expulsion d'un site ou d'un logement", "Eviction"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class EducationLevel(Code):
    """The highest level of education."""

    NONE = "none", "Aucun", "None"
    QURANIC = "quranic", "École coranique", "Qur'anic school"
    PRESCHOOL = "preschool", "Préscolaire", "Early childhood"
    FUNDAMENTAL_1 = "fundamental_1", "Fondamental 1", "Primary"
    FUNDAMENTAL_2 = "fundamental_2", "Fondamental 2", "Lower secondary"
    MEDERSA = "medersa", "Médersa", "Medersa"
    SECONDARY = "secondary", "Lycée ou secondaire technique", "Upper secondary"
    VOCATIONAL = (
        "vocational",
        "Formation professionnelle après le secondaire",
        "Post-secondary vocational",
    )
    SHORT_TERTIARY = "short_tertiary", "Supérieur court", "Short-cycle tertiary"
    BACHELOR = "bachelor", "Licence", "Bachelor"
    MASTER = "master", "Master", "Master"
    DOCTORATE = "doctorate", "Doctorat", "Doctorate"
    LITERACY_COURSE = "literacy_course", "Alphabétisation", "Literacy course"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class MaritalStatus(Code):
    """The marital status."""

    SINGLE = "single", "Célibataire", "Single"
    MARRIED_CIVIL = "married_civil", "Mariage civil", "Civil marriage"
    MARRIED_RELIGIOUS_CUSTOMARY = (
        "married_religious_customary",
        "Mariage religieux ou coutumier",
        "Religious or customary marriage",
    )
    COHABITING = "cohabiting", "Union libre", "Cohabiting"
    WIDOWED = "widowed", "Veuvage", "Widowed"
    DIVORCED = "divorced", "Divorce", "Divorced"
    SEPARATED = "separated", "Séparation", "Separated"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class EmploymentStatus(Code):
    """The occupation before the facts."""

    NONE_CHILD = "none_child", "Enfant, sans emploi", "Child, not working"
    UNPAID_FAMILY_WORK = "unpaid_family_work", "Aide familiale non payée", "Unpaid family work"
    OWN_ACCOUNT = "own_account", "Travail à son compte", "Own-account work"
    EMPLOYEE = "employee", "Salariat", "Employee"
    CASUAL = "casual", "Travail journalier", "Casual work"
    APPRENTICE = "apprentice", "Apprentissage", "Apprentice"
    STUDENT = "student", "Études", "Student"
    UNEMPLOYED = "unemployed", "Sans emploi", "Unemployed"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"


class AgeBasis(Code):
    """How the age is known."""

    DOCUMENT = "document", "Document", "Document"
    DECLARED = "declared", "Dit par la personne", "Declared by the person"
    DECLARED_BY_FAMILY = "declared_by_family", "Dit par la famille", "Declared by the family"
    ESTIMATED = "estimated", "Estimé par l'agent", "Estimated by the officer"
    ASSESSED = "assessed", "Décision d'évaluation de l'âge", "Age assessment decision"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class FunctionalDifficulty(Code):
    """How hard something is for the person, in the person's own view."""

    NONE = "none", "Aucune difficulté", "No difficulty"
    SOME = "some", "Quelques difficultés", "Some difficulty"
    A_LOT = "a_lot", "Beaucoup de difficultés", "A lot of difficulty"
    CANNOT = "cannot", "N'y arrive pas du tout", "Cannot do it at all"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
    NOT_ASKED = "not_asked", "Non demandé", "Not asked"
