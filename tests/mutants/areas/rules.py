"""What may go wrong with the rules of docs/access.md: a fault at least for each, by its number."""

from tests.mutants.mutant import Mutant, in_function

_HANDOFFS = "domain/custody/handoffs/"
_REFERRALS = "domain/protection/referrals/"
_ACCUSATIONS = "tests/api/custody/test_accusations.py::"
_ALERTS = "tests/api/casework/test_alerts.py::"

RULES = (
    Mutant(
        "1, who answers for the inquiry answers for the person",
        "domain/access/custodians.py",
        "    literal(Section.PROTECTION.value) == any_(col(AccessGrant.reads)),\n",
        "",
        "tests/api/consent/test_whose_consent.py::"
        "test_who_answers_for_the_inquiry_only_records_no_consent_and_reopens_no_file",
    ),
    Mutant(
        "2, one coordinator with the receiver moves a case",
        _HANDOFFS + "operations.py",
        "        if handoff.forced:",
        "        if False:",
        "tests/api/custody/test_assignments.py::"
        "test_one_coordinator_with_the_receiver_moves_nothing",
    ),
    Mutant(
        "3, her referrals stay with who answered for her",
        in_function("move_referrals"),
        "SET custodian_id = NEW.organisation_id WHERE",
        "SET custodian_id = custodian_id WHERE",
        "tests/api/protection/test_referral_custody.py::"
        "test_the_new_custodian_reads_sends_cancels_and_stops_them",
    ),
    Mutant(
        "4, a refusal leaves what she had agreed to",
        "domain/casework/consent_renewal.py",
        "ended = await end_what_was_refused(transaction, row)",
        "pass",
        "tests/api/consent/test_whose_consent.py::"
        "test_a_later_refusal_ends_an_earlier_consent_for_the_same_recipient_and_purpose",
    ),
    Mutant(
        "5, an arrival waits for a consent",
        in_function("move_custody"),
        "WHEN h.physical THEN h.accepted_at IS NOT NULL",
        "WHEN h.physical THEN k.status = 'active'",
        "tests/api/custody/test_arrivals.py::"
        "test_an_arrival_is_confirmed_whatever_became_of_the_consent",
    ),
    Mutant(
        "6, a sheet lacks the risks of the case",
        _REFERRALS + "sheet.py",
        '{*row["risk_flags"], *row["case_risk_flags"]}',
        'row["risk_flags"]',
        "tests/api/protection/test_sheets.py::"
        "test_the_sheet_has_the_risks_of_case_and_record_and_says_that_she_is_treated_as_a_child",
    ),
    Mutant(
        "7, something begins on a closed file",
        "domain/identification/cases/open_case.py",
        '    CASES.target("update", held["state"], None)\n',
        "",
        "tests/api/casework/test_closed_and_away.py::test_nothing_begins_on_a_closed_file",
    ),
    Mutant(
        "8, an offer does not hold the consent that it rests on",
        "domain/consent/consents/queries.py",
        "_HOLD = Statement(_ONE.with_for_update(read=True))",
        "_HOLD = Statement(_ONE)",
        "tests/api/casework/test_races.py::test_offer_and_withdraw_its_consent",
    ),
    Mutant(
        "9, a replay tells what was stored",
        "http/request_context.py",
        "stored, body=_encode(present), etag=",
        "stored, etag=",
        "tests/http/test_idempotency.py::"
        "test_a_replay_of_ones_own_accept_does_not_open_a_sheet_that_has_closed",
    ),
    Mutant(
        "10, a list finds rows by a state that they no longer show",
        "domain/records/overdue.py",
        "return case(*caused, else_=fields.status) if caused else fields.status",
        "return fields.status",
        "tests/api/protection/test_status_filters.py::"
        "test_a_referral_is_found_by_the_state_that_it_shows",
    ),
    Mutant(
        "11, a stop loses its reason to the wish to cancel",
        _REFERRALS + "reasons.py",
        "referral.end_reason = given or referral.cancellation_reason",
        "referral.end_reason = referral.cancellation_reason or given",
        "tests/api/protection/test_referral_reasons.py::"
        "test_a_stop_says_why_although_a_cancellation_was_asked_for",
    ),
    Mutant(
        "12, one administrator registers a key alone",
        "domain/network/second_person/policy.py",
        'waiting = {"keys"} if change.get("keys", keys) != keys else set()',
        "waiting = set()",
        "tests/api/network/test_pending_changes.py::"
        "test_keys_are_registered_by_two_and_compared_by_their_fingerprints",
    ),
    Mutant(
        "13, an assignment is recorded as an offer",
        _HANDOFFS + "offers.py",
        'HandoffPermission.ASSIGN if fields["forced"] else HandoffPermission.OFFER',
        "HandoffPermission.OFFER",
        "tests/contract/test_acts_recorded.py::"
        "test_each_success_is_recorded_under_the_permission_of_its_route_and_so_is_its_replay",
    ),
    Mutant(
        "14, a correction that undoes a ground changes no finding",
        "domain/identification/decisions/reopening.py",
        "    if case.status not in _FINDINGS:",
        "    if True:",
        "tests/api/identification/test_reopened_findings.py::"
        "test_a_correction_that_undoes_a_ground_puts_the_identification_under_review",
    ),
    Mutant(
        "15, a transfer leaves the person with two places",
        _REFERRALS + "person_places.py",
        "        if former.status in OPEN:",
        "        if False:",
        "tests/api/protection/test_one_place.py::"
        "test_a_transfer_holds_the_new_place_and_frees_the_old_one_on_arrival",
    ),
    Mutant(
        "16, an id that is taken elsewhere tells that it is",
        "database/error_mapping.py",
        '"pk_case": UnusableId',
        '"pk_case": AlreadyExists',
        "tests/api/casework/test_no_oracle.py::"
        "test_an_id_that_is_taken_elsewhere_is_refused_as_one_of_a_wrong_form",
    ),
    Mutant(
        "17, identity does not wait for the second person",
        "domain/consent/consents/policy.py",
        "else sections & OPEN_BEFORE_CONFIRMATION",
        "else sections",
        "tests/api/consent/test_help_before_signature.py::"
        "test_the_sheet_and_health_open_at_once_and_identity_with_the_second_person",
    ),
    Mutant(
        "17, the coordination is told of another thing than the missing signature",
        "domain/casework/ground_lapse.py",
        "AlertKind.SECOND_PERSON_MISSING",
        "AlertKind.CALL_UNCONFIRMED",
        "tests/api/consent/test_ground_lapse.py::test_the_coordination_is_told_of_a_lapse",
    ),
    Mutant(
        "18, the accuser is offered the other chain",
        "domain/custody/accusations/policy.py",
        "    if would:",
        "    if False:",
        _ACCUSATIONS + "test_an_accuser_that_answers_for_the_inquiry_is_never_given_the_person",
    ),
    Mutant(
        "18, the time of the police begins anew with each of its units",
        "domain/casework/alerts/lasting.py",
        "col(Custody.seq) == outside + 1",
        "col(Custody.organisation_id) == col(Case.protection_custodian_id)",
        _ALERTS + "test_a_handoff_among_police_begins_no_new_time",
    ),
)
