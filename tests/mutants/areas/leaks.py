"""Faults by which a word leaves its seal, or a file its organisation; smuggled persons; groups."""

from tests.mutants.mutant import Mutant

_ROUTES = (
    "tests/contract/leaks/test_every_route.py"
    "::test_a_planted_word_stands_where_the_table_says_and_nowhere_else"
)
_OWN = "tests/api/identification/test_own_file_told.py"
_SMUGGLED = "tests/api/identification/test_smuggled_persons.py"
_RELATIONS = "tests/api/identification/test_case_relations.py"
_CHILD = "tests/api/protection/test_best_interests_clock.py"
_HTCDS = "tests/domain/identification/test_htcds_derivations.py"

LEAKS = (
    Mutant(
        "every narrative of every case is stored as it was told",
        "domain/identification/identities/narratives.py",
        "    return vault.seal(key, case_id, purpose, said.encode())\n",
        "    return said.encode()\n",
        _ROUTES,
    ),
    Mutant(
        "the reasons of a decision are told in an answer that is stored for a repetition",
        "domain/identification/decisions/operations.py",
        "    return DecisionRead(**fields, decided_at=row[0], reasons=None)\n",
        "    return DecisionRead(**fields, decided_at=row[0], reasons=decision.reasons)\n",
        _ROUTES,
    ),
    Mutant(
        "the coordination reads to which place a person returns",
        "domain/protection/measures/words.py",
        "        return None\n",
        "        return {}\n",
        _ROUTES,
    ),
    Mutant(
        "the holder of the newer file learns the id of the older by an event",
        "domain/identification/person_links/records.py",
        "    own_files=_own_files,\n",
        "",
        _OWN + "::test_the_holder_of_the_newer_file_is_not_told_the_older_by_the_events_of_a_link",
    ),
    Mutant(
        "who is told of a possible duplicate learns the id of another organisation's file",
        "domain/identification/duplicates/records.py",
        "    own_files=_own_files,\n",
        "",
        _OWN + "::test_a_possible_duplicate_that_both_are_told_of_names_to_each_its_own_file",
    ),
    Mutant(
        "a group takes in a file that the caller does not see",
        "domain/identification/relations/operations.py",
        "        if other not in codes or other == case_id or other in others[:place]:\n",
        "        if other == case_id or other in others[:place]:\n",
        _RELATIONS + "::test_of_a_group_all_are_related_or_none",
    ),
    Mutant(
        "a presumed victim is called smuggled",
        "domain/identification/decisions/policy.py",
        "    if decision.finding is not None and decision.event not in NEGATIVE:\n",
        "    if False:\n",
        _SMUGGLED + "::test_of_nobody_who_may_be_a_victim_is_it_said",
    ),
    Mutant(
        "a person stays counted as smuggled after the finding was taken up again",
        "domain/figures/definitions/relations/assisted.py",
        "literal_code(DecisionFinding.SMUGGLED), not_(taken_up)\n",
        "literal_code(DecisionFinding.SMUGGLED)\n",
        _SMUGGLED + "::test_smuggled_persons_with_a_file_who_were_helped_are_counted_apart",
    ),
    Mutant(
        "the best interests of a child are lost among the files of adults that wait for nothing",
        "domain/casework/clocks/care.py",
        "    return _without(assessed).where(IS_CHILD)\n",
        "    return _without(assessed)\n",
        _CHILD + "::test_it_is_awaited_of_whoever_is_treated_as_a_child_and_of_no_adult",
    ),
    Mutant(
        "an assessment that was recorded in error stands for the best interests of a child",
        "domain/casework/clocks/care.py",
        "        col(BestInterestsAssessment.case_id) == col(Case.id),\n"
        "        col(BestInterestsAssessment.status) == literal_code(RecordStatus.RECORDED),\n",
        "        col(BestInterestsAssessment.case_id) == col(Case.id),\n",
        _CHILD + "::test_a_best_interests_assessment_is_awaited_within_72_hours",
    ),
    Mutant(
        "a presumed victim is exported as a victim",
        "domain/codelists/standards/derived.py",
        "Status.PRESUMED.value: Crossing(_POSSIBLE)",
        'Status.PRESUMED.value: Crossing("ActualVictimOfTrafficking")',
        _HTCDS + "::test_a_derived_field_has_the_value_of_the_catalogue",
    ),
)
