"""What may go wrong with custody: nobody answers for a person, or two do, or the wrong one."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_HANDOFFS = "tests/api/custody/test_handoffs.py::"
_LIMITS = "tests/api/custody/test_handoff_limits.py::"
_DEATH = "tests/api/casework/test_death.py::"
_ORDERS = "tests/api/custody/test_identity_orders.py::"
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
    Mutant(
        "a call answers what the coordination assigns", "domain/casework/calls/recording.py",
        "if handoff.forced:", "if False:",
        "tests/api/casework/test_refused_calls.py::test_no_call_answers_an_assignment",
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
    Mutant(
        "a prosecutor's office that answers for no inquiry orders her identity",
        "domain/custody/identity_orders/operations.py",
        "if not is_court and actor.organisation_id != custodian:", "if False:",
        _ORDERS + "test_who_answers_for_the_person_alone_orders_nothing",
    ),
    Mutant(
        "an order that was lifted leaves her identity open", in_function("follow_identity_order"),
        "basis = 'court_order'", "false",
        _ORDERS + "test_a_lifted_order_closes_her_identity_again_and_is_lifted_once",
    ),
    Mutant(
        "her identity stays open to who handed the inquiry on", in_function("move_identity_orders"),
        "basis = 'court_order'", "false",
        "tests/database/test_identity_orders.py::"
        "test_a_link_of_the_inquiry_ends_the_grants_by_order_whoever_adds_it",
    ),
    Mutant(
        "her death is reported and her places stay taken", "domain/casework/death.py",
        'await _end(transaction, REFERRAL_RECORDS, row, "stop")', "pass",
        _DEATH + "test_whatever_ends_a_referral_for_her_death_ends_all_that_is_open_and_tells",
    ),
    Mutant(
        "a report of her death is not on her file", in_function("note_death"),
        "WHERE id = NEW.case_id", "WHERE false",
        "tests/database/test_death.py::"
        "test_a_record_that_ends_for_her_death_notes_it_in_the_case_whoever_writes_it",
    ),
    Mutant(
        "help is promised anew to a person whose death is reported",
        "domain/identification/cases/open_case.py", "if is_reported_dead(case):", "if False:",
        _DEATH + "test_nothing_is_promised_anew_until_the_report_is_corrected",
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
