"""Figures of support plans. One row is one figure."""

from referral_api.domain.figures.definitions.definition import (
    Definition,
    Measure,
    Once,
    Suppression,
    Unit,
)

_K = ("is_counted",)
_BY = ("category", "region")
_PLANS = ("HTCDS", "9.2")

PLANS = (
    Definition(
        "protection.plans", "Plans d'accompagnement en cours, à la date de l'arrêté",
        "Support plans in force at the cut",
        Unit.PLAN, "support_plans", (*_K, "is_in_force"), None, Once.EACH, (*_BY, "state"),
        standards=_PLANS,
    ),
    Definition(
        "protection.plans_begun", "Plans d'accompagnement commencés", "Support plans begun",
        Unit.PLAN, "support_plans", (*_K, "is_agreed"), "began_at", Once.EACH, _BY,
        standards=_PLANS,
    ),
    Definition(
        "protection.plans_ended", "Plans d'accompagnement achevés ou interrompus, par motif",
        "Support plans completed or ended early, by reason",
        Unit.PLAN, "support_plans", (*_K, "is_ended_plan"), "ended_at", Once.EACH,
        ("state", "reason", *_BY), standards=_PLANS,
    ),
    Definition(
        "protection.plan_goals_met", "Objectifs atteints des plans d'accompagnement",
        "Goals of support plans achieved",
        Unit.PERCENT, "support_goals", (*_K, "is_closed_goal"), None, Once.EACH,
        ("kind", *_BY), Suppression.BASE, Measure.SHARE, "is_met", standards=_PLANS,
    ),
)  # fmt: skip
