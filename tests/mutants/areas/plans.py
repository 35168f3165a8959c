"""Faults in assessments and support plans."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_NEEDS = "tests/api/protection/test_assessments.py"
_PLANS = "tests/api/protection/test_support_plans.py"

SUPPORT = (
    Mutant(
        "the police write what the person needs",
        "domain/protection/assessments/policy.py",
        "actor.organisation_type not in INVESTIGATORS and _ASSESSING & actor.roles",
        "_ASSESSING & actor.roles",
        _NEEDS + "::test_the_police_write_the_risks_of_the_person_and_nothing_else",
    ),
    Mutant(
        "answers on health are written by roles that do not care for the person",
        "domain/protection/assessments/health.py",
        "    if not _WRITING & transaction.actor.roles:\n",
        "    if False:\n",
        _NEEDS + "::test_only_case_workers_and_intake_officers_who_hold_health_write_it",
    ),
    Removal(
        "whoever reads what is planned reads the answers on health",
        in_table("assessment_health"),
        "AND ('health'::text = ANY (g.reads))",
        "ALTER POLICY app_select ON assessment_health USING (true)",
        _NEEDS + "::test_health_is_read_with_its_section_alone",
    ),
    Mutant(
        "what the person wants comes last",
        "domain/protection/assessments/operations.py",
        "found.wanted is not Answer.YES",
        "found.wanted is Answer.YES",
        _NEEDS + "::test_what_the_person_wants_comes_first_and_texts_are_sealed",
    ),
    Mutant(
        "a high risk waits for the timer before a supervisor knows",
        "domain/protection/assessments/operations.py",
        "    if plan_by is not None:\n",
        "    if plan_by is None:\n",
        _NEEDS + "::test_a_high_risk_is_told_to_the_supervisors_at_once_and_asks_for_a_plan",
    ),
    Mutant(
        "an unlikely danger stands on every sheet",
        "domain/casework/risk_flags.py",
        "if likelihood != Likelihood.UNLIKELY]",
        "if likelihood]",
        _NEEDS + "::test_risks_become_flags_of_the_case_only_when_they_are_confirmed",
    ),
    Mutant(
        "a plan that the person refuses is in force",
        "domain/protection/support_plans/operations.py",
        "        agreed = answer is Answer.YES\n",
        "        agreed = answer is not None\n",
        _PLANS + "::test_a_plan_is_the_persons_own_and_stays_a_draft_without_a_yes",
        _PLANS + "::test_of_a_child_the_own_view_on_file_is_enough_unless_it_says_no",
    ),
    Mutant(
        "a plan is completed with goals that nobody reached",
        "domain/protection/support_plans/ending.py",
        'if any(goal["progress"] in _TO_DO for goal in goals):',
        'if all(goal["progress"] in _TO_DO for goal in goals):',
        _PLANS + "::test_completing_needs_closed_goals_and_plans_follow_ups",
    ),
    Mutant(
        "a partner rewrites the goal of the person",
        "domain/protection/support_plans/goals.py",
        "given - _OF_THE_RESPONSIBLE:",
        "not given - _OF_THE_RESPONSIBLE:",
        _PLANS + "::test_a_partner_says_how_far_its_own_goal_is_and_no_more",
    ),
    Mutant(
        "a plan goes on in a file for which nobody answers",
        "domain/casework/closing.py",
        "    await end_plans(transaction, case_id, closure.reason)\n",
        "",
        _PLANS + "::test_closing_the_case_ends_the_plan",
    ),
    Mutant(
        "the plan stays behind when the person is handed over",
        in_function("move_plans"),
        "UPDATE support_plan SET custodian_id = NEW.organisation_id",
        "UPDATE support_plan SET custodian_id = custodian_id",
        _PLANS + "::test_a_handoff_moves_the_plan_with_the_person",
    ),
    Mutant(
        "a service is said to serve the goal of another person",
        "domain/protection/support_plans/goals.py",
        'if goal["case_id"] != case_id or goal["status"]',
        'if goal["status"]',
        _PLANS + "::test_a_service_names_a_goal_of_its_own_case",
    ),
)
