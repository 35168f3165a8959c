"""What may go wrong with access: a grant opens more, or longer, or a role may more than it says."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_REFERRALS = "tests/api/protection/test_referrals.py::"
_DEADLINES = "tests/api/protection/test_referral_deadlines.py::"
_PRIVILEGES = "tests/database/test_privileges.py::"
_GRANTS = "domain/access/grants.py"

GRANTS = (
    Mutant(
        "a grant that has ended is live", _GRANTS,
        "col(AccessGrant.ended_at).is_(None),", "",
        "tests/api/casework/test_confidentiality.py::"
        "test_an_organisation_that_handed_her_over_does_not_close_her_file",
    ),
    Mutant(
        "a grant that has run out is live", _GRANTS,
        "col(AccessGrant.valid_until) > func.now()", "col(AccessGrant.valid_until).is_not(None)",
        "tests/http/test_pagination.py::"
        "test_the_event_of_a_list_names_no_case_that_the_list_did_not_show",
    ),
    Mutant(
        "what a call opens is bounded by whoever made it", "domain/records/voice.py",
        "return await find_type(transaction, receiver_id)",
        "return transaction.actor.organisation_type",
        "tests/api/casework/test_calls.py::"
        "test_what_opens_is_bounded_by_the_receivers_ceiling_and_not_by_the_callers",
    ),
    Removal(
        "a grant that has ended still shows the case", in_table("case"),
        "CREATE POLICY app_select",
        'ALTER POLICY app_select ON "case" USING (EXISTS (SELECT 1 FROM access_grant g'
        ' WHERE g.case_id = "case".id))',
        "tests/api/custody/test_handoffs.py::"
        "test_custody_moves_on_acceptance_and_the_former_custodian_loses_the_case",
    ),
    Removal(
        "a grant that has run out still shows the case", in_table("case"),
        "CREATE POLICY app_select",
        'ALTER POLICY app_select ON "case" USING (EXISTS (SELECT 1 FROM access_grant g'
        ' WHERE g.case_id = "case".id AND g.ended_at IS NULL))',
        _DEADLINES + "test_the_access_of_an_acceptance_ends_by_the_clock_alone",
    ),
    Mutant(
        "the ceiling of a type of organisation is not asked", "domain/access/ceilings.py",
        "sorted(sections & ceiling)", "sorted(sections)",
        "tests/api/custody/test_handoff_limits.py::"
        "test_health_is_never_granted_to_police_or_justice_nor_justice_to_a_shelter",
    ),
    Mutant(
        "the database does not ask the ceiling", in_function("check_grants"),
        "IF EXISTS (SELECT 1 FROM added n WHERE (n.writes",
        "IF false AND EXISTS (SELECT 1 FROM added n WHERE (n.writes",
        "tests/api/custody/test_handoff_limits.py::"
        "test_the_database_itself_refuses_a_grant_of_health_to_police",
    ),
    Mutant(
        "an acceptance opens sections that the referral does not share",
        "domain/protection/referrals/opened_sections.py",
        "referral.shared_sections", '{"identity", "protection"}',
        "tests/api/identification/test_identities.py::"
        "test_a_receiver_whose_referral_shares_no_identity_does_not_read_it",
    ),
    Mutant(
        "a section that was not opened is read", "domain/access/sections.py",
        'if not any(section in row["writes" if write else "reads"] for row in rows):', "if False:",
        "tests/api/identification/test_decisions.py::"
        "test_a_receiver_without_the_section_neither_reads_nor_decides",
    ),
    Mutant(
        "the access of a referral outlives its end", in_function("follow_referral"),
        "ELSIF NEW.status <> 'accepted' THEN", "ELSIF false THEN",
        _REFERRALS + "test_identity_closes_when_the_referral_ends",
    ),
    Mutant(
        "the access of a referral outlives the consent", in_function("follow_referral"),
        "LEAST(valid_until, CASE", "LEAST(NULL::timestamptz, CASE",
        _DEADLINES + "test_the_access_of_a_service_under_way_ends_with_the_consent",
    ),
    Mutant(
        "a refused receiver keeps the sheet of the person", "domain/protection/referrals/policy.py",
        "hidden = only_receives and", "hidden = False and",
        _REFERRALS + "test_a_rejection_never_opens_the_identity_and_closes_the_sheet",
    ),
    Removal(
        "a list shows referrals out of sight", in_table("referral"),
        "CREATE POLICY app_select", "ALTER POLICY app_select ON referral USING (true)",
        _PRIVILEGES + "test_another_organisation_sees_no_row_of_the_case",
    ),
    Removal(
        "a list shows drafts to their receiver", in_table("referral"),
        "CREATE POLICY app_select ON referral FOR SELECT TO referral_app",
        "CREATE POLICY wider ON referral FOR SELECT TO referral_app USING (receiver_id ="
        " current_setting('app.organisation_id')::uuid)",
        _REFERRALS + "test_a_draft_is_seen_by_its_sender_only",
    ),
)  # fmt: skip

ROLES = (
    Mutant(
        "a role counts in a foreign home", "permissions/roles.py",
        " if role not in homes or organisation_type in homes[role]", "",
        "tests/api/network/test_agents.py::"
        "test_a_role_that_sees_beyond_one_organisation_is_held_in_its_own_type_only",
    ),
    Mutant(
        "an act without its permission is allowed", "http/routing.py",
        "if not actor.may(self.permission):", "if False:",
        "tests/api/network/test_agents.py::test_only_an_administrator_manages_or_reads_agents",
    ),
    Mutant(
        "an administrator gives itself another role", "domain/network/agents/operations.py",
        "if agent_id == transaction.actor.agent_id and", "if False and",
        "tests/api/casework/test_confidentiality.py::"
        "test_an_administrator_cannot_change_its_own_roles",
    ),
    Mutant(
        "a first responder identifies a victim", "domain/identification/decisions/policy.py",
        "if not actor.roles & deciders[event]:", "if False:",
        "tests/api/identification/test_decisions.py::"
        "test_a_first_responder_screens_and_presumes_but_does_not_identify",
    ),
)  # fmt: skip
