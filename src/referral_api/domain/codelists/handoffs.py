"""The vocabulary of a handoff: its states, the two kinds of custody, its reasons."""

from referral_api.domain.codelists.code import Code


class HandoffStatus(Code):
    """The status of a handoff. Custody moves at ``completed`` and at no other status."""

    OFFERED = "offered", "Proposée", "Offered"
    ACCEPTED = "accepted", "Acceptée", "Accepted"
    COMPLETED = "completed", "Achevée", "Completed"
    DECLINED = "declined", "Refusée", "Refused"
    WITHDRAWN = "withdrawn", "Retirée", "Withdrawn"
    EXPIRED = "expired", "Expirée", "Expired"
    FAILED = "failed", "Arrivée non confirmée", "Arrival not confirmed"


class HandoffRequestStatus(Code):
    """The status of a request to be handed a case. A granted request makes an offer."""

    OPEN = "open", "Ouverte", "Open"
    GRANTED = "granted", "Accordée", "Granted"
    REFUSED = "refused", "Refusée", "Refused"
    EXPIRED = "expired", "Expirée", "Expired"


class CustodyKind(Code):
    """The two unbroken chains of a case: custody of the investigation and custody of the person."""

    INVESTIGATION = "investigation", "Responsable de l'enquête", "Responsible for the investigation"
    PROTECTION = "protection", "Responsable de la protection", "Responsible for protection"


class HandoffReason(Code):
    """Why another organisation should be responsible for the case."""

    PROTECTIVE_SHELTER = "protective_shelter", "Mise à l'abri", "Protective shelter"
    CHILD_PROTECTION = "child_protection", "Protection de l'enfant", "Child protection"
    SPECIALISED_CARE = "specialised_care", "Prise en charge spécialisée", "Specialised care"
    CHANGE_OF_LOCATION = "change_of_location", "Changement de lieu", "Change of location"
    SECURITY = "security", "Sécurité de la personne", "Safety of the person"
    JURISDICTION = "jurisdiction", "Compétence d'une autre unité", "Jurisdiction of another unit"
    JUDICIAL_PROCEEDINGS = "judicial_proceedings", "Saisine de la justice", "Judicial proceedings"
    END_OF_MANDATE = "end_of_mandate", "Fin de mission ou de projet", "End of mandate or project"
    RETURN_OR_REINTEGRATION = (
        "return_or_reintegration",
        "Retour ou réintégration",
        "Return or reintegration",
    )
    CONFLICT_OF_INTEREST = "conflict_of_interest", "Conflit d'intérêts", "Conflict of interest"
    PERSON_REQUEST = "person_request", "À la demande de la personne", "At the person's request"
    OTHER = "other", "Autre motif", "Other reason"


class LegalDuty(Code):
    """The duty by which an investigation goes from police to prosecutor to court without the
    person's consent.
    """

    FLAGRANCE_REPORT = (
        "flagrance_report",
        "Procès-verbal de flagrance transmis au parquet",
        "Report of an offence in progress to the prosecutor",
    )
    PROSECUTOR_INSTRUCTION = (
        "prosecutor_instruction",
        "Instruction du parquet",
        "Instruction of the prosecutor",
    )
    COURT_REFERRAL = "court_referral", "Saisine de la juridiction", "Referral to the court"
    OTHER_LEGAL_DUTY = "other_legal_duty", "Autre obligation légale", "Other legal duty"


class HandoffDeclineReason(Code):
    """Why a receiver does not take custody."""

    NO_CAPACITY = "no_capacity", "Capacité atteinte", "No capacity"
    NOT_ELIGIBLE_AGE = "not_eligible_age", "Hors des âges accueillis", "Outside the ages served"
    NOT_ELIGIBLE_SEX = "not_eligible_sex", "Hors du sexe accueilli", "Outside the sex served"
    OUT_OF_AREA = "out_of_area", "Hors de la zone couverte", "Out of area"
    OUT_OF_MANDATE = "out_of_mandate", "Hors mandat ou compétence", "Out of mandate"
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
    CONFLICT_OF_INTEREST = "conflict_of_interest", "Conflit d'intérêts", "Conflict of interest"
    OTHER = "other", "Autre motif", "Other reason"


class HandoffWithdrawReason(Code):
    """Why an offer is taken back before departure."""

    CONSENT_WITHDRAWN = "consent_withdrawn", "Consentement retiré", "Consent withdrawn"
    SAFETY = "safety", "Sécurité de la personne", "Safety of the person"
    PERSON_DECLINED = (
        "person_declined",
        "La personne ne le souhaite pas",
        "The person does not wish it",
    )
    SITUATION_CHANGED = "situation_changed", "Situation modifiée", "Situation changed"
    BETTER_OPTION_FOUND = "better_option_found", "Meilleure solution trouvée", "Better option found"
    ASSIGNED_BY_COORDINATION = (
        "assigned_by_coordination",
        "Attribution par la coordination",
        "Assigned by the coordination",
    )
    DEATH = "death", "Décès de la personne", "Death of the person"
    OFFERED_IN_ERROR = "offered_in_error", "Proposée par erreur", "Offered in error"
    OTHER = "other", "Autre motif", "Other reason"


class ArrivalFailureReason(Code):
    """Why a person who was expected has not arrived."""

    PERSON_MISSING = "person_missing", "Personne disparue en route", "Person missing on the way"
    PERSON_LEFT = "person_left", "La personne est partie", "The person left"
    PERSON_DECLINED = (
        "person_declined",
        "La personne a renoncé au voyage",
        "The person gave up the journey",
    )
    TRANSPORT_FAILED = "transport_failed", "Transport empêché", "Transport failed"
    INSECURITY = "insecurity", "Insécurité sur l'itinéraire", "Insecurity on the route"
    HEALTH_EMERGENCY = "health_emergency", "Urgence médicale", "Medical emergency"
    NOT_ADMITTED = "not_admitted", "Personne non admise à l'arrivée", "Not admitted on arrival"
    DEATH = "death", "Décès de la personne", "Death of the person"
    OTHER = "other", "Autre motif", "Other reason"


class ForceReason(Code):
    """Why the coordination assigns a custodian without an acceptance."""

    CUSTODIAN_UNRESPONSIVE = (
        "custodian_unresponsive",
        "Organisation responsable sans réponse",
        "No reply from the responsible organisation",
    )
    CUSTODIAN_CLOSED = (
        "custodian_closed",
        "Organisation responsable fermée ou suspendue",
        "Responsible organisation closed or suspended",
    )
    SAFETY = "safety", "Sécurité de la personne", "Safety of the person"
    COURT_ORDER = "court_order", "Décision de justice", "Court order"
    DISPUTE = "dispute", "Désaccord entre organisations", "Dispute between organisations"
    OTHER = "other", "Autre motif", "Other reason"
