"""Faults in what a network promises: a shelter still to be found, a family, a key, a lock."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_FOUND = "tests/api/consent/test_found_shelters.py::"
_GROUPS = "tests/api/casework/test_referral_groups.py::"
_COVERS = "domain/consent/consents/policy.py"

NETWORK = (
    Mutant(
        "a shelter that the sender chose counts as found by the coordination", _COVERS,
        'may_be_found = found and consent["coordination_finds"]',
        'may_be_found = consent["coordination_finds"]',
        _FOUND + "test_such_a_consent_covers_neither_a_shelter_of_the_senders_choice_nor_the"
        "_identity",
    ),
    Mutant(
        "the identity opens to a shelter that nobody named", _COVERS,
        'consent["coordination_finds"] and not sections', 'consent["coordination_finds"]',
        _FOUND + "test_identity_needs_the_name_even_where_others_are_named_for_it",
    ),
    Mutant(
        "whoever said no to a shelter still to be found is referred to one",
        "domain/casework/consent_withdrawal.py",
        'finds=refusal["coordination_finds"]', "finds=False",
        _FOUND + "test_a_refusal_of_it_withdraws_what_was_left_open_before",
    ),
    Mutant(
        "the sender's own system names the shelter", in_function("name_shelter"),
        "current_setting('app.sight', true) IS DISTINCT FROM 'flow' OR ", "",
        _FOUND + "test_only_the_coordination_names_it_once_and_only_a_shelter",
    ),
    Removal(
        "the service's own sight finds the key of a person for anybody", in_table("person_key"),
        "CREATE POLICY app_select ON person_key FOR SELECT TO referral_app",
        "CREATE POLICY more ON person_key FOR SELECT TO referral_app"
        " USING (current_setting('app.sight', true) = 'system')",
        "tests/database/test_person_keys.py",
    ),
    Mutant(
        "an arrival locks the older referral first", "domain/protection/stays/arrivals.py",
        "sorted(concerned, key=str, reverse=True)", "sorted(concerned, key=str)",
        "tests/api/protection/test_stay_locks.py",
    ),
    Mutant(
        "a family sleeps in single beds though a room is free",
        "domain/protection/referrals/held_places.py",
        "together=referral.group_id is not None", "together=False",
        _GROUPS + "test_a_group_sleeps_in_the_family_room_first_and_one_person_alone_does_not",
    ),
    Mutant(
        "a family stands in the list as often as it has members",
        "domain/casework/referral_groups/listing.py",
        "col(Referral.group_id).is_not(None), _IS_LAST,", "col(Referral.group_id).is_not(None),",
        _GROUPS + "test_both_sides_list_their_groups_and_nobody_else_does_page_by_page",
    ),
)  # fmt: skip
