"""The title of each list, and whether the person may take its labels home."""

from referral_api.domain.codelists.care_lists import CARE_TITLES
from referral_api.domain.codelists.fact_lists import FACT_TITLES
from referral_api.domain.codelists.measure_lists import MEASURE_TITLES
from referral_api.domain.codelists.sign_in_titles import SIGN_IN_TITLES
from referral_api.domain.codelists.title import Title

_TITLES: dict[str, Title] = {
    "accessibility_needs": Title("Besoins d'accessibilité", "Accessibility needs"),
    "accusation_statuses": Title("États d'une mise en cause", "States of an accusation"),
    "activity_cancellation_reasons": Title(
        "Motifs d'annulation d'une activité", "Reasons for cancelling an activity"
    ),
    "activity_states": Title("États d'une activité", "States of an activity"),
    "age_bands": Title("Tranches d'âge", "Age bands"),
    "age_groups": Title("Enfant ou adulte", "Child or adult"),
    "age_precisions": Title("Précision d'un âge ou d'un nombre", "Precision of an age or a number"),
    "aggregate_kinds": Title("Précision d'un agrégat", "Exactness of an aggregate"),
    "aggregate_units": Title("Unités d'un agrégat", "Units of an aggregate"),
    "alert_kinds": Title("Motifs d'alerte", "Kinds of alert"),
    "alert_statuses": Title("États d'une alerte", "States of an alert"),
    "answer_states": Title("États d'une réponse à un appel", "States of an answer to a call"),
    "answers": Title("Réponses", "Replies"),
    "apart_reasons": Title("Motifs qui séparent deux lignes", "Reasons that keep lines apart"),
    "arrival_failure_reasons": Title("Motifs de non-arrivée", "Reasons for not arriving"),
    "arrival_states": Title("État à l'arrivée", "State on arrival"),
    "attendances": Title("Présence et rendez-vous", "Attendance and appointments"),
    "batch_modes": Title("Portée d'un lot", "Scope of a batch"),
    "bed_states": Title("États d'une place", "States of a place"),
    "break_kinds": Title("Motifs de rupture de série", "Reasons for the break of a series"),
    "call_acts": Title("Objets de la réponse par téléphone", "What a call replies"),
    "call_correction_reasons": Title("Motifs de rectification", "Reasons for a correction"),
    "call_statuses": Title("États d'un appel", "States of a call"),
    "call_subjects": Title("Sujets d'un appel", "Subjects of a call"),
    "cancel_reasons": Title("Motifs d'annulation", "Reasons for a cancellation"),
    "candidate_statuses": Title("États d'un doublon possible", "States of a possible duplicate"),
    "capacity_statuses": Title("Disponibilité des places", "Availability of places"),
    "case_states": Title("États d'un dossier", "States of a case"),
    "categories": Title("Catégories du rapport national", "Groups of the national report"),
    "closure_reasons": Title("Motifs de clôture", "Reasons for closing"),
    "code_pad_statuses": Title("États d'un carnet de codes", "States of a code pad"),
    "consent_answers": Title("Réponses de la personne", "Replies of the person"),
    "consent_givers": Title("Qui a donné le consentement", "Who gave the consent"),
    "consent_methods": Title("Formes du consentement", "Forms of consent"),
    "consent_purposes": Title("Finalités du consentement", "Purposes of consent"),
    "consent_statuses": Title("États d'un consentement", "States of a consent"),
    "contact_answers": Title("Réponses à une proposition", "Replies to an offer"),
    "contribution_channels": Title("Voies d'une contribution", "Ways in of a contribution"),
    "contribution_request_statuses": Title("États d'une saisine", "States of a request"),
    "contribution_request_withdraw_reasons": Title(
        "Motifs de retrait d'une saisine", "Reasons for withdrawing a request"
    ),
    "contribution_statuses": Title("États d'une contribution", "States of a contribution"),
    "contribution_withdraw_reasons": Title(
        "Motifs de retrait d'une contribution", "Reasons for withdrawing a contribution"
    ),
    "count_units": Title("Unités de compte", "Units of count"),
    "countries": Title("Pays", "Countries"),
    "custody_kinds": Title("Responsabilités", "Kinds of custody"),
    "decision_events": Title("Étapes de l'identification", "Steps of identification"),
    "decision_findings": Title(
        "Ce que la personne est, sans être victime", "What the person is who is no victim"
    ),
    "decision_grounds": Title("Fondements de la décision", "Grounds of a decision"),
    "departure_reasons": Title("Motifs de départ", "Reasons for a departure"),
    "destination_kinds": Title("Destinations", "Destinations"),
    "detection_methods": Title("Modes de détection", "Ways of detection"),
    "difference_reasons": Title(
        "Motifs d'écart entre deux réponses", "Reasons for which two counts differ"
    ),
    "document_kinds": Title("Documents d'identité", "Identity documents"),
    "entry_statuses": Title("États d'une inscription", "States of an entry"),
    "entry_withdrawal_reasons": Title(
        "Motifs de retrait d'une inscription", "Reasons for withdrawing an entry"
    ),
    "exclusion_reasons": Title(
        "Motifs d'exclusion d'une recherche", "Reasons for exclusion from a search"
    ),
    "exploitation_forms": Title("Formes d'exploitation", "Forms of exploitation"),
    "facilitator_sexes": Title("Sexe de l'animation", "Sex of the facilitators"),
    "follow_up_modes": Title("Modes de suivi", "Ways of following up"),
    "follow_up_points": Title("Échéances de suivi", "Points of follow-up"),
    "follow_up_results": Title("Résultats d'un suivi", "Results of a follow-up"),
    "follow_up_statuses": Title("États d'un suivi", "States of a follow-up"),
    "force_reasons": Title("Motifs de désignation", "Reasons for an assignment"),
    "gravities": Title("Gravité", "Gravity"),
    "group_statuses": Title("États d'un groupe", "States of a group"),
    "group_ties": Title("Liens dans un groupe", "Ties in a group"),
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
    "incident_statuses": Title("États d'un événement", "States of an incident"),
    "import_statuses": Title("États d'un import", "States of an import"),
    "import_stop_reasons": Title("Motifs d'arrêt d'un import", "Reasons for stopping an import"),
    "income_levels": Title("Niveaux de revenu", "Levels of income"),
    "indicators": Title("Indices de travail forcé", "Indicators of forced labour"),
    "informants": Title("Fonctions de qui a donné les chiffres", "Functions of who gave numbers"),
    "interviewer_sexes": Title("Qui a mené l'entretien", "Who led the interview"),
    "languages": Title("Langues", "Languages"),
    "legal_duties": Title("Obligations légales", "Legal duties"),
    "legal_grounds": Title("Fondements légaux", "Legal grounds"),
    "legal_text_kinds": Title("Types de texte juridique", "Kinds of legal text"),
    "likenesses": Title("Degrés de ressemblance", "Degrees of likeness"),
    "link_grounds": Title("Motifs d'un rapprochement", "Grounds of a link"),
    "link_statuses": Title("États d'un rapprochement", "States of a link"),
    "living_situations": Title("Situations de logement", "Living situations"),
    "location_kinds": Title("Sortes de lieux", "Kinds of location"),
    "means": Title("Moyens de la traite", "Means of trafficking"),
    "means_kinds": Title("Types de moyens", "Kinds of means"),
    "means_refusal_reasons": Title("Motifs de refus de moyens", "Reasons for refusing means"),
    "means_statuses": Title("États d'une demande de moyens", "States of a request for means"),
    "movement_scopes": Title("Étendue du déplacement", "Extent of the movement"),
    "needs": Title("Besoins", "Needs"),
    "no_growth_reasons": Title("Motifs d'absence d'évolution", "Reasons for no growth"),
    "notice_kinds": Title("Objets d'un avis", "Kinds of notice"),
    "notice_stages": Title("Étapes d'un avis", "Stages of a notice"),
    "occupation_situations": Title("Occupations", "Occupations"),
    "organisation_types": Title("Types d'organisation", "Types of organisation"),
    "outcome_codes": Title("Résultats", "Outcomes"),
    "overflow_reasons": Title("Motifs de dépassement des places", "Reasons for an overflow"),
    "parting_reasons": Title("Motifs de séparation", "Reasons for parting"),
    "partner_categories": Title("Catégories de partenaire", "Categories of partner"),
    "partner_contribution_kinds": Title("Types de contribution", "Kinds of contribution"),
    "pending_change_statuses": Title(
        "États d'une modification en attente", "States of a pending change"
    ),
    "pending_change_subjects": Title(
        "Objets d'une modification en attente", "Subjects of a pending change"
    ),
    "pillars": Title("Axes de la lutte", "Pillars of the response"),
    "place_kinds": Title("Rôles d'un lieu", "Parts that a place plays"),
    "place_settings": Title("Types de lieu", "Kinds of place"),
    "place_units": Title("Unités de places", "Units of places"),
    "populations": Title("Populations comptées", "Populations counted"),
    "prevention_kinds": Title("Types d'activité de prévention", "Kinds of prevention activity"),
    "prevention_themes": Title("Thèmes de prévention", "Themes of prevention"),
    "priorities": Title("Priorités", "Priorities"),
    "professions": Title("Professions", "Professions"),
    "ranking_points": Title("Points d'une recherche", "Points of a search"),
    "record_statuses": Title("États d'un enregistrement", "States of a record"),
    "referral_statuses": Title("États d'un référencement", "States of a referral"),
    "refusal_reasons": Title("Motifs de refus", "Reasons for a refusal"),
    "regions": Title("Régions", "Regions"),
    "reintegration_outcomes": Title("Issues de la réintégration", "Outcomes of reintegration"),
    "relation_kinds": Title("Types de lien entre personnes", "Kinds of tie between persons"),
    "report_blocks": Title("Blocs de texte du rapport", "Blocks of the report's prose"),
    "review_reasons": Title("Motifs de réexamen", "Reasons for a review"),
    "risk_flags": Title("Risques signalés", "Risk flags"),
    "road_conditions": Title("États d'une route", "States of a road"),
    "roles": Title("Rôles", "Roles"),
    "sections": Title("Volets du dossier", "Sections of a case"),
    "security_levels": Title("Niveaux de protection d'un lieu", "Levels of protection"),
    "seed_services": Title("Services du rapport du comité", "Services of the committee's report"),
    "series_flags": Title("Signes d'une série", "Flags of a series"),
    "service_answers": Title("Réponses à un service", "Replies to a service"),
    "service_settings": Title("Cadres d'un service", "Settings of a service"),
    "service_states": Title("États d'un service", "States of a service"),
    "service_types": Title("Services", "Services"),
    "service_visibilities": Title("Visibilité d'un service", "Visibility of a service"),
    "sexes": Title("Sexe", "Sex"),
    "shortfall_reasons": Title("Motifs d'écart à la cible", "Reasons for missing a target"),
    "stay_incident_kinds": Title("Incidents d'un séjour", "Incidents of a stay"),
    "stay_statuses": Title("États d'un séjour", "States of a stay"),
    "stop_reasons": Title("Motifs d'arrêt immédiat", "Reasons for stopping at once"),
    "tip_channels": Title("Origines d'un signalement", "Channels of a tip"),
    "tip_dismissal_reasons": Title(
        "Motifs de classement d'un signalement", "Reasons for dismissing a tip"
    ),
    "tip_feedback": Title("Suites communiquées", "Feedback on a tip"),
    "tip_return_reasons": Title("Motifs de retour d'un signalement", "Reasons for returning a tip"),
    "tip_signs": Title("Indices d'un signalement", "Signs in a tip"),
    "tip_source_relations": Title("Liens de la source", "Relations of the source"),
    "tip_statuses": Title("États d'un signalement", "States of a tip"),
    "tool_kinds": Title("Types d'outil", "Kinds of tool"),
    "trafficking_acts": Title("Actes de traite", "Acts of trafficking"),
    "webhook_delivery_states": Title("États d'une notification", "States of a delivery"),
    "webhook_disable_reasons": Title(
        "Motifs de désactivation d'un abonnement", "Reasons for disabling a subscription"
    ),
    "webhook_statuses": Title("États d'un abonnement", "States of a subscription"),
    "weekdays": Title("Jours de la semaine", "Days of the week"),
}
_OTHERS = FACT_TITLES | CARE_TITLES | MEASURE_TITLES | SIGN_IN_TITLES
TITLES = dict(sorted((_TITLES | _OTHERS).items()))

# What a person takes home may be found by whoever exploits them. No other list may stand on it:
# not the risks, not the forms of exploitation, not what was found about them or against anybody.
TAKEN_HOME = frozenset(
    {
        "accessibility_needs", "age_bands", "attendances", "bed_states", "capacity_statuses",
        "case_states", "consent_answers", "consent_givers", "consent_methods", "consent_purposes",
        "consent_statuses", "document_kinds", "handoff_statuses", "languages", "legal_grounds",
        "needs", "organisation_types", "outcome_codes", "priorities", "referral_statuses",
        "regions", "roles", "sections", "service_types", "sexes",
    }
)  # fmt: skip
