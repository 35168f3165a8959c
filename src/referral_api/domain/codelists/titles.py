"""The title of each list, and whether the person may take its labels home."""

from typing import NamedTuple


class Title(NamedTuple):
    """The title of a list, for a page or a form."""

    fr: str
    en: str


TITLES: dict[str, Title] = {
    "accessibility_needs": Title("Besoins d'accessibilité", "Accessibility needs"),
    "accusation_statuses": Title("États d'une mise en cause", "States of an accusation"),
    "age_bands": Title("Tranches d'âge", "Age bands"),
    "alert_kinds": Title("Motifs d'alerte", "Kinds of alert"),
    "alert_statuses": Title("États d'une alerte", "States of an alert"),
    "arrival_failure_reasons": Title("Motifs de non-arrivée", "Reasons for not arriving"),
    "attendances": Title("Présence et rendez-vous", "Attendance and appointments"),
    "bed_states": Title("États d'une place", "States of a place"),
    "call_acts": Title("Objets de la réponse par téléphone", "What a call replies"),
    "call_correction_reasons": Title("Motifs de rectification", "Reasons for a correction"),
    "call_statuses": Title("États d'un appel", "States of a call"),
    "call_subjects": Title("Sujets d'un appel", "Subjects of a call"),
    "cancel_reasons": Title("Motifs d'annulation", "Reasons for a cancellation"),
    "capacity_statuses": Title("Disponibilité des places", "Availability of places"),
    "case_states": Title("États d'un dossier", "States of a case"),
    "categories": Title("Catégories du rapport national", "Groups of the national report"),
    "closure_reasons": Title("Motifs de clôture", "Reasons for closing"),
    "consent_answers": Title("Réponses de la personne", "Replies of the person"),
    "consent_givers": Title("Qui a donné le consentement", "Who gave the consent"),
    "consent_methods": Title("Formes du consentement", "Forms of consent"),
    "consent_purposes": Title("Finalités du consentement", "Purposes of consent"),
    "consent_statuses": Title("États d'un consentement", "States of a consent"),
    "countries": Title("Pays", "Countries"),
    "custody_kinds": Title("Responsabilités", "Kinds of custody"),
    "decision_events": Title("Étapes de l'identification", "Steps of identification"),
    "decision_grounds": Title("Fondements de la décision", "Grounds of a decision"),
    "document_kinds": Title("Documents d'identité", "Identity documents"),
    "exploitation_forms": Title("Formes d'exploitation", "Forms of exploitation"),
    "force_reasons": Title("Motifs de désignation", "Reasons for an assignment"),
    "handoff_decline_reasons": Title(
        "Motifs de refus d'une passation", "Reasons for refusing a handoff"
    ),
    "handoff_reasons": Title("Motifs de passation", "Reasons for a handoff"),
    "handoff_request_statuses": Title(
        "États d'une demande de passation", "States of a handoff request"
    ),
    "handoff_statuses": Title("États d'une passation", "States of a handoff"),
    "handoff_withdraw_reasons": Title(
        "Motifs de retrait d'une passation", "Reasons for taking a handoff back"
    ),
    "hold_reasons": Title("Motifs de suspension", "Reasons for a pause"),
    "htcds_organisation_types": Title(
        "Types d'organisation de la norme HTCDS", "Organisation types of HTCDS"
    ),
    "identification_statuses": Title("États de l'identification", "States of identification"),
    "identity_order_statuses": Title(
        "États d'une ordonnance de communication d'identité", "States of an identity order"
    ),
    "indicators": Title("Indices de travail forcé", "Indicators of forced labour"),
    "languages": Title("Langues", "Languages"),
    "legal_duties": Title("Obligations légales", "Legal duties"),
    "legal_grounds": Title("Fondements légaux", "Legal grounds"),
    "means": Title("Moyens de la traite", "Means of trafficking"),
    "needs": Title("Besoins", "Needs"),
    "organisation_types": Title("Types d'organisation", "Types of organisation"),
    "outcome_codes": Title("Résultats", "Outcomes"),
    "pending_change_statuses": Title(
        "États d'une modification en attente", "States of a pending change"
    ),
    "pending_change_subjects": Title(
        "Objets d'une modification en attente", "Subjects of a pending change"
    ),
    "priorities": Title("Priorités", "Priorities"),
    "referral_statuses": Title("États d'un référencement", "States of a referral"),
    "refusal_reasons": Title("Motifs de refus", "Reasons for a refusal"),
    "regions": Title("Régions", "Regions"),
    "review_reasons": Title("Motifs de réexamen", "Reasons for a review"),
    "risk_flags": Title("Risques signalés", "Risk flags"),
    "roles": Title("Rôles", "Roles"),
    "sections": Title("Volets du dossier", "Sections of a case"),
    "service_types": Title("Services", "Services"),
    "sexes": Title("Sexe", "Sex"),
    "stop_reasons": Title("Motifs d'arrêt immédiat", "Reasons for stopping at once"),
    "trafficking_acts": Title("Actes de traite", "Acts of trafficking"),
}

# What a person takes home may be found by whoever exploits them. No other list may stand on it:
# not the risks, not the forms of exploitation, not what was found about them or against anybody.
TAKEN_HOME = frozenset(
    {
        "accessibility_needs", "age_bands", "attendances", "bed_states", "capacity_statuses",
        "case_states", "consent_answers", "consent_givers", "consent_methods",
        "consent_purposes", "consent_statuses", "document_kinds", "handoff_statuses",
        "languages", "legal_grounds", "needs", "organisation_types", "outcome_codes",
        "priorities", "referral_statuses", "regions", "roles", "sections", "service_types",
        "sexes",
    }
)  # fmt: skip
