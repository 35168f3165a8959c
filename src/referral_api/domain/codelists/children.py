"""The vocabulary of a child's protection: with whom the child is, the guardian, the age."""

from referral_api.domain.codelists.code import Code


class SeparationStatus(Code):
    """With whom the child is, seen from the parents or the guardian."""

    WITH_PARENTS = "with_parents", "Avec ses parents", "With parents"
    WITH_GUARDIAN = "with_guardian", "Avec son tuteur", "With guardian"
    SEPARATED = (
        "separated",
        "Séparé, avec un autre adulte de la famille",
        "Separated, with another relative",
    )
    UNACCOMPANIED = "unaccompanied", "Non accompagné", "Unaccompanied"
    WITH_ALLEGED_TRAFFICKER = (
        "with_alleged_trafficker",
        "Avec l'auteur présumé",
        "With the alleged trafficker",
    )
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class SeparationCause(Code):
    """Why the child is not with the parents."""

    CONFLICT = "conflict", "Conflit", "Conflict"
    DEATH = "death", "Décès d'un parent", "Death of a parent"
    VIOLENCE_AT_HOME = "violence_at_home", "Violences au foyer", "Violence at home"
    ENTRUSTED = "entrusted", "Confié à un tiers", "Entrusted"
    SOLD_OR_GIVEN = "sold_or_given", "Vendu ou donné", "Sold or given"
    ARMED_GROUP = "armed_group", "Groupe armé", "Armed group"
    MIGRATION = "migration", "Migration", "Migration"
    POVERTY = "poverty", "Pauvreté", "Poverty"
    QURANIC_SCHOOL = "quranic_school", "École coranique", "Qur'anic school"
    DETENTION_OF_PARENT = "detention_of_parent", "Parent détenu", "Parent detained"
    DIVORCE_OR_REMARRIAGE = (
        "divorce_or_remarriage",
        "Divorce ou remariage",
        "Divorce or remarriage",
    )
    ABANDONMENT = "abandonment", "Abandon", "Abandonment"
    DISASTER = "disaster", "Catastrophe", "Disaster"
    RAN_AWAY = "ran_away", "Fuite", "Ran away"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class CareArrangement(Code):
    """Who cares for the child from day to day."""

    PARENTS = "parents", "Parents", "Parents"
    STEP_PARENT = "step_parent", "Beau-parent", "Step-parent"
    ADULT_SIBLING = "adult_sibling", "Frère ou sœur adulte", "Adult sibling"
    KINSHIP = "kinship", "Parenté élargie", "Extended family"
    CUSTOMARY_CARER = "customary_carer", "Gardien coutumier", "Customary carer"
    FOSTER_FAMILY = "foster_family", "Famille d'accueil", "Foster family"
    RESIDENTIAL = "residential", "Centre", "Residential care"
    KAFALA = "kafala", "Kafala", "Kafala"
    INDEPENDENT = "independent", "Vie autonome", "Independent living"
    CHILD_HEADED = "child_headed", "Foyer dirigé par un enfant", "Child-headed household"
    UNRELATED_ADULT = "unrelated_adult", "Adulte sans lien", "Unrelated adult"
    NONE = "none", "Aucun", "None"
    OTHER = "other", "Autre", "Other"


class GuardianKind(Code):
    """Who stands in for the parents, or that nobody does yet."""

    PARENT = "parent", "Père ou mère", "Parent"
    RELATIVE = "relative", "Parent proche", "Relative"
    APPOINTED_GUARDIAN = "appointed_guardian", "Tuteur désigné", "Appointed guardian"
    AD_HOC_ADMINISTRATOR = "ad_hoc_administrator", "Administrateur ad hoc", "Ad hoc administrator"
    INSTITUTION = "institution", "Institution", "Institution"
    TRUSTED_ADULT = "trusted_adult", "Adulte de confiance", "Trusted adult"
    NONE_YET = "none_yet", "Pas encore", "None yet"

    @property
    def is_appointed(self) -> bool:
        """Say whether an authority appoints one of this kind."""
        return self in {GuardianKind.APPOINTED_GUARDIAN, GuardianKind.AD_HOC_ADMINISTRATOR}


