"""The vocabulary of protection measures: what is decided for the person, and what came of it."""

from referral_api.domain.codelists.code import Code


class MeasureKind(Code):
    """What is decided for the person."""

    RECOVERY_PERIOD = (
        "recovery_period", "Délai de rétablissement et de réflexion",
        "Recovery and reflection period",
    )  # fmt: skip
    EMERGENCY_SHELTER = "emergency_shelter", "Hébergement d'urgence", "Emergency shelter"
    SAFETY_MEASURE = "safety_measure", "Mesure de sécurité", "Safety measure"
    GUARDIAN_APPOINTMENT = (
        "guardian_appointment", "Désignation d'un tuteur", "Appointment of a guardian"
    )  # fmt: skip
    STAY_PERMIT = "stay_permit", "Autorisation de séjour", "Stay permit"
    VOLUNTARY_RETURN = "voluntary_return", "Retour volontaire", "Voluntary return"
    FAMILY_REUNIFICATION = "family_reunification", "Réunification familiale", "Family reunification"
    CHILD_PLACEMENT = "child_placement", "Placement de l'enfant", "Placement of a child"
    NON_PUNISHMENT_NOTICE = (
        "non_punishment_notice", "Avis de non-sanction", "Non-punishment notice"
    )  # fmt: skip
    WITNESS_PROTECTION = "witness_protection", "Protection de témoin", "Witness protection"


class MeasureStatus(Code):
    """The status of a measure."""

    PROPOSED = "proposed", "Proposée", "Proposed"
    GRANTED = "granted", "Accordée", "Granted"
    REJECTED = "rejected", "Refusée", "Rejected"
    IN_FORCE = "in_force", "En cours", "In force"
    ENDED = "ended", "Terminée", "Ended"
    REVOKED = "revoked", "Révoquée", "Revoked"
    WITHDRAWN = "withdrawn", "Retirée", "Withdrawn"
    ENTERED_IN_ERROR = "entered_in_error", "Saisie par erreur", "Entered in error"


class MeasureRequester(Code):
    """Who asks for a measure, or for a reconsideration."""

    PERSON = "person", "La personne", "The person"
    GUARDIAN = "guardian", "Le tuteur", "Guardian"
    COUNSEL = "counsel", "Son conseil", "The person's counsel"
    CUSTODIAN = "custodian", "L'organisation responsable", "Custodian"
    AUTHORITY = "authority", "Une autorité", "An authority"


class MeasureOutcome(Code):
    """What came of a measure."""

    CARRIED_OUT = "carried_out", "Exécutée", "Carried out"
    PARTLY = "partly", "En partie", "Partly"
    PERSON_CHANGED_MIND = (
        "person_changed_mind", "La personne a changé d'avis", "The person changed their mind"
    )  # fmt: skip
    NOT_POSSIBLE = "not_possible", "Impossible", "Not possible"
    REPLACED = "replaced", "Remplacée", "Replaced"
    EXPIRED = "expired", "Échue", "Expired"


class ExtensionReason(Code):
    """Why a measure lasts longer."""

    HEALTH = "health", "Santé", "Health"
    TRAUMA = "trauma", "Traumatisme", "Trauma"
    CHILD = "child", "Intérêt de l'enfant", "Interest of the child"
    SAFETY = "safety", "Sécurité", "Safety"
    DECISION_PENDING = "decision_pending", "Décision en attente", "Decision pending"
    PERSON_REQUEST = "person_request", "À sa demande", "At the person's request"


class SafetyStep(Code):
    """What is done for the person's safety."""

    RELOCATION = "relocation", "Changement de lieu", "Relocation"
    ADDRESS_SECRECY = "address_secrecy", "Secret de l'adresse", "Address kept secret"
    ESCORT = "escort", "Accompagnement", "Escort"
    POLICE_PATROL = "police_patrol", "Passages de police", "Police patrol"
    NO_CONTACT_ORDER = "no_contact_order", "Interdiction de contact", "No-contact order"
    PHONE_CHANGE = "phone_change", "Changement de téléphone", "Change of telephone"
    ROUTE_CHANGE = "route_change", "Changement d'itinéraire", "Change of route"
    SCHOOL_OR_WORK_CHANGE = (
        "school_or_work_change", "Changement d'école ou de travail", "Change of school or work"
    )  # fmt: skip
    FAMILY_SAFETY = "family_safety", "Sécurité des proches", "Safety of relatives"
    OTHER = "other", "Autre", "Other"


class PermitKind(Code):
    """On what ground a person may stay in the country."""

    RECOVERY = "recovery", "Séjour pour rétablissement", "Stay for recovery"
    HUMANITARIAN = "humanitarian", "Motif humanitaire", "Humanitarian"
    PROCEEDINGS = "proceedings", "Le temps de la procédure", "For the proceedings"
    ASYLUM_REFERRAL = "asylum_referral", "Référencement vers l'asile", "Referral to asylum"
    REGIONAL_AGREEMENT = "regional_agreement", "Accord régional", "Regional agreement"
    OTHER = "other", "Autre", "Other"


class ReturnKind(Code):
    """From where to where a person returns."""

    WITHIN_MALI = "within_mali", "Vers une autre localité du Mali", "Within Mali"
    TO_MALI = "to_mali", "Retour au Mali", "Return to Mali"
    ABROAD = "abroad", "Vers un autre pays", "To another country"


class NonPunishmentAnswer(Code):
    """What became of a notice that a victim is not punished for what they were forced to do."""

    AWAITED = "awaited", "Attendue", "Awaited"
    RELEASED = "released", "Remise en liberté", "Released"
    PROCEEDINGS_DROPPED = "proceedings_dropped", "Poursuites abandonnées", "Proceedings dropped"
    SENTENCE_LIFTED = "sentence_lifted", "Peine levée", "Sentence lifted"
    MAINTAINED = "maintained", "Poursuites maintenues", "Proceedings maintained"
    NO_ANSWER = "no_answer", "Sans réponse", "No answer"


class WitnessProtection(Code):
    """What protects a person who is heard as a witness."""

    SCREEN = "screen", "Écran ou séparation", "Screen"
    CLOSED_SESSION = "closed_session", "Huis clos", "Closed session"
    ANONYMITY = "anonymity", "Anonymat", "Anonymity"
    VIDEO_LINK = "video_link", "Visioconférence", "Video link"
    VOICE_CHANGE = "voice_change", "Voix modifiée", "Voice change"
    SUPPORT_PERSON = "support_person", "Personne de soutien", "Support person"
    SEPARATE_WAITING = "separate_waiting", "Attente séparée", "Separate waiting"
    ESCORT = "escort", "Escorte", "Escort"
    NAME_WITHHELD = "name_withheld", "Nom non publié", "Name withheld"
    RELOCATION = "relocation", "Changement de lieu", "Relocation"
