"""The lists of what a person needs, and of what is planned with the person."""

from referral_api.domain.codelists import assessments, support_plans
from referral_api.domain.codelists.code import Code
from referral_api.domain.codelists.title import Title

CARE_LISTS: dict[str, type[Code]] = {
    "assessment_levels": assessments.AssessmentLevel,
    "community_factors": assessments.CommunityFactor,
    "goal_progress": support_plans.GoalProgress,
    "household_factors": assessments.HouseholdFactor,
    "likelihoods": assessments.Likelihood,
    "need_urgencies": assessments.NeedUrgency,
    "plan_domains": support_plans.PlanDomain,
    "plan_end_reasons": support_plans.PlanEndReason,
    "plan_statuses": support_plans.PlanStatus,
    "risk_levels": assessments.RiskLevel,
}
CARE_TITLES: dict[str, Title] = {
    "assessment_levels": Title("Niveaux d'une évaluation des besoins", "Levels of an assessment"),
    "community_factors": Title("Facteurs liés à la communauté", "Factors of the community"),
    "goal_progress": Title("Avancement d'un objectif", "Progress of a goal"),
    "household_factors": Title("Facteurs liés au ménage", "Factors of the household"),
    "likelihoods": Title("Probabilités", "Likelihoods"),
    "need_urgencies": Title("Urgences d'un besoin", "Urgencies of a need"),
    "plan_domains": Title("Domaines d'un objectif", "What a goal is about"),
    "plan_end_reasons": Title("Motifs de fin d'un plan", "Reasons for the end of a plan"),
    "plan_statuses": Title("États d'un plan d'accompagnement", "States of a support plan"),
    "risk_levels": Title("Niveaux de risque", "Levels of risk"),
}