class AppointingAuthority(Code):
    """Who appointed the guardian."""

    CHILDREN_JUDGE = "children_judge", "Juge des enfants", "Children's judge"
    PROSECUTOR = "prosecutor", "Procureur", "Prosecutor"
    CHILD_PROTECTION_SERVICE = (
        "child_protection_service",
        "Service de protection de l'enfant",
        "Child protection service",
    )
    CONSULATE = "consulate", "Consulat", "Consulate"
    FOREIGN_AUTHORITY = "foreign_authority", "Autorité étrangère", "Foreign authority"
    OTHER = "other", "Autre", "Other"


class FamilyCheck(Code):
    """What is known of a part of the family, or of a guardian, in the trafficking."""

    NOT_DONE = "not_done", "Non faite", "Not done"
    NO_CONCERN = "no_concern", "Sans inquiétude", "No concern"
    CONCERN = "concern", "Inquiétude", "Concern"
    INVOLVED = "involved", "Implication établie", "Involvement established"

    @property
    def suspends(self) -> bool:
        """Say whether it takes the power to consent and to receive anything for the person."""
        return self in {FamilyCheck.CONCERN, FamilyCheck.INVOLVED}


class Relative(Code):
    """Who one person is to another."""

    MOTHER = "mother", "Mère", "Mother"
    FATHER = "father", "Père", "Father"
    SIBLING = "sibling", "Frère ou sœur", "Sibling"
    GRANDPARENT = "grandparent", "Grand-parent", "Grandparent"
    AUNT_OR_UNCLE = "aunt_or_uncle", "Tante ou oncle", "Aunt or uncle"
    SPOUSE = "spouse", "Conjoint", "Spouse"
    CHILD = "child", "Enfant", "Child"
    OTHER_RELATIVE = "other_relative", "Autre parent", "Other relative"
    GUARDIAN = "guardian", "Tuteur", "Guardian"


class AgeDoubt(Code):
    """Why the age is seriously doubted."""

    NO_DOCUMENT = "no_document", "Pas de document", "No document"
    DOCUMENTS_DIFFER = "documents_differ", "Documents contradictoires", "Documents differ"
    DECLARED_DIFFERS = (
        "declared_differs",
        "Âge déclaré et apparence très différents",
        "Declared age and appearance far apart",
    )
    AUTHORITY_CONTESTS = (
        "authority_contests",
        "Contesté par une autorité",
        "Contested by an authority",
    )
    PERSON_ASKS = "person_asks", "Demandé par la personne", "Asked by the person"


class AgeMethod(Code):
    """How an age is assessed. Sexual maturity is never examined."""

    DOCUMENTS = "documents", "Documents et état civil", "Documents and civil register"
    FAMILY_INFORMATION = "family_information", "Renseignements de la famille", "Family information"
    COMMUNITY_INFORMATION = (
        "community_information",
        "Renseignements du village",
        "Community information",
    )
    SCHOOL_OR_HEALTH_RECORDS = (
        "school_or_health_records",
        "Dossier scolaire ou de santé",
        "School or health records",
    )
    SOCIAL_INTERVIEW = "social_interview", "Entretien social", "Social interview"
    PSYCHOSOCIAL_ASSESSMENT = (
        "psychosocial_assessment",
        "Évaluation psychosociale",
        "Psychosocial assessment",
    )
    CONSULAR_INFORMATION = (
        "consular_information",
        "Renseignements consulaires",
        "Consular information",
    )
    PHYSICAL_EXAMINATION = "physical_examination", "Examen physique", "Physical examination"


class AgeResult(Code):
    """What the assessment found. Undetermined is treated as a child."""

    CHILD = "child", "Enfant", "Child"
    ADULT = "adult", "Adulte", "Adult"
    UNDETERMINED = (
        "undetermined",
        "Non déterminé (traité en enfant)",
        "Undetermined (treated as child)",
    )
