"""The vocabulary of a referral: its states, its priority, its services, its reasons."""

from referral_api.domain.codelists.code import Code


class ReferralStatus(Code):
    """The FHIR Task codes, with ``expired`` (which FHIR lacks) in place of ``ready``."""

    DRAFT = "draft", "Brouillon", "Draft"
    REQUESTED = "requested", "Envoyé", "Requested"
    RECEIVED = "received", "Reçu", "Received"
    ACCEPTED = "accepted", "Accepté", "Accepted"
    IN_PROGRESS = "in_progress", "En cours", "In progress"
    ON_HOLD = "on_hold", "En attente", "On hold"
    COMPLETED = "completed", "Achevé", "Completed"
    REJECTED = "rejected", "Refusé", "Refused"
    CANCELLED = "cancelled", "Annulé", "Cancelled"
    EXPIRED = "expired", "Expiré", "Expired"
    FAILED = "failed", "Interrompu", "Failed"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"


class Attendance(Code):
    """How the person and the service are, while the referral is accepted or in progress."""

    SCHEDULED = "scheduled", "Rendez-vous fixé", "Appointment made"
    NO_SHOW = "no_show", "Absence au rendez-vous : vérifier sa sécurité", "Did not arrive"
    NOTED = "noted", "Observation consignée", "Note recorded"


class Priority(Code):
    """How soon help must begin. The deadlines of each priority are configuration."""

    EMERGENCY = "emergency", "Très urgente", "Emergency"
    URGENT = "urgent", "Urgente", "Urgent"
    ROUTINE = "routine", "Normale", "Routine"


class ServiceType(Code):
    """The help that the sender asks for."""

    SHELTER = "shelter", "Hébergement sécurisé", "Safe shelter"
    MEDICAL_CARE = "medical_care", "Soins médicaux", "Medical care"
    REPRODUCTIVE_HEALTH = (
        "reproductive_health",
        "Santé sexuelle et reproductive",
        "Sexual and reproductive health",
    )
    MEDICAL_CERTIFICATE = "medical_certificate", "Certificat médical", "Medical certificate"
    MENTAL_HEALTH_CARE = "mental_health_care", "Soins de santé mentale", "Mental health care"
    PSYCHOSOCIAL_SUPPORT = "psychosocial_support", "Soutien psychosocial", "Psychosocial support"
    ONE_STOP_CENTRE = (
        "one_stop_centre",
        "Prise en charge intégrée (One Stop Center)",
        "Integrated care (one-stop centre)",
    )
    LEGAL_AID = "legal_aid", "Assistance juridique", "Legal aid"
    COURT_ASSISTANCE = "court_assistance", "Assistance judiciaire", "Court assistance"
    WITNESS_SUPPORT = "witness_support", "Accompagnement du témoin", "Support for a witness"
    COMPENSATION_SUPPORT = (
        "compensation_support",
        "Aide à la réparation",
        "Support for compensation",
    )
    PHYSICAL_PROTECTION = "physical_protection", "Protection physique", "Physical protection"
    CHILD_CARE_ARRANGEMENT = (
        "child_care_arrangement",
        "Protection de remplacement de l'enfant",
        "Alternative care for a child",
    )
    FAMILY_TRACING = "family_tracing", "Recherche et retracement de la famille", "Family tracing"
    FOOD = "food", "Aide alimentaire", "Food"
    NON_FOOD_ITEMS = "non_food_items", "Biens non alimentaires", "Non-food items"
    CASH_ASSISTANCE = "cash_assistance", "Aide financière", "Cash assistance"
    EDUCATION = "education", "Éducation", "Education"
    VOCATIONAL_TRAINING = "vocational_training", "Formation professionnelle", "Vocational training"
    LIVELIHOOD = "livelihood", "Activité génératrice de revenus (AGR)", "Income-generating activity"
    CIVIL_DOCUMENTS = (
        "civil_documents",
        "Documents d'état civil et NINA",
        "Civil documents and NINA number",
    )
    INTERPRETATION = "interpretation", "Interprétariat", "Interpretation"
    DISABILITY_SUPPORT = "disability_support", "Appui lié au handicap", "Disability support"
    TRANSPORT = "transport", "Transport sécurisé", "Safe transport"
    MEDIATION = "mediation", "Médiation familiale", "Family mediation"
    VOLUNTARY_RETURN = "voluntary_return", "Aide au retour volontaire", "Voluntary return"
    REINTEGRATION = "reintegration", "Réintégration sociale", "Social reintegration"
    OTHER = "other", "Autre service", "Other service"


