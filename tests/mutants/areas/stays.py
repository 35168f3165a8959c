"""Faults in stays, services given, follow-ups, means and groups."""

from tests.mutants.mutant import Mutant, in_function

_STAYS = "tests/api/protection/test_stays.py"
_HELP = "tests/api/protection/test_assistance.py"
_GROUPS = "tests/api/casework/test_referral_groups.py"

ASSISTANCE = (
    Mutant(
        "what is said of one person is changed under the case of another",
        "domain/records/of_case.py",
        'if row["case_id"] != case_id:',
        "if False:",
        _HELP + "::test_a_record_is_read_and_changed_under_its_own_case_alone",
    ),
    Mutant(
        "a child may be away for a day before anybody is told",
        "domain/protection/stays/operations.py",
        "LONGEST_ABSENCE_OF_A_CHILD if stay.treated_as_child else LONGEST_ABSENCE",
        "LONGEST_ABSENCE_OF_A_CHILD if False else LONGEST_ABSENCE",
        _STAYS + "::test_an_absence_is_told_once_by_time_or_by_reading",
    ),
    Mutant(
        "the arrival elsewhere leaves the person in two places",
        "domain/protection/stays/arrivals.py",
        "        if found.elsewhere is not None:\n",
        "        if found.elsewhere is None:\n",
        _STAYS + "::"
        "test_expected_beside_present_is_a_transfer_and_the_arrival_ends_the_stay_elsewhere",
    ),
    Mutant(
        "a departure leaves the place taken",
        "domain/protection/stays/departures.py",
        "        if referral is not None:\n            await _complete(",
        "        if False:\n            await _complete(",
        _STAYS + "::"
        "test_an_arrival_begins_the_referral_and_a_departure_completes_it_and_frees_the_place",
    ),
    Mutant(
        "the host is told of a complaint about its staff",
        "domain/casework/stay_incidents/records.py",
        "        told -= {incident.host_organisation_id}",
        "        told -= {incident.id}",
        _STAYS + "::test_a_complaint_about_staff_goes_past_the_host",
    ),
    Mutant(
        "the host reads where the person went",
        "domain/protection/stays/departures.py",
        'if transaction.actor.organisation_id != row["custodian_id"]:',
        'if transaction.actor.organisation_id == row["custodian_id"]:',
        _STAYS + "::"
        "test_where_the_person_went_is_sealed_and_only_the_responsible_organisation_reads_it",
    ),
    Mutant(
        "trouble on the road reaches nobody",
        "domain/casework/check_ins/operations.py",
        "    if not check_in.all_well:\n",
        "    if False:\n",
        _STAYS + "::test_a_check_in_on_the_road_that_is_not_well_alerts_the_coordination",
    ),
    Mutant(
        "who arrives without a place counts nowhere",
        in_function("take_place"),
        "AND NOT NEW.has_place AND NOT EXISTS",
        "AND NEW.has_place AND NOT EXISTS",
        _STAYS + "::test_an_arrival_without_a_place_takes_one_beyond_the_places_and_gives_it_back",
    ),
    Mutant(
        "an expected stay outlives its referral",
        in_function("stay_follows_referral"),
        "'rejected', 'cancelled'",
        "'rejected', 'cancelling'",
        _STAYS + "::test_an_arrival_is_a_fact_whatever_has_ended",
    ),
    Mutant(
        "care of the body is recorded where the police read it",
        "domain/codelists/services_given.py",
        "        return Section.HEALTH\n",
        "        return Section.PROTECTION\n",
        _HELP + "::test_a_service_stands_in_the_section_of_its_type_and_outlasts_the_referral",
    ),
    Mutant(
        "a shelter records help at court",
        "domain/protection/services_given/operations.py",
        "    if section not in below_ceiling(",
        "    if not section and section not in below_ceiling(",
        _HELP + "::test_help_at_court_stands_in_the_part_in_the_proceedings_which_no_shelter_holds",
    ),
    Mutant(
        "a person is followed up after having withdrawn the consent",
        in_function("end_follow_ups"),
        "WHERE consent_id = NEW.id AND status = 'due'",
        "WHERE consent_id = NEW.case_id AND status = 'due'",
        _HELP + "::"
        "test_a_departure_plans_follow_ups_to_which_the_person_agrees_and_a_withdrawal_ends_them",
    ),
    Mutant(
        "a second payment replaces the first",
        "domain/protection/means/operations.py",
        "means.paid += payment.amount",
        "means.paid = payment.amount",
        _HELP + "::test_means_are_asked_granted_in_part_and_paid_to_what_was_granted_at_most",
    ),
    Mutant(
        "a child is parted from the mother without a reason",
        "domain/casework/referral_groups/rules.py",
        "    if parted - reasons.keys():\n",
        "    if False:\n",
        _GROUPS + "::test_who_may_not_be_left_out_is_not_and_no_child_is_parted_without_a_reason",
    ),
    Mutant(
        "a receiver leaves out whom it likes",
        "domain/casework/referral_groups/rules.py",
        'if any(not row["group_may_part"] for row in left_out):',
        "if any(not row for row in left_out):",
        _GROUPS + "::test_who_may_not_be_left_out_is_not_and_no_child_is_parted_without_a_reason",
    ),
)
