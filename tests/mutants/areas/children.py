"""Faults in what is done for a child."""

from tests.mutants.mutant import Mutant, in_function

_CHILDREN = "tests/api/protection/test_children.py"
_HERE = "domain/protection/children/"
_AGAIN = (
    _CHILDREN + "::"
    "test_who_was_named_sees_her_again_when_she_turns_out_to_be_a_child_after_all"
)  # fmt: skip

CHILDREN = (
    Mutant(
        "an agent decides on the child whom it assessed",
        _HERE + "panels.py",
        "        and set(agent_ids).isdisjoint(without)\n",
        "",
        _CHILDREN + "::test_a_panel_decides_on_what_lasts_and_never_who_assessed",
    ),
    Mutant(
        "a panel decides without anybody of child protection",
        _HERE + "panels.py",
        'any(row["type"] == OrganisationType.CHILD_PROTECTION for row in found)',
        "bool(found)",
        _CHILDREN + "::test_two_professions_assess_an_age_and_one_of_them_is_child_protection",
    ),
    Mutant(
        "the family is contacted although the child refuses it",
        _HERE + "refusals.py",
        'row["assent"] == Assent.REFUSED and',
        'row["assent"] == Assent.TOO_YOUNG and',
        _CHILDREN + "::test_a_refusal_stops_the_family_and_never_protection",
    ),
    Mutant(
        "a concern about the family is confirmed by who raised it",
        _HERE + "tracings/operations.py",
        "            actor.agent_id == tracing.checked_by_agent_id\n",
        "            actor.agent_id == tracing.id\n",
        _CHILDREN + "::test_no_family_is_met_before_the_check_and_a_concern_takes_two_persons",
    ),
    Mutant(
        "a child goes back to the family without a determination",
        _HERE + "tracings/operations.py",
        "        if BestInterestMeasure.FAMILY_REUNIFICATION not in determined:\n",
        "        if not isinstance(determined, frozenset):\n",
        _CHILDREN + "::test_no_family_is_met_before_the_check_and_a_concern_takes_two_persons",
    ),
    Mutant(
        "a body alone says that a child is an adult",
        _HERE + "ages/operations.py",
        "(not refused and set(methods) <= {AgeMethod.PHYSICAL_EXAMINATION})",
        "(refused and set(methods) <= {AgeMethod.PHYSICAL_EXAMINATION})",
        _CHILDREN + "::test_an_assessment_against_the_rules_is_refused",
    ),
    Mutant(
        "the file takes the upper end of an age",
        "domain/casework/age_assessments.py",
        '_band_of(found["age_low"])',
        '_band_of(found["age_high"])',
        _CHILDREN + "::test_an_age_is_the_lower_end_and_corrects_the_file_only_once_it_is_told",
    ),
    Mutant(
        "a house that is not named any more reads on",
        in_function("child_route_follows_naming"),
        "AND organisation_id IS DISTINCT FROM named",
        "AND organisation_id IS NULL",
        _CHILDREN + "::"
        "test_a_house_of_child_protection_reads_and_writes_from_its_naming_on_and_no_longer",
    ),
    Mutant(
        "a closed file, or an adult's, is opened to another house",
        _HERE + "guardianship/naming.py",
        "    if opens:\n        await _check_opens(",
        "    if not opens:\n        await _check_opens(",
        _CHILDREN + "::test_no_other_organisation_is_named_on_a_closed_file_or_for_an_adult",
    ),
    Mutant(
        "who protects a child who was taken for an adult does not see her again",
        _HERE + "guardianship/naming.py",
        "    opens = moves or await _sees_no_more(transaction, case_id, record_id, before)\n",
        "    opens = moves\n",
        _AGAIN,
    ),
    Mutant(
        "nobody is told of a child whom the house that is named does not see",
        "domain/casework/clocks/children.py",
        "        is_live(),\n",
        "",
        _AGAIN,
    ),
    Mutant(
        "a guardian who may be the trafficker consents",
        in_function("refuse_suspended_guardian"),
        "bool_or(g.family_check IN ('concern', 'involved'))",
        "bool_or(g.family_check IN ('involved'))",
        _CHILDREN + "::test_a_suspended_guardian_consents_to_nothing_until_another_is_in_force",
    ),
    Mutant(
        "nobody is told of a child whom nobody protects",
        "domain/identification/cases/children.py",
        "return or_(case.age_in_doubt, one_of(",
        "return or_(one_of(",
        _CHILDREN + "::test_the_coordination_is_told_of_a_child_for_whom_nobody_is_named",
    ),
)
