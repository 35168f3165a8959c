"""Faults in tips, incidents and contacts."""

from tests.mutants.mutant import Mutant, Removal, in_table

_TIPS = "tests/api/identification/test_tips.py"
_ASSIGNMENT = "tests/api/identification/test_tip_assignment.py"
_MESSAGES = "tests/api/identification/test_incoming_messages.py"
_ENDINGS = "tests/api/identification/test_tip_endings.py"
_INCIDENTS = "tests/api/identification/test_incidents.py"

TIPS = (
    Mutant(
        "whoever reported a tip reads who follows it up",
        "domain/identification/tips/records.py",
        "    return actor.coordinates or not is_reporter or actor.organisation_id in following\n",
        "    return True\n",
        _TIPS + "::test_a_community_reporter_sends_a_tip_and_learns_only_the_feedback",
    ),
    Mutant(
        "the event of the feedback names who follows the tip up",
        "domain/identification/tips/feedback.py",
        "outgoing_insert(organisation_id=_TOLD, by_organisation_id=_TOLD)",
        "outgoing_insert(organisation_id=_TOLD)",
        _TIPS + "::test_the_reporter_hears_of_the_feedback_in_its_own_name_and_of_no_other_act",
    ),
    Mutant(
        "the coordination opens who reported",
        "domain/identification/tips/sources.py",
        'if tip["assigned_organisation_id"] != transaction.actor.organisation_id:',
        "if False:",
        _TIPS + "::test_only_the_assignee_opens_the_source_and_each_opening_is_recorded",
    ),
    Removal(
        "the database shows a source to everybody", in_table("tip_source"),
        "CREATE POLICY app_select ON tip_source FOR SELECT TO referral_app",
        "ALTER POLICY app_select ON tip_source USING (true)",
        _TIPS + "::test_the_database_shows_the_source_to_the_assignee_alone",
    ),
    Mutant(
        "an anonymous tip keeps who called",
        "domain/identification/tips/reporting.py",
        "    if tip.anonymous and tip.source_contact is not None:\n",
        "    if False:\n",
        _TIPS + "::test_an_anonymous_tip_holds_nothing_of_its_source",
    ),
    Mutant(
        "the police are sent to children without danger",
        "domain/identification/tips/assignees.py",
        "if kind in ARMED and concerns_children(tip)",
        "if kind not in ALLOWED and concerns_children(tip)",
        _TIPS + "::test_the_police_get_a_tip_about_children_on_immediate_danger_only",
    ),
    Mutant(
        "one person alone dismisses a tip about children",
        "domain/identification/tips/outcomes.py",
        "        if tip.dismissal_proposed_by_agent_id == transaction.actor.agent_id:\n",
        "        if False:\n",
        _TIPS + "::test_nobody_dismisses_a_tip_alone_that_may_concern_children",
    ),
    Mutant(
        "one person alone dismisses a short message",
        "domain/identification/tips/lifecycle.py",
        "    return bool(tip.children_seen != Answer.NO)\n",
        "    return tip.children_seen in {Answer.YES, Answer.UNKNOWN}\n",
        _MESSAGES + "::test_nobody_dismisses_a_short_message_alone",
    ),
    Mutant(
        "a tip names an incident that is no more",
        "domain/identification/merged_incidents.py",
        "order_by(led.c.depth)",
        "order_by(led.c.depth.desc())",
        _INCIDENTS + "::"
        "test_what_names_an_incident_that_was_merged_is_led_on_to_the_one_that_stands",
    ),
    Mutant(
        "a source outlives its time",
        "domain/identification/tips/sources.py",
        "    .where(col(Tip.closed_at) < func.now() - _RETENTION),",
        "    .where(col(Tip.closed_at) > func.now()),",
        _TIPS + "::test_the_source_is_erased_with_its_key_some_time_after_the_end",
    ),
    Mutant(
        "a message that nobody signed becomes a tip",
        "domain/identification/tips/incoming.py",
        "    if not genuine or not recent",
        "    if not recent",
        _MESSAGES + "::test_a_message_that_is_not_signed_now_by_the_gateway_is_refused",
    ),
    Mutant(
        "nobody hears of a tip that nobody follows up",
        "domain/events/clocks/table.py",
        "TIP: Steps = ((Stage.REMINDER, 1 / 2), (Stage.REGION, 0.0), (Stage.PASSED, 0.0))",
        "TIP: Steps = ((Stage.REMINDER, 1 / 2), (Stage.PASSED, 0.0))",
        _ASSIGNMENT + "::"
        "test_a_tip_is_reminded_of_at_half_time_and_escalates_once_at_the_limit",
    ),
    Mutant(
        "a case of another organisation is hung on an incident",
        "domain/access/custodians.py",
        '    if {row["case_id"] for row in rows} != set(case_ids):\n',
        "    if False:\n",
        _INCIDENTS + "::test_seeing_an_incident_shows_no_case_to_who_does_not_answer_for_it",
    ),
    Removal(
        "seeing an incident shows its cases", in_table("incident_case"),
        "CREATE POLICY app_select ON incident_case FOR SELECT TO referral_app",
        "ALTER POLICY app_select ON incident_case USING (true)",
        _INCIDENTS + "::"
        "test_whoever_recorded_an_incident_reads_none_of_its_cases_for_that_reason",
    ),
    Mutant(
        "whoever protects the person reads that an official is involved",
        "domain/identification/incidents/reading.py",
        '        literal_code("justice") == any_(col(AccessGrant.reads)),\n',
        "",
        _INCIDENTS + "::test_what_is_sealed_opens_by_who_reads_it",
    ),
    Mutant(
        "one person merges the incidents of two organisations",
        "domain/identification/incidents/merging.py",
        "        if apart and (not proposed or proposer == transaction.actor.agent_id):\n",
        "        if False:\n",
        _INCIDENTS + "::"
        "test_two_persons_merge_incidents_of_two_organisations_and_the_cases_move",
    ),
    Mutant(
        "a refusal tells a village what came of its tip",
        "domain/identification/tips/records.py",
        "            raise Conflict from None\n",
        "            raise\n",
        _ENDINGS + "::test_a_refusal_tells_a_reporter_nothing_of_what_came_of_its_tip",
    ),
    Mutant(
        "two tips become duplicates of each other, and nobody follows either up",
        "domain/identification/tips/outcomes.py",
        "    original = await _find_original(transaction",
        "    original = await TIP_RECORDS.find(transaction",
        _ENDINGS + "::test_of_two_tips_only_one_becomes_a_duplicate_of_the_other",
    ),
    Mutant(
        "reporters of two duplicates of each other are told without end",
        "domain/identification/tips/feedback.py",
        '        seen.append(row["id"])\n',
        "",
        _ENDINGS + "::test_reporters_of_two_that_are_duplicates_of_each_other_are_told_once",
    ),
    Mutant(
        "the coordination of another region dismisses a tip",
        "domain/identification/tips/outcomes.py",
        "    await check_region(transaction, tip.place_region)\n    if tip.assigned",
        "    if tip.assigned",
        _ENDINGS + "::test_a_coordination_that_is_bound_to_regions_ends_no_tip_of_another",
    ),
    Mutant(
        "one person of the coordination makes a tip about children an error",
        "domain/identification/tips/outcomes.py",
        "if concerns_children(tip) and proposer in",
        "if not tip.id and proposer in",
        _ENDINGS + "::"
        "test_the_coordination_marks_no_tip_as_an_error_alone_that_may_concern_children",
    ),
    Mutant(
        "two incidents are merged into each other, and neither stays",
        "domain/identification/incidents/merging.py",
        "            await INCIDENT_RECORDS.lock(transaction, one)\n",
        "            pass\n",
        _INCIDENTS + "::test_two_incidents_are_not_merged_into_each_other",
    ),
)  # fmt: skip
