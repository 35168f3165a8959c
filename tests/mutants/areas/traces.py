"""What may go wrong with retries and the trail: a thing done twice, or done and not recorded."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_KEYS = "tests/http/test_idempotency.py::"
_TWINS = "tests/http/test_concurrent_duplicates.py::"
_DENIALS = "tests/http/test_denial_audit.py::"
_INVARIANTS = "tests/database/test_invariants.py::"
_RECORDS = "domain/records/records.py"

IDEMPOTENCY = (
    Mutant(
        "another body is answered with what the first was told", "http/idempotency.py",
        'if not hmac.compare_digest(stored["fingerprint"], digest.fingerprint):', "if False:",
        _KEYS + "test_a_key_belongs_to_one_request",
    ),
    Mutant(
        "a caller is told what a colleague was told under the same key", "http/idempotency.py",
        "caller = actor.agent_id or actor.client_id or actor.organisation_id",
        "caller = actor.organisation_id",
        _KEYS + "test_the_same_key_of_another_caller_is_another_key",
    ),
    Mutant(
        "a replay tells what is no longer visible", "http/request_context.py",
        "present = await read_again(self.transaction, stored.subject, stored.subject_id)",
        "present: Any = orjson.loads(stored.body)",
        _KEYS + "test_a_replay_after_access_was_lost_is_404",
    ),
    Mutant(
        "an answer opens under another key than its own", "http/idempotency.py",
        'return "|".join(map(str, names))', 'return "|".join(map(str, names[:2]))',
        _KEYS + "test_a_response_is_stored_sealed_and_bound_to_its_key",
    ),
    Mutant(
        "an answer is not kept and a retry does it twice", "http/request_context.py",
        "self.key.store(self.transaction, stored)", "pass",
        _KEYS + "test_a_replay_repeats_the_response_is_marked_and_is_recorded",
    ),
    Mutant(
        "a claim waits for its duplicate with a connection in hand", "http/idempotency_records.py",
        "held = [func.pg_try_advisory_xact_lock(_lock(key)) for key in keys]",
        "held = [func.pg_advisory_xact_lock(_lock(key)).isnot(None) for key in keys]",
        _TWINS + "test_a_claim_never_waits_and_the_response_waits_for_a_concurrent_duplicate",
    ),
    Mutant(
        "two duplicates do it at once", "http/idempotency.py",
        "await self._await_duplicate(transaction)", "pass",
        _TWINS + "test_a_key_without_an_answer_is_not_used_by_two_at_once",
    ),
    Mutant(
        "a replay leaves no trace", "http/request_context.py",
        'stored.subject_id, code="replayed"', 'stored.subject_id, code=None',
        _KEYS + "test_a_replay_repeats_the_response_is_marked_and_is_recorded",
    ),
)  # fmt: skip

AUDIT = (
    Mutant(
        "a refusal is not recorded", "http/denial_audit.py",
        "    permission: Permission = request.state.permission\n", "    return\n",
        _DENIALS + "test_a_refusal_is_recorded_on_the_connection_that_it_was_found_on",
    ),
    Mutant(
        "an unknown caller leaves no trace", "http/denial_audit.py",
        "if permission is None:", "if True:",
        _DENIALS + "test_who_is_not_known_leaves_a_trace_too",
    ),
    Mutant(
        "a refusal is told though it could not be recorded", "database/transaction.py",
        "return Unavailable()", "return refusal",
        _DENIALS + "test_a_refusal_that_its_own_connection_cannot_record_is_not_answered",
    ),
    Mutant(
        "the refusal of a step does not name the case", _RECORDS,
        "refusal.case_id = entry.case_id if self._has_case else None", "refusal.case_id = None",
        _DENIALS + "test_the_refusal_of_a_step_names_the_case_it_was_about",
    ),
    Mutant(
        "a read is not recorded", _RECORDS,
        "await record(transaction, permission, self.subject, record_id, case_id=",
        "_ = (",
        _DENIALS + "test_a_reading_its_case_and_its_event_are_one",
    ),
    Mutant(
        "the event of a reading does not name the case", _RECORDS,
        'record_id, case_id=row.get("case_id"))', "record_id)",
        _DENIALS + "test_a_reading_its_case_and_its_event_are_one",
    ),
    Mutant(
        "the event of a reading is written in a transaction of its own", "audit/log.py",
        "await transaction.run(_RECORD, **event_values(",
        'apart = Transaction(transaction._pool, transaction.actor, "grants", None, None)\n'
        "    async with apart:\n        await apart.run(_RECORD, **event_values(",
        _DENIALS + "test_a_reading_its_case_and_its_event_are_one",
    ),
    Mutant(
        "an identity is read unrecorded", "domain/identification/identities/operations.py",
        "select(Person).where(_MINE).add_cte(_EVENT)", "select(Person).where(_MINE)",
        "tests/api/identification/test_identities.py::"
        "test_an_identity_is_sealed_and_opens_to_its_custodian",
    ),
    Mutant(
        "a commit that failed is answered as done", "database/transaction.py",
        "await self._leave(failure)\n            raise",
        "await self._leave(failure)\n            return",
        "tests/database/test_commit.py::test_a_failed_commit_is_not_answered_with_success",
    ),
    Mutant(
        "a file is changed and nothing recorded", "domain/identification/cases/operations.py",
        '.add_cte(event_insert().cte("event"), outgoing_inserts', ".add_cte(outgoing_inserts",
        "tests/api/identification/test_cases.py::test_a_change_names_the_version_it_saw",
    ),
    Removal(
        "a closing that recorded nothing commits", in_table("case"),
        "CREATE CONSTRAINT TRIGGER unaudited", 'DROP TRIGGER unaudited ON "case"',
        "tests/database/test_commit.py::"
        "test_a_change_that_recorded_nothing_is_undone_and_answered_as_a_fault",
    ),
    Removal(
        "a change to a consent commits without its event", in_table("consent"),
        "CREATE CONSTRAINT TRIGGER unaudited", "DROP TRIGGER unaudited ON consent",
        _INVARIANTS
        + "test_a_change_without_an_event_of_its_case_is_not_committed_even_for_the_owner",
    ),
    Mutant(
        "the event of an earlier transaction covers a change", in_function("refuse_unaudited_case"),
        "e.xid = pg_current_xact_id() AND e.recorded_at = now()", "true",
        _INVARIANTS + "test_an_event_of_an_earlier_transaction_covers_nothing",
    ),
    Removal(
        "the trail is rewritten", in_table("audit_event"),
        "CREATE TRIGGER append_only", "DROP TRIGGER append_only ON audit_event",
        _INVARIANTS + "test_append_only_rows_are_not_rewritten_even_by_the_owner",
    ),
    Removal(
        "an event is written in the name of another organisation", in_table("audit_event"),
        "CREATE POLICY app_insert", "ALTER POLICY app_insert ON audit_event WITH CHECK (true)",
        "tests/database/test_privileges.py::"
        "test_an_event_in_the_name_of_another_organisation_is_refused",
    ),
    Mutant(
        "an event without an agent uses a word of its own", in_function("is_known_act"),
        "v.action = named", "true",
        "tests/database/test_audit_trust.py::"
        "test_an_event_uses_a_word_of_the_vocabulary_even_the_owners",
    ),
    Removal(
        "an event of an agent uses a word of its own", in_table("audit_event"),
        "CREATE POLICY app_insert",
        "ALTER POLICY app_insert ON audit_event WITH CHECK"
        " (agent_id IS NOT NULL OR is_known_act(action))",
        "tests/database/test_audit_trust.py::"
        "test_an_event_uses_a_word_of_the_vocabulary_even_the_owners",
    ),
    Removal(
        "the service reads the trail without being an auditor", in_table("audit_event"),
        "GRANT SELECT ON audit_event TO referral_auditor",
        "GRANT SELECT ON audit_event TO referral_app",
        "tests/database/test_privileges.py::test_the_application_role_has_no_privilege_for_it",
    ),
)  # fmt: skip
