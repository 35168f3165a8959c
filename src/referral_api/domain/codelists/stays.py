"""The vocabulary of a stay: its states, how the person arrived, what happened, how it ended."""

from referral_api.domain.codelists.code import Code


class StayStatus(Code):
    """The status of a stay. A person is present or absent in one stay, and expected in one."""

    EXPECTED = "expected", "Personne attendue", "Expected"
    PRESENT = "present", "Personne présente", "Present"
    ABSENT = "absent", "Personne absente", "Absent"
    DEPARTED = "departed", "Départ constaté", "Departed"
    NOT_ARRIVED = "not_arrived", "Arrivée non constatée", "Not arrived"
    CANCELLED = "cancelled", "Annulation", "Cancelled"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"


class ArrivalState(Code):
    """How the person is on arrival. No diagnosis."""

    WELL = "well", "Va bien", "Well"
    TIRED_OR_HUNGRY = "tired_or_hungry", "Fatigue ou faim", "Tired or hungry"
    DISTRESSED = "distressed", "Détresse", "Distressed"
    INJURED = "injured", "Blessures", "Injured"
    URGENT_CARE_NEEDED = "urgent_care_needed", "Soins urgents", "Urgent care needed"
    WITH_BABY = "with_baby", "Avec un nourrisson", "With a baby"


class StayIncidentKind(Code):
    """What happened during a stay. A complaint about staff goes past the host."""

    SELF_HARM = (
        "self_harm",
        "Automutilation ou risque suicidaire",
        "Self-harm or risk of suicide",
    )
    VIOLENCE_BETWEEN_RESIDENTS = (
        "violence_between_residents",
        "Violence entre résidents",
        "Violence between residents",
    )
    COMPLAINT_ABOUT_STAFF = (
        "complaint_about_staff",
        "Plainte sur le personnel",
        "Complaint about staff",
    )
    THREAT_FROM_OUTSIDE = "threat_from_outside", "Menace extérieure", "Threat from outside"
    LOCATION_DISCLOSED = "location_disclosed", "Lieu révélé", "Location disclosed"
    TRAFFICKER_CONTACT = (
        "trafficker_contact",
        "Contact de l'auteur présumé",
        "Contact by the alleged trafficker",
    )
    ILLNESS_OR_ACCIDENT = "illness_or_accident", "Maladie ou accident", "Illness or accident"
    MISSING = "missing", "Disparition", "Missing"
    BIRTH = "birth", "Naissance", "Birth"
    OTHER = "other", "Autre", "Other"


class DepartureReason(Code):
    """Why a stay ended."""

    PLAN_COMPLETED = "plan_completed", "Fin de l'accompagnement", "Plan completed"
    TO_FAMILY = "to_family", "Vers la famille", "To family"
    TO_OWN_HOME = "to_own_home", "Vers son logement", "To own home"
    TO_OTHER_SHELTER = "to_other_shelter", "Autre centre", "To another shelter"
    VOLUNTARY_RETURN = "voluntary_return", "Retour volontaire", "Voluntary return"
    LEFT_BY_CHOICE = "left_by_choice", "Départ choisi", "Left by choice"
    LEFT_WITHOUT_NOTICE = (
        "left_without_notice",
        "Départ sans prévenir",
        "Left without notice",
    )
    MISSING = "missing", "Disparition", "Missing"
    HOSPITAL = "hospital", "Hôpital", "Hospital"
    ASKED_TO_LEAVE = "asked_to_leave", "Départ demandé par le centre", "Asked to leave"
    CENTRE_CLOSED = "centre_closed", "Centre fermé", "Centre closed"
    SECURITY = "security", "Sécurité", "Security"
    DECEASED = "deceased", "Décès", "Deceased"
    OTHER = "other", "Autre", "Other"


class DestinationKind(Code):
    """Where the person went from a stay."""

    FAMILY = "family", "Famille", "Family"
    OWN_HOME = "own_home", "Logement propre", "Own home"
    HOST = "host", "Tiers", "Host"
    SHELTER = "shelter", "Centre", "Shelter"
    FOSTER_CARE = "foster_care", "Famille d'accueil", "Foster care"
    ABROAD = "abroad", "Autre pays", "Abroad"
    HOSPITAL = "hospital", "Hôpital", "Hospital"
    DETENTION = "detention", "Détention", "Detention"
    UNKNOWN = "unknown", "Inconnu", "Unknown"
