"""The vocabulary of tips: how they came, what was seen, and what became of them."""

from referral_api.domain.codelists.code import Code


class TipChannel(Code):
    """How a tip came."""

    WATCH_COMMITTEE = "watch_committee", "Comité de veille", "Watch committee"
    HOTLINE = "hotline", "Ligne verte ou téléphone", "Hotline"
    SELF_REPORT = "self_report", "Démarche de la personne concernée", "The person came forward"
    RELATIVE_OR_NEIGHBOUR = "relative_or_neighbour", "Parent ou voisin", "Relative or neighbour"
    TRADITIONAL_OR_RELIGIOUS_AUTHORITY = (
        "traditional_or_religious_authority",
        "Autorité traditionnelle ou religieuse",
        "Traditional or religious authority",
    )
    PATROL = "patrol", "Patrouille ou contrôle", "Patrol or check"
    BORDER_CONTROL = "border_control", "Contrôle à la frontière", "Border check"
    LABOUR_INSPECTION = "labour_inspection", "Inspection du travail", "Labour inspection"
    HEALTH_FACILITY = "health_facility", "Structure de santé", "Health facility"
    SCHOOL = "school", "École", "School"
    NGO_OUTREACH = "ngo_outreach", "Action de terrain d'une ONG", "NGO outreach"
    CONSULATE = "consulate", "Ambassade ou consulat", "Embassy or consulate"
    FOREIGN_AUTHORITY = (
        "foreign_authority",
        "Autorité d'un autre pays",
        "Authority of another country",
    )
    ONLINE = "online", "Internet", "Online"
    MEDIA = "media", "Presse", "Media"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class TipSign(Code):
    """What was seen, not what is concluded from it."""

    LOCKED_OR_GUARDED = (
        "locked_or_guarded",
        "Personnes enfermées ou gardées",
        "People locked in or guarded",
    )
    CHILDREN_AT_WORK = "children_at_work", "Enfants au travail", "Children at work"
    CHILDREN_BEGGING_FOR_ADULT = (
        "children_begging_for_adult",
        "Enfants mendiant pour un adulte",
        "Children begging for an adult",
    )
    VIOLENCE_SEEN = "violence_seen", "Violences vues", "Violence seen"
    THREATS_HEARD = "threats_heard", "Menaces entendues", "Threats heard"
    PAPERS_KEPT = "papers_kept", "Papiers gardés par un tiers", "Papers kept by someone else"
    NO_PAY = "no_pay", "Travail sans paie", "Work without pay"
    GROUP_TRANSPORT = (
        "group_transport",
        "Transport de personnes en groupe",
        "People transported in a group",
    )
    NIGHT_MOVEMENT = "night_movement", "Déplacements de nuit", "Movement by night"
    PROSTITUTION_IMPOSED = "prostitution_imposed", "Prostitution imposée", "Imposed prostitution"
    CHILD_SOLD_OR_PLEDGED = (
        "child_sold_or_pledged",
        "Enfant vendu ou mis en gage",
        "Child sold or pledged",
    )
    CHILD_MARRIAGE_ARRANGED = (
        "child_marriage_arranged",
        "Mariage d'enfant en préparation",
        "Child marriage being arranged",
    )
    TREATED_AS_SLAVE_BY_BIRTH = (
        "treated_as_slave_by_birth",
        "Personnes traitées en esclaves par naissance",
        "People treated as slaves by birth",
    )
    EXPELLED_FOR_REFUSAL = (
        "expelled_for_refusal",
        "Famille chassée pour refus du statut servile",
        "Family driven out for refusing servile status",
    )
    ARMED_MEN = "armed_men", "Hommes armés", "Armed men"
    JOB_OFFER_ABROAD = (
        "job_offer_abroad",
        "Offre de travail à l'étranger suspecte",
        "Suspicious job offer abroad",
    )
    MISSING_PERSON = (
        "missing_person",
        "Personne disparue après un départ",
        "Person missing after leaving",
    )
    INJURIES = "injuries", "Blessures", "Injuries"
    ONLINE_IMAGES = "online_images", "Images diffusées en ligne", "Images spread online"
    OTHER = "other", "Autre", "Other"


class TipSourceRelation(Code):
    """How the source knows of it."""

    WITNESS = "witness", "Témoin", "Witness"
    NEIGHBOUR = "neighbour", "Voisin", "Neighbour"
    RELATIVE = "relative", "Parent", "Relative"
    COLLEAGUE = "colleague", "Collègue", "Colleague"
    OFFICIAL = "official", "Agent public", "Official"
    FORMER_VICTIM = (
        "former_victim",
        "Personne ayant vécu la même situation",
        "Person who lived through the same",
    )
    PERSON_CONCERNED = "person_concerned", "Personne concernée", "Person concerned"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class TipStatus(Code):
    """What became of a tip."""

    RECEIVED = "received", "Reçu", "Received"
    ASSIGNED = "assigned", "Attribué", "Assigned"
    LINKED = "linked", "Rattaché", "Linked"
    DISMISSED = "dismissed", "Classé", "Dismissed"
    DUPLICATE = "duplicate", "Doublon", "Duplicate"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"


class TipFeedback(Code):
    """All that whoever reported a tip learns of it."""

    BEING_LOOKED_AT = "being_looked_at", "En cours", "Being looked at"
    ACTED_ON = "acted_on", "Suite donnée", "Acted on"
    NO_SIGN_FOUND = "no_sign_found", "Aucun indice trouvé", "No sign found"
    NOT_POSSIBLE = "not_possible", "Vérification impossible", "Could not be checked"
    PASSED_ON = "passed_on", "Transmis", "Passed on"


class TipDismissalReason(Code):
    """Why a tip is dismissed. There is no code for a false or malicious one."""

    feedback: TipFeedback  # what whoever reported it learns

    def __init__(self, _stored: str, _fr: str, _en: str, feedback: TipFeedback) -> None:
        self.feedback = feedback

    NO_SIGN_FOUND = (
        "no_sign_found", "Aucun indice trouvé", "No sign found", TipFeedback.NO_SIGN_FOUND,
    )  # fmt: skip
    PLACE_NOT_FOUND = (
        "place_not_found", "Lieu introuvable", "Place not found", TipFeedback.NOT_POSSIBLE,
    )  # fmt: skip
    TOO_VAGUE = "too_vague", "Éléments trop vagues", "Too vague", TipFeedback.NOT_POSSIBLE
    OTHER_NEED_REFERRED = (
        "other_need_referred", "Autre besoin, référé", "Other need, referred",
        TipFeedback.PASSED_ON,
    )  # fmt: skip
    UNSAFE_TO_CHECK = (
        "unsafe_to_check", "Vérification trop dangereuse", "Unsafe to check",
        TipFeedback.NOT_POSSIBLE,
    )  # fmt: skip
    ALREADY_KNOWN = "already_known", "Déjà traité", "Already handled", TipFeedback.ACTED_ON
    OUTSIDE_TERRITORY = (
        "outside_territory", "Hors du territoire, transmis", "Outside the territory, passed on",
        TipFeedback.PASSED_ON,
    )  # fmt: skip


class TipReturnReason(Code):
    """Why an assignee gives a tip back to the coordination, or why it goes to another."""

    OUT_OF_AREA = "out_of_area", "Hors de la zone", "Out of the area"
    CONFLICT_OF_INTEREST = "conflict_of_interest", "Conflit d'intérêts", "Conflict of interest"
    NO_MEANS = "no_means", "Moyens insuffisants", "No means"
