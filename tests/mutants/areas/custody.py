"""What may go wrong with custody: nobody answers for a person, or two do, or the wrong one."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_HANDOFFS = "tests/api/custody/test_handoffs.py::"
_LIMITS = "tests/api/custody/test_handoff_limits.py::"
_ROLE = "tests/database/test_application_role.py::"
_OPERATIONS = "domain/custody/handoffs/operations.py"
_OFFERS = "domain/custody/handoffs/offers.py"

CUSTODY = (
    Mutant(
        "the offerer accepts its own offer", _OPERATIONS,
        "if same_key or actor.agent_id == handoff.offered_by_agent_id:", "if False:",
        _HANDOFFS + "test_the_agent_that_made_an_offer_never_accepts_it",
    ),
    Mutant(
        "any side takes any step", "domain/transitions.py",
        "if not self.events[event].sides.intersection(sides):", "if False:",
        _HANDOFFS + "test_the_agent_that_made_an_offer_never_accepts_it",
    ),
    Mutant(
        "custody moves before the person has arrived", "domain/custody/handoffs/lifecycle.py",
        "[Status.OFFERED], Status.ACCEPTED,", "[Status.OFFERED], Status.COMPLETED,",
        _HANDOFFS + "test_where_a_person_travels_custody_moves_on_her_arrival_only",
    ),
    Mutant(
        "the database moves custody without an arrival", in_function("move_custody"),
        "(h.arrived_at IS NOT NULL OR NOT h.physical)", "true",
        _ROLE + "test_the_database_itself_moves_custody_by_what_was_agreed_only",
    ),
    Mutant(
        "the database does not check the fence of a handoff", in_function("move_custody"),
        "h.custody_seq = NEW.seq - 1", "true",
        _ROLE + "test_the_database_itself_moves_custody_by_what_was_agreed_only",
    ),
    Mutant(
        "the database moves custody on a consent that was withdrawn", in_function("move_custody"),
        "k.status = 'active'", "true",
        _ROLE + "test_the_database_itself_moves_custody_by_what_was_agreed_only",
    ),
    Mutant(
        "custody is handed on by whoever does not have it", in_function("move_custody"),
        "h.from_id = COALESCE(previous.organisation_id, c.protection_custodian_id)", "true",
        _ROLE + "test_the_database_itself_moves_custody_by_what_was_agreed_only",
    ),
    Mutant(
        "a case is answered for by two: the former custodian keeps it",
        in_function("move_custody"),
        "basis_id = previous.id AND ended_at IS NULL", "false",
        _HANDOFFS + "test_custody_moves_on_acceptance_and_the_former_custodian_loses_the_case",
    ),
    Removal(
        "a case names another custodian than its chain", in_table("case"),
        "EXECUTE FUNCTION require_custodian()", 'DROP TRIGGER custodian ON "case"',
        "tests/database/test_invariants.py::"
        "test_grants_and_custody_are_not_rewritten_even_by_the_owner",
    ),
    Removal(
        "whoever only sees a case offers it in its custodian's name", in_table("handoff"),
        "CREATE POLICY app_insert ON handoff FOR INSERT TO referral_app",
        "CREATE POLICY wider ON handoff FOR INSERT TO referral_app WITH CHECK (true)",
        _ROLE + "test_an_offer_is_not_made_in_the_name_of_another",
    ),
    Mutant(
        "the inquiry is handed to a shelter", _OFFERS,
        "offer.kind is CustodyKind.INVESTIGATION and receiver_type not in INVESTIGATORS", "False",
        _HANDOFFS + "test_an_inquiry_is_handed_to_police_or_justice_only",
    ),
    Mutant(
        "one coordinator forces an ordinary offer", _OPERATIONS,
        "if not handoff.forced:", "if False:",
        _HANDOFFS + "test_an_ordinary_offer_is_never_forced",
    ),
    Removal(
        "a case is offered to two at once", "domain/custody/handoffs/tables.py",
        '"uq_handoff_open"', "DROP INDEX uq_handoff_open",
        _LIMITS + "test_a_chain_has_one_open_offer_and_the_other_chain_its_own",
    ),
    Mutant(
        "a file is closed while custody is being handed over", "domain/casework/closing.py",
        "await transaction.one(_OPEN_HANDOFF, case_id=case_id) is not None", "False",
        "tests/api/identification/test_cases.py::"
        "test_a_case_that_is_being_handed_over_is_not_closed",
    ),
    Mutant(
        "an organisation that has just left registers a person", "domain/casework/registration.py",
        "== _ORGANISATION, col(Organisation.active))", "== _ORGANISATION)",
        "tests/api/casework/test_leaving_at_once.py::"
        "test_who_registers_waits_for_the_deactivation_and_is_refused",
    ),
)  # fmt: skip
