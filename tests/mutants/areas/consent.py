"""What may go wrong with consent: more passes than the person agreed to, or goes on after no."""

from tests.mutants.mutant import Mutant, in_function

_CONSENTS = "tests/api/consent/test_consents.py::"
_LIMITS = "tests/api/custody/test_handoff_limits.py::"
_LAPSE = "tests/api/consent/test_ground_lapse.py::"
_COVERS = "domain/consent/consents/policy.py"
_ENDING = "domain/casework/consent_withdrawal.py"

CONSENT = (
    Mutant(
        "an expired consent still covers", _COVERS,
        "status = CONSENTS.status_now(consent)", 'status = consent["status"]',
        _CONSENTS + "test_a_consent_that_ran_out_after_sending_stops_the_acceptance",
    ),
    Mutant(
        "a consent for one recipient covers another", _COVERS,
        'recipient_id not in consent["recipients"]', "False",
        _CONSENTS + "test_a_consent_for_another_receiver_or_another_person_covers_nothing",
    ),
    Mutant(
        "the consent of another person covers", _COVERS,
        'consent["case_id"] != case_id', "False",
        _CONSENTS + "test_a_consent_for_another_receiver_or_another_person_covers_nothing",
    ),
    Mutant(
        "sections are shared that the person was not asked about", _COVERS,
        'not set(sections) <= set(consent["sections"])', "False",
        _CONSENTS + "test_the_refusal_names_the_parts_that_the_consent_does_not_cover",
    ),
    Mutant(
        "a consent to research covers a referral", _COVERS,
        'not set(purposes) & set(consent["purposes"])', "False",
        _CONSENTS + "test_the_refusal_names_the_parts_that_the_consent_does_not_cover",
    ),
    Mutant(
        "an acceptance does not ask for the consent again",
        "domain/protection/referrals/ground.py", "check_covers(\n", "dict(\n",
        _CONSENTS + "test_a_consent_that_ran_out_after_sending_stops_the_acceptance",
    ),
    Mutant(
        "a handoff is accepted on a consent that has run out",
        "domain/custody/handoffs/operations.py",
        "await _check_still_covered(transaction, handoff)\n        handoff.accepted_at",
        "handoff.accepted_at",
        _LIMITS + "test_a_consent_that_ran_out_after_the_offer_stops_the_acceptance",
    ),
    Mutant(
        "a withdrawal does not stop the referrals", _ENDING,
        'await _end_record(transaction, REFERRAL_RECORDS, resting["id"], "stop")', "pass",
        _CONSENTS + "test_a_withdrawal_stops_drafts_and_requests_and_leaves_ended_referrals",
    ),
    Mutant(
        "a withdrawal leaves the offers of custody open", _ENDING,
        'await _end_record(transaction, HANDOFF_RECORDS, resting["id"], "withdraw")', "pass",
        _LIMITS + "test_a_consent_withdrawn_before_the_acceptance_stops_it",
    ),
    Mutant(
        "a consent ends and the access that it opened stays", in_function("follow_consent"),
        "NEW.status <> 'active' OR", "false OR",
        "tests/database/test_application_role.py::"
        "test_a_consent_that_ends_takes_its_grants_with_it_whoever_ended_it",
    ),
    Mutant(
        "a consent is replaced by one that does not cover a referral that rests on it",
        "domain/casework/consent_attachment.py",
        "if not await _move(transaction, records, row, consent):", "if False:",
        "tests/api/consent/test_renewal.py::"
        "test_a_consent_is_not_replaced_by_one_that_does_not_cover_what_rests_on_it",
    ),
    Mutant(
        "whoever recorded a legal ground confirms it alone",
        "domain/consent/consents/operations.py",
        'row["recorded_by_agent_id"] == actor.agent_id', "False",
        _CONSENTS + "test_a_legal_ground_opens_nothing_until_a_second_person_confirms_it",
    ),
    Mutant(
        "a legal ground counts before a second person has confirmed it",
        "domain/consent/consents/operations.py",
        "return ConsentStatus.PROPOSED", "return status",
        _CONSENTS + "test_a_legal_ground_opens_nothing_until_a_second_person_confirms_it",
    ),
    Mutant(
        "the database lets identity open before a second person has confirmed the ground",
        in_function("check_grants"), "n.reads <@ '{health}'", "true",
        "tests/database/test_urgent_grounds.py::"
        "test_a_grant_on_such_a_ground_is_of_health_alone_and_ends_with_the_wait",
    ),
    Mutant(
        "a ground that nobody confirmed keeps its sheets open",
        "domain/protection/referrals/policy.py",
        'until is not None and until <= row["now"]', "False",
        _LAPSE + "test_the_sheet_closes_on_reading_and_the_service_goes_on",
    ),
    Mutant(
        "one officer keeps access open by one ground after the other",
        "domain/consent/consents/operations.py",
        "consent.recipients, GROUND_AGAIN", "[], GROUND_AGAIN",
        "tests/api/consent/test_ground_confirmation.py::"
        "test_one_ground_after_the_other_does_not_keep_access_open",
    ),
    Mutant(
        "a recipient learns who else receives", "domain/consent/consents/queries.py",
        "return consent.model_copy(update={", "return consent or dict(**{",
        "tests/api/casework/test_confidentiality.py::"
        "test_a_recipient_of_a_consent_does_not_learn_of_the_others",
    ),
)  # fmt: skip
