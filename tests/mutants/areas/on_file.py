"""Faults in what one record reads of another: of the child's own word, of a family, of a tip."""

from tests.mutants.mutant import Mutant

_CHILDREN = "tests/api/protection/test_measures_of_children.py"
_PLANS = "tests/api/protection/test_support_plans.py"
_TIPS = "tests/api/identification/test_tips.py"
_FAMILY = "domain/protection/measures/family.py"
_CONDITIONS = "domain/protection/measures/conditions.py"
_WORD = (
    _CHILDREN + "::"
    "test_the_word_of_a_child_stops_the_family_and_the_return_and_no_place_of_safety"
)  # fmt: skip
_NAMED = _CHILDREN + "::test_a_family_that_an_episode_names_is_met_with_a_second_person_alone"

ON_FILE = (
    Mutant(
        "a child who says no is sent back",
        _FAMILY,
        "    MeasureKind.VOLUNTARY_RETURN: StoppedAct.RETURN,\n",
        "",
        _WORD,
    ),
    Mutant(
        "a child who does not want to see the family is placed with it",
        _FAMILY,
        "CareArrangement.KINSHIP,",
        "",
        _WORD,
    ),
    Mutant(
        "a child who says no has no place of safety",
        _FAMILY,
        "    act = _STOPPED.get(MeasureKind(measure.kind))\n",
        "    act = _STOPPED.get(MeasureKind(measure.kind), StoppedAct.FAMILY_CONTACT)\n",
        _WORD,
    ),
    Mutant(
        "a child who has come to say no is taken along all the same",
        "domain/protection/measures/carrying_out.py",
        "        await check_not_refused(transaction, measure)\n",
        "",
        _WORD,
    ),
    Mutant(
        "a child is taken away on a determination that does not stand any more",
        _CONDITIONS,
        '_ASKED_AGAIN = frozenset({"safe_family", "safe_carer", "best_interests_determination"})',
        '_ASKED_AGAIN = frozenset({"safe_family", "safe_carer"})',
        _CHILDREN + "::test_a_determination_that_does_not_stand_any_more_takes_no_child_away",
    ),
    Mutant(
        "a child is brought to a family that turned out to be the traffickers",
        _CONDITIONS,
        '_ASKED_AGAIN = frozenset({"safe_family", "safe_carer", "best_interests_determination"})',
        '_ASKED_AGAIN = frozenset({"safe_carer", "best_interests_determination"})',
        _CHILDREN + "::"
        "test_a_family_that_turns_out_to_be_involved_gets_no_child_that_was_granted_to_it",
    ),
    Mutant(
        "a child is placed on a determination of something else",
        _FAMILY,
        "    return bool(decided & DECIDED[MeasureKind(measure.kind)])\n",
        "    return bool(decided)\n",
        "tests/api/protection/test_measures.py::"
        "test_the_return_reunification_and_placement_of_a_child_need_their_papers",
    ),
    Mutant(
        "a child goes back on a determination that never was",
        "domain/protection/children/interests/determinations.py",
        "        col(BestInterestsDetermination.status) == literal_code(RecordStatus.RECORDED),\n"
        "        col(BestInterestsDetermination.review_by) >= func.current_date(),\n",
        "        col(BestInterestsDetermination.review_by) >= func.current_date(),\n",
        _CHILDREN + "::test_a_determination_that_was_never_made_grounds_nothing",
    ),
    Mutant(
        "the trafficker is appointed guardian",
        "domain/protection/measures/conditions.py",
        "    return _UNSAFE.isdisjoint({measure.family_check, known})\n",
        "    return _UNSAFE.isdisjoint({measure.family_check})\n",
        _CHILDREN + "::test_a_guardian_is_appointed_by_what_is_known_of_the_guardian",
    ),
    Mutant(
        "a child is brought to a family of which a proposal says that it is safe",
        "domain/protection/measures/conditions.py",
        "    known = await find_family_check(transaction, measure) or measure.family_check\n",
        "    known = measure.family_check or await find_family_check(transaction, measure)\n",
        _CHILDREN
        + "::test_a_family_is_reunited_by_a_tracing_a_check_a_measure_and_is_visited_after",
    ),
    Mutant(
        "a child is brought back to the parent who exploited the child",
        "domain/protection/children/suspicion.py",
        "    return FamilyCheck.CONCERN if named and found is FamilyCheck.NO_CONCERN else found\n",
        "    return found\n",
        _NAMED,
    ),
    Mutant(
        "whoever handed the child over is no trafficker",
        "domain/protection/children/suspicion.py",
        " col(Exploitation.recruiter_relations),",
        "",
        _NAMED,
    ),
    Mutant(
        "a reunification is granted against what the person has told",
        "domain/protection/measures/conditions.py",
        "    return safe and await is_cleared_of_facts(transaction, measure)\n",
        "    return safe\n",
        _NAMED,
    ),
    Mutant(
        "a child is placed with the brother who exploited the child",
        "domain/protection/measures/conditions.py",
        "    return await is_cleared_of_facts(transaction, measure)\n",
        "    return True\n",
        _CHILDREN + "::test_a_child_is_placed_with_a_family_that_an_episode_names_by_two_persons",
    ),
    Mutant(
        "somebody is brought to a relative for whom nobody granted it",
        _FAMILY,
        '            col(Measure.tracing_id) == bindparam("tracing_id", type_=Uuid),\n',
        "            col(Measure.tracing_id).is_not(None),\n",
        _CHILDREN + "::test_an_adult_too_is_not_reunited_by_the_measure_of_another_tracing",
    ),
    Mutant(
        "a plan for a child is in force on a view that was never said",
        "domain/protection/children/views/on_file.py",
        "        col(OwnView.status) == literal_code(RecordStatus.RECORDED),\n",
        "",
        _PLANS + "::test_of_a_child_the_own_view_on_file_is_enough_unless_it_says_no",
    ),
    Mutant(
        "an answer says whether an incident of others exists",
        "domain/identification/exploitations/operations.py",
        "    await check_incident(transaction, episode.incident_id)\n",
        "",
        "tests/api/identification/test_exploitations.py::"
        "test_an_episode_belongs_to_an_incident_within_sight",
    ),
    Mutant(
        "a tip overwrites the day on which an incident was reported",
        "domain/identification/incidents/reports.py",
        "incident.reported_on is not None or ",
        "",
        _TIPS + "::test_an_incident_was_reported_when_its_first_tip_was_unless_somebody_has_said",
    ),
)
