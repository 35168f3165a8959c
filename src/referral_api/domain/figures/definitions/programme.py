"""Figures of prevention, partnership and the action plan. One row is one figure."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_OPEN = Suppression.NONE
_ACTIVITY = ("kind", "theme", "region", "border", "organisation")
_9_11 = ("9.11",)

PROGRAMME = (
    # --- Prevention
    Definition(
        "prevention.reached", "Personnes touchées par la prévention",
        "Persons reached by prevention",
        Unit.PARTICIPANT, "people_reached", ("is_carried_out",), "held_on", Once.EACH,
        ("population", *_ACTIVITY), _OPEN, Measure.SUM, "number", _9_11,
        ("PREV-2021-TOTAL", "PREV-2021-WG", "PREV-2022-W", "PREV-2022-G", "PREV-2023-W",
         "PREV-2023-G"),
    ),
    Definition(
        "prevention.activities", "Activités de prévention", "Activities of prevention",
        Unit.ACTIVITY, "activities", (), "held_on", Once.EACH, ("state", *_ACTIVITY), _OPEN,
        standards=_9_11,
    ),
    Definition(
        "prevention.trained", "Professionnels formés", "Professionals trained",
        Unit.PARTICIPANT, "people_trained", ("is_carried_out", "is_training"), "held_on",
        Once.EACH, ("profession", "theme", "region", "organisation"), _OPEN, Measure.SUM, "number",
        _9_11,
    ),
    Definition(
        "prevention.manuals", "Manuels et outils produits", "Manuals and tools produced",
        Unit.DOCUMENT, "documents", (), "published_on", Once.EACH, ("kind", "pillar"), _OPEN,
        lines=("PREV-2021-MANUALS",),
    ),
    Definition(
        "prevention.texts", "Textes déposés, adoptés, en vigueur",
        "Legal texts introduced, adopted, in force",
        Unit.LEGAL_TEXT, "legal_texts", (), "dated", Once.EACH, ("stage", "kind"), _OPEN,
    ),
    Definition(
        "prevention.watch_committees", "Comités de veille actifs à la date de l'arrêté",
        "Watch committees that are active at the cut",
        Unit.ORGANISATION, "organisations", ("is_active_watch_committee",), None, Once.EACH,
        ("served_region",), _OPEN,
    ),
    # --- Partnership
    Definition(
        "partnership.partners", "Partenaires ayant un accord ou une contribution dans la période",
        "Partners with an agreement or a contribution in the period",
        Unit.PARTNER, "partners", ("is_partner_in_period",), "period", Once.EACH,
        ("partner_category",), _OPEN,
    ),
    Definition(
        "partnership.contributions", "Contributions des partenaires", "Contributions of partners",
        Unit.CONTRIBUTION, "partner_contributions", (), "starts_on", Once.EACH,
        ("kind", "pillar", "partner_category"), _OPEN,
    ),
    Definition(
        "partnership.amounts", "Contributions en argent", "Contributions in money",
        Unit.CFA_FRANC, "partner_contributions", ("is_money",), "starts_on", Once.EACH,
        ("kind", "pillar", "partner_category"), _OPEN, Measure.SUM, "amount",
    ),
    Definition(
        "partnership.call_answers", "Réponses aux appels à contributions",
        "Answers to calls for contributions",
        Unit.ORGANISATION, "call_answers", (), "due_on", Once.EACH, ("call_answer", "organisation"),
        _OPEN,
    ),
    # --- The action plan
    Definition(
        "plan.indicator", "Indicateurs du plan d'action : valeur de l'année",
        "Indicators of the action plan: value of the year",
        Unit.AS_DEFINED, "plan_values", (), "year", Once.EACH,
        ("indicator", "objective", "pillar"), _OPEN, Measure.VALUE, "number",
    ),
    Definition(
        "plan.target", "Indicateurs du plan d'action : cible de l'année",
        "Indicators of the action plan: target of the year",
        Unit.AS_DEFINED, "plan_targets", (), "year", Once.EACH,
        ("indicator", "objective", "pillar"), _OPEN, Measure.VALUE, "number",
    ),
    Definition(
        "plan.progress", "Objectifs du plan d'action, selon l'atteinte des cibles",
        "Objectives of the action plan, by the targets met",
        Unit.OBJECTIVE, "plan_objectives", (), "period", Once.EACH,
        ("progress", "objective", "pillar"), _OPEN,
    ),
)  # fmt: skip
