"""What may go wrong with time and room: silence decides nothing, or a place is lost or promised."""

from tests.mutants.mutant import Mutant, Removal, in_function

_DEADLINES = "tests/api/protection/test_referral_deadlines.py::"
_CAPACITY = "tests/api/protection/test_capacity.py::"
_RECORDS = "domain/records/records.py"
_HOLD, _MOVE = in_function("hold_place"), in_function("move_place")

EXPIRY = (
    Mutant(
        "a deadline has not passed at its very instant", "domain/transitions.py",
        "limit is not None and bool(limit <= now)", "limit is not None and bool(limit < now)",
        "tests/domain/protection/referrals/test_lifecycle.py::"
        "test_a_deadline_has_passed_at_its_very_instant",
    ),
    Mutant(
        "the timer passes over a deadline at its very instant", "domain/records/overdue.py",
        "fields[row.deadline] <= instant", "fields[row.deadline] < instant",
        _DEADLINES + "test_the_background_work_finds_a_deadline_at_its_very_instant",
    ),
    Mutant(
        "an expiry is not written down when a step is refused", _RECORDS,
        "refusal.commit_partial = expired", "refusal.commit_partial = False",
        _DEADLINES + "test_an_overdue_referral_is_read_as_expired_and_cannot_be_accepted",
    ),
    Mutant(
        "an overdue referral is accepted", _RECORDS,
        "expired = await self.apply_expiry(transaction, found, at)", "expired = False",
        _DEADLINES + "test_an_overdue_referral_is_read_as_expired_and_cannot_be_accepted",
    ),
    Mutant(
        "an overdue referral is read as open", "domain/transitions.py",
        'return row["status"] if caused is None or caused.target is None else caused.target',
        'return row["status"]',
        _DEADLINES + "test_an_overdue_referral_is_read_as_expired_and_cannot_be_accepted",
    ),
    Mutant(
        "a caller is recorded as having caused what time has caused", _RECORDS,
        "system_actor(caller.organisation_id) if by_time else caller", "caller",
        _DEADLINES + "test_an_overdue_referral_is_read_as_expired_and_cannot_be_accepted",
    ),
    Mutant(
        "the timer writes down one expiry and leaves the rest", "domain/records/one_by_one.py",
        "written += await write()", "written += written < 1 and await write()",
        _DEADLINES + "test_the_timer_persists_only_the_expiries_that_are_due",
    ),
    Mutant(
        "a purge deletes what is not past its time", "database/old_rows.py",
        "at < self._kept_from, ", "",
        "tests/maintenance/test_old_rows.py::"
        "test_every_key_past_its_time_is_deleted_and_no_other",
    ),
    Mutant(
        "a purge sorts all that is old for each batch", "database/session_profile.py",
        'PLANNING | {"enable_bitmapscan": "off"}', "PLANNING",
        "tests/database/test_plans.py::test_a_purge_reads_its_batch_of_the_oldest_and_no_more",
    ),
    Mutant(
        "maintenance has the time of a request, which a full table takes longer than",
        "maintenance/round.py", ", profile=MAINTENANCE", "",
        "tests/maintenance/test_round.py::"
        "test_maintenance_waits_and_plans_as_its_profile_says",
    ),
    Mutant(
        "a second purge deletes beside the first", "database/old_rows.py",
        "if not (await transaction.row(_ALONE, table=self.name))[0]:", "if self.name == '':",
        "tests/maintenance/test_old_rows.py::test_a_second_purge_leaves_it_to_the_first",
    ),
    Mutant(
        "a lost database is taken for a bad row", "domain/records/one_by_one.py",
        "if isinstance(error, Unavailable) and means_loss(error.__cause__):", "if not kind:",
        "tests/domain/records/test_one_by_one.py::"
        "test_one_that_is_locked_or_slow_is_passed_and_a_lost_database_ends_the_run",
    ),
    Mutant(
        "a lapse keeps the place", _RECORDS,
        "await self._on_end(transaction, found)", "pass",
        _DEADLINES + "test_an_acceptance_without_a_start_lapses_and_all_access_closes",
    ),
    Mutant(
        "an offer that ran out blocks every other", "domain/custody/handoffs/offers.py",
        "await expire_overdue_offer(transaction, offer.case_id, offer.kind)", "pass",
        "tests/api/custody/test_handoff_limits.py::"
        "test_an_offer_that_ran_out_is_expired_and_makes_room_for_another",
    ),
)  # fmt: skip

CAPACITY = (
    Removal(
        "a place is promised that is not there", "domain/protection/capacity/tables.py",
        'name="places_suffice"', "ALTER TABLE capacity DROP CONSTRAINT ck_capacity_places_suffice",
        "tests/database/test_invariants.py::test_no_more_places_are_taken_than_there_are",
    ),
    Mutant(
        "a full shelter is not asked for the places that time has freed", _HOLD,
        "AND (more = 1 OR c.held + c.occupied < c.places)", "",
        _DEADLINES + "test_the_place_of_a_person_who_did_not_come_is_freed_for_the_next",
    ),
    Mutant(
        "an acceptance holds no place", "domain/protection/referrals/answers.py",
        "if await hold_place(transaction, referral, acceptance):\n        return", "return",
        _DEADLINES + "test_a_place_is_held_then_occupied_then_free",
    ),
    Mutant(
        "a place stays taken after the person has left", _MOVE,
        "WHEN 'release_occupied' THEN -1", "WHEN 'release_occupied' THEN 0",
        _DEADLINES + "test_a_place_is_held_then_occupied_then_free",
    ),
    Mutant(
        "an overdue arrival keeps the last place from the next person",
        "domain/protection/referrals/answers.py",
        "await release_overdue_places(transaction, referral.receiver_id)", "pass",
        _DEADLINES + "test_the_place_of_a_person_who_did_not_come_is_freed_for_the_next",
    ),
    Mutant(
        "outsiders learn when people arrive at a shelter",
        "domain/protection/capacity/operations.py",
        "if actor.coordinates or actor.organisation_id == organisation_id:", "if True:",
        _CAPACITY + "test_others_learn_whether_there_is_room_and_no_counts",
    ),
    Mutant(
        "an organisation states the places of another", "domain/casework/stated_places.py",
        "if transaction.actor.organisation_id != organisation_id:", "if False:",
        _CAPACITY + "test_only_the_owners_trusted_roles_state_places",
    ),
)  # fmt: skip
