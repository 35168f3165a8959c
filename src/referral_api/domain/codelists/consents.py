"""The vocabulary of a consent: its states, who gave it and how, its purposes, its legal grounds."""

from referral_api.domain.codelists.code import Code


class ConsentStatus(Code):
    """The status of a consent. Only an ``active`` consent allows all that it says.

    A ``provisional`` one is an urgent legal ground that waits for its second person, and opens what
    cannot wait.
    """

    PROPOSED = "proposed", "Proposé", "Proposed"
    PROVISIONAL = "provisional", "Provisoire", "Provisional"
    ACTIVE = "active", "En vigueur", "Active"
    WITHDRAWN = "withdrawn", "Retiré", "Withdrawn"
    EXPIRED = "expired", "Expiré", "Expired"
    SUPERSEDED = "superseded", "Remplacé", "Superseded"
    REFUSED = "refused", "Refusé", "Refused"
    ENTERED_IN_ERROR = "entered_in_error", "Saisi par erreur", "Entered in error"


class ConsentAnswer(Code):
    """The person's reply, or that it is still awaited."""

    GIVEN = "given", "Consentement donné", "Consent given"
    REFUSED = "refused", "Consentement refusé", "Consent refused"
    AWAITED = "awaited", "Réponse attendue", "Reply awaited"


class ConsentGiver(Code):
    """The person who spoke for the victim."""

    SELF = "self", "La personne elle-même", "The person"
    MOTHER = "mother", "Mère", "Mother"
    FATHER = "father", "Père", "Father"
    GUARDIAN = "guardian", "Tuteur ou tutrice désigné par le juge", "Guardian appointed by a judge"
    LEGAL_REPRESENTATIVE = (
        "legal_representative",
        "Autre représentant légal",
        "Other legal representative",
    )
    AUTHORITY_ORDER = (
        "authority_order",
        "Décision d'une autorité (voir le fondement légal)",
        "Order of an authority (see the legal ground)",
    )


class ConsentMethod(Code):
    """The way in which the consent was expressed."""

    WRITTEN = "written", "Par écrit", "In writing"
    ORAL_WITH_WITNESS = "oral_with_witness", "À l'oral, devant témoin", "Orally, with a witness"
    THUMBPRINT = "thumbprint", "Par empreinte du pouce", "By thumbprint"


class ConsentPurpose(Code):
    """A purpose that the consent allows. Each purpose is asked for by itself."""

    CARE = "care", "Prise en charge", "Care and support"
    REFERRAL_SHARING = (
        "referral_sharing",
        "Partage pour un référencement",
        "Sharing for a referral",
    )
    JUSTICE = "justice", "Procédure judiciaire", "Legal proceedings"
    ANONYMOUS_STATISTICS = (
        "anonymous_statistics",
        "Statistiques anonymes",
        "Anonymous statistics",
    )
    RESEARCH = "research", "Recherche", "Research"
    FOLLOW_UP_CONTACT = "follow_up_contact", "Contact de suivi", "Follow-up contact"
    TRANSFER_ABROAD = (
        "transfer_abroad",
        "Transmission de données à l'étranger",
        "Sending data abroad",
    )
    BACKGROUND_STATISTICS = (
        "background_statistics",
        "Origine et ascendance, pour les statistiques",
        "Background, for statistics",
    )


class LegalGround(Code):
    """A ground that may replace a consent, with a second person and the minimum of data."""

    VITAL_INTEREST = "vital_interest", "Intérêt vital", "Vital interest"
    CHILD_BEST_INTEREST = (
        "child_best_interest",
        "Intérêt supérieur de l'enfant",
        "Best interests of the child",
    )
    DUTY_TO_REPORT = "duty_to_report", "Obligation légale de signaler", "Legal duty to report"
    COURT_ORDER = "court_order", "Décision de justice", "Court order"