class RefusalReason(Code):
    """Why a receiver refuses, or stops after it has accepted."""

    NO_CAPACITY = "no_capacity", "Capacité atteinte", "No capacity"
    WAITLIST_ONLY = "waitlist_only", "Liste d'attente seulement", "Waiting list only"
    NOT_ELIGIBLE_AGE = "not_eligible_age", "Hors des âges accueillis", "Outside the ages served"
    NOT_ELIGIBLE_SEX = "not_eligible_sex", "Hors du sexe accueilli", "Outside the sex served"
    NOT_ELIGIBLE_SITUATION = (
        "not_eligible_situation",
        "Situation hors critères",
        "Situation not eligible",
    )
    OUT_OF_AREA = "out_of_area", "Hors de la zone couverte", "Out of area"
    SERVICE_NOT_OFFERED = "service_not_offered", "Service non proposé", "Service not offered"
    LANGUAGE_NOT_SUPPORTED = (
        "language_not_supported",
        "Langue non prise en charge",
        "Language not supported",
    )
    ACCESSIBILITY_NOT_SUPPORTED = (
        "accessibility_not_supported",
        "Accessibilité insuffisante",
        "Accessibility not supported",
    )
    SECURITY_RISK = "security_risk", "Sécurité non assurée", "Safety cannot be assured"
    INSUFFICIENT_INFORMATION = (
        "insufficient_information",
        "Informations insuffisantes",
        "Insufficient information",
    )
    CONSENT_MISSING = "consent_missing", "Consentement manquant", "Consent missing"
    PERSON_DECLINED = (
        "person_declined",
        "La personne ne le souhaite pas",
        "The person does not wish it",
    )
    PERSON_UNREACHABLE = "person_unreachable", "Personne injoignable", "Person unreachable"
    DUPLICATE = "duplicate", "Doublon", "Duplicate"
    NOT_STARTED = "not_started", "Service non commencé à temps", "Not started in time"
    DEATH = "death", "Décès de la personne", "Death of the person"
    WITHDREW_ACCEPTANCE = "withdrew_acceptance", "Acceptation retirée", "Acceptance withdrawn"
    OTHER = "other", "Autre motif", "Other reason"


class CancelReason(Code):
    """Why the sender takes a referral back."""

    CONSENT_WITHDRAWN = "consent_withdrawn", "Consentement retiré", "Consent withdrawn"
    SAFETY = "safety", "Sécurité de la personne", "Safety of the person"
    NEED_RESOLVED = "need_resolved", "Besoin satisfait", "Need resolved"
    SENT_IN_ERROR = "sent_in_error", "Envoyé par erreur", "Sent in error"
    BETTER_OPTION_FOUND = "better_option_found", "Meilleure solution trouvée", "Better option found"
    PERSON_UNREACHABLE = "person_unreachable", "Personne injoignable", "Person unreachable"
    DEATH = "death", "Décès de la personne", "Death of the person"
    OTHER = "other", "Autre motif", "Other reason"


class HoldReason(Code):
    """Why a service pauses."""

    AWAITING_PLACE = "awaiting_place", "Attente d'une place", "Awaiting a place"
    AWAITING_DOCUMENTS = "awaiting_documents", "Attente de documents", "Awaiting documents"
    AWAITING_INTERPRETER = "awaiting_interpreter", "Attente d'interprète", "Awaiting an interpreter"
    AWAITING_DECISION = "awaiting_decision", "Attente d'une décision", "Awaiting a decision"
    ILLNESS = "illness", "Maladie ou hospitalisation", "Illness or hospital stay"
    PERSON_REQUEST = "person_request", "À la demande de la personne", "At the person's request"
    PERSON_UNREACHABLE = "person_unreachable", "Personne injoignable", "Person unreachable"
    ACCESS_OR_SECURITY = "access_or_security", "Accès ou sécurité", "Access or security"
    OTHER = "other", "Autre motif", "Other reason"


class OutcomeCode(Code):
    """The result of the service."""

    SERVICE_PROVIDED = "service_provided", "Service rendu", "Service provided"
    PARTIALLY_PROVIDED = "partially_provided", "Service rendu en partie", "Partially provided"
    REFERRED_ONWARD = (
        "referred_onward",
        "Référé vers une autre organisation",
        "Referred to another organisation",
    )
    PERSON_DECLINED = (
        "person_declined",
        "La personne ne l'a pas souhaité",
        "The person did not wish it",
    )
    PERSON_LEFT = "person_left", "La personne est partie", "The person left"
    NO_SHOW = "no_show", "Absence au rendez-vous : vérifier sa sécurité", "Did not arrive"
    NOT_ELIGIBLE_AFTER_ASSESSMENT = (
        "not_eligible_after_assessment",
        "Hors critères après évaluation",
        "Not eligible after assessment",
    )


class StopReason(Code):
    """Why a referral ends at once, in any open state. No organisation can prevent it."""

    CONSENT_WITHDRAWN = "consent_withdrawn", "Consentement retiré", "Consent withdrawn"
    SAFETY = "safety", "Sécurité de la personne", "Safety of the person"
    DEATH = "death", "Décès de la personne", "Death of the person"
