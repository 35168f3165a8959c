"""Faults in protection measures and reconsiderations."""

from tests.mutants.mutant import Mutant

_MEASURES = "tests/api/protection/test_measures.py"
_ASKED = "tests/api/identification/test_reconsiderations.py"
_OF = "domain/protection/measures"
_ASKING = "domain/identification/reconsiderations"

MEASURES = (
    Mutant(
        "who answers for the person ends the recovery period",
        f"{_OF}/lifecycle.py",
        'transition("end", May.END, [Status.IN_FORCE], Status.ENDED, _CARRYING_OUT, _NO_RECOVERY),',
        'transition("end", May.END, [Status.IN_FORCE], Status.ENDED, _CARRYING_OUT),',
        _MEASURES + "::test_nobody_shortens_a_recovery_period_but_the_person",
    ),
    Mutant(
        "the clock ends a recovery period while the identification is open",
        f"{_OF}/lifecycle.py",
        'unless=("held_since",),',
        "unless=(),",
        _MEASURES + "::"
        "test_a_recovery_period_ends_by_the_clock_and_never_while_identification_is_open",
    ),
    Mutant(
        "one person alone sends somebody back",
        f"{_OF}/lifecycle.py",
        "return bool(len(json.loads(measure.signatures)) + 1 < measure.signatures_needed)",
        "return False",
        _MEASURES + "::test_a_return_takes_a_wish_a_consent_a_risk_assessment_and_two_persons",
    ),
    Mutant(
        "a child is sent back without a determination",
        f"{_OF}/conditions.py",
        "    if not _is_child(case):\n        return True\n    if is_determined_later(measure):",
        "    if _is_child(case):\n        return True\n    if is_determined_later(measure):",
        _MEASURES + "::test_the_return_reunification_and_placement_of_a_child_need_their_papers",
    ),
    Mutant(
        "a risk assessment of last year lets a child be placed",
        f"{_OF}/on_file.py",
        'timedelta(days=row["days"]) <= not_older_than',
        'timedelta(days=row["days"]) >= -not_older_than',
        _MEASURES + "::test_an_old_risk_assessment_is_none",
    ),
    Mutant(
        "a risk assessment is new because somebody typed it in today",
        f"{_OF}/on_file.py",
        '"conducted_on", "risks"),',
        '"recorded_at", "risks"),',
        _MEASURES + "::test_an_old_risk_assessment_is_none",
    ),
    Mutant(
        "an assessment that asked of no risk sends somebody back",
        f"{_OF}/on_file.py",
        '"conducted_on", "risks"),',
        '"conducted_on"),',
        _MEASURES + "::test_an_assessment_that_names_no_risk_is_no_risk_assessment",
    ),
    Mutant(
        "whoever agreed to statistics is sent back",
        f"{_OF}/conditions.py",
        '        bindparam("purpose", type_=Text) == any_(col(Consent.purposes)),\n',
        "",
        _MEASURES + "::test_a_return_takes_a_consent_to_this_and_to_nothing_else",
    ),
    Mutant(
        "a child is given back to a family that nobody checked",
        f"{_OF}/conditions.py",
        "    safe = known == FamilyCheck.NO_CONCERN and",
        "    safe = known != FamilyCheck.INVOLVED and",
        _MEASURES + "::test_the_return_reunification_and_placement_of_a_child_need_their_papers",
    ),
    Mutant(
        "who proposed a measure grants it",
        f"{_OF}/deciding.py",
        "    if proposed and MeasureKind(measure.kind) not in DECIDED_ALONE:\n",
        "    if False:\n",
        _MEASURES + "::test_who_proposed_a_measure_does_not_decide_on_it_but_help_that_was_given",
    ),
    Mutant(
        "the inquiry reads what only those who protect the person may know",
        f"{_OF}/words.py",
        "    if not takes_part and not decided and not await _reads_section(transaction, row):\n",
        "    if False:\n",
        _MEASURES + "::test_the_inquiry_knows_of_no_return_and_reads_no_words",
    ),
    Mutant(
        "whoever reads the section reads how the person is kept safe",
        f"{_OF}/words.py",
        "        opened.pop(_FOR_EXECUTOR, None)\n",
        "        pass\n",
        _MEASURES + "::test_who_reads_the_section_reads_the_words_but_those_for_who_carries_it_out",
    ),
    Mutant(
        "who handed her over takes back what she was granted",
        f"{_OF}/records.py",
        "    return bool(grants)\n",
        "    return True\n",
        _MEASURES + "::test_who_handed_the_person_over_takes_back_nothing_that_was_granted_to_her",
    ),
    Mutant(
        "one person alone makes a measure that stands vanish",
        f"{_OF}/lifecycle.py",
        '"mark_error", May.MARK_ERROR, [Status.ENDED, Status.REVOKED],',
        '"mark_error", May.MARK_ERROR, [*_LIVE, Status.ENDED, Status.REVOKED],',
        _MEASURES + "::test_what_stands_is_revoked_by_two_and_an_error_only_afterwards",
    ),
    Mutant(
        "who answered for the person once takes her complaint back",
        f"{_ASKING}/records.py",
        "        return mine == asked.custodian_id\n",
        "        return mine == asked_by\n",
        _ASKED + "::test_a_request_goes_with_the_person_to_who_answers_for_her_now",
    ),
    Mutant(
        "the police take back the complaint of legal aid about them",
        f"{_ASKING}/records.py",
        "    if await find_type(transaction, asked_by) != OrganisationType.LEGAL_AID:\n",
        "    if mine == asked.custodian_id:\n",
        _ASKED + "::test_legal_aid_that_reads_the_decisions_asks_and_others_do_not",
    ),
    Mutant(
        "who took a decision judges the complaint about it",
        "domain/identification/reconsiderations/operations.py",
        "        if asked.first_agent_id == actor.agent_id:\n",
        "        if False:\n",
        _ASKED + "::test_another_authority_upholds_and_the_case_returns_to_where_it_was",
    ),
    Mutant(
        "a presumption leaves the person without the time to recover",
        "domain/casework/identification_steps.py",
        "    if decision.event is DecisionEvent.PRESUME:\n",
        "    if decision.event is DecisionEvent.IDENTIFY:\n",
        _MEASURES + "::test_a_presumption_opens_the_recovery_period_by_itself",
    ),
)
