"""The vocabulary of incidents and of contacts without a file."""

from referral_api.domain.codelists.code import Code


class DetectionMethod(Code):
    """How an incident was detected."""

    TIP = "tip", "Signalement", "Tip"
    PATROL_OR_RAID = "patrol_or_raid", "Patrouille ou opération", "Patrol or operation"
    BORDER_CONTROL = "border_control", "Contrôle à la frontière", "Border check"
    LABOUR_INSPECTION = "labour_inspection", "Inspection du travail", "Labour inspection"
    SELF_REPORT = "self_report", "Démarche de la personne", "The person came forward"
    HOTLINE = "hotline", "Ligne verte", "Hotline"
    HEALTH_CONTACT = "health_contact", "Consultation de santé", "Health contact"
    SCHOOL_CONTACT = "school_contact", "École", "School contact"
    NGO_OR_SHELTER = "ngo_or_shelter", "ONG ou centre", "NGO or shelter"
    DETENTION_SCREENING = "detention_screening", "Dépistage en détention", "Screening in detention"
    RETURN_FROM_ABROAD = "return_from_abroad", "Retour de l'étranger", "Return from abroad"
    ONLINE_INVESTIGATION = "online_investigation", "Enquête en ligne", "Online investigation"
    OTHER_CASE = "other_case", "Révélé par un autre dossier", "Revealed by another case"
    OTHER = "other", "Autre", "Other"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class IncidentStatus(Code):
    """The state of an incident."""

    OPEN = "open", "Ouvert", "Open"
    CLOSED = "closed", "Clos", "Closed"
    MERGED = "merged", "Fusionné", "Merged"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"


class AgeGroup(Code):
    """Whether a person looked like a child; of a doubtful age, the person is taken for one."""

    CHILD = "child", "Enfant", "Child"
    ADULT = "adult", "Adulte", "Adult"
    UNKNOWN = "unknown", "Inconnu", "Unknown"


class ContactAnswer(Code):
    """What a person who was met said to what was offered."""

    ACCEPTED = "accepted", "Accepté", "Accepted"
    REFUSED = "refused", "Refusé", "Refused"
    NOTHING_OFFERED = "nothing_offered", "Rien de proposé", "Nothing offered"
