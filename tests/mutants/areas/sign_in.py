"""Faults in sign-in: PINs, devices and sessions."""

from tests.mutants.mutant import Mutant, in_function

_TESTS = "tests/domain/network/sign_in/"
_TRIES = _TESTS + "pins/test_tries.py::"
_PINS = _TESTS + "pins/test_operations.py::"
_COOKIES = _TESTS + "devices/test_cookies.py::"
_SESSIONS = _TESTS + "sessions/test_sessions.py::"
_BESIDE = _TESTS + "sessions/test_beside_a_change.py::"
_GUARDS = "tests/database/test_sign_in_guards.py::"
_TRY = "domain/network/sign_in/pins/tries.py"
_SESSIONS_OF = "domain/network/sign_in/sessions/"

SIGN_IN = (
    Mutant(
        "whoever has the telephone tries every PIN, five at a time", _TRY,
        "        or_(_TRY.c.locked_until.is_(None), _TRY.c.locked_until <= func.now()),\n", "",
        _TRIES + "test_the_fifth_wrong_try_locks_for_a_quarter_of_an_hour_then_for_twice_as_long",
    ),
    Mutant(
        "a day has no end of tries", _TRY,
        'reset_needed=bindparam("most_per_day", type_=Integer) <= _DAY_TRIES,',
        'reset_needed=bindparam("most_per_day", type_=Integer) < 0,',
        _TRIES + "test_after_fifteen_in_a_day_only_a_supervisor_helps",
    ),
    Mutant(
        "whoever steals the database tries a million PINs at home", "security/pin_hash.py",
        "return hmac.digest(key, agent_id.bytes + pin.encode(), hashlib.sha256)",
        "return agent_id.bytes + pin.encode()",
        "tests/security/test_pin_hash.py::test_a_dump_of_the_hashes_and_every_pin_of_a_small_space"
        "_yield_nothing_without_the_key",
    ),
    Mutant(
        "a coordinator signs in by six digits on a shared telephone",
        "domain/network/sign_in/pins/checking.py",
        'if is_excluded(person["roles"]):', "if False:",
        _PINS + "test_those_who_see_far_get_no_pin_and_use_none",
    ),
    Mutant(
        "the supervisor who made a PIN signs in with it",
        _SESSIONS_OF + "standing.py",
        ".where(\n        column(\"good_until\").is_(None)\n    )", "",
        _PINS + "test_a_one_time_pin_opens_nothing_and_lets_its_owner_choose_once",
    ),
    Mutant(
        "a PIN opens a session after it was changed", _SESSIONS_OF + "standing.py",
        ', factor.c[proved] == bindparam("factor", type_=kind)', "",
        _BESIDE + "test_a_pin_that_changes_between_its_proof_and_the_session_opens_nothing",
    ),
    Mutant(
        "a session that is opened beside a change of roles keeps the old ones",
        _SESSIONS_OF + "opening.py", "    .with_for_update(read=True, of=Agent)\n", "",
        _BESIDE + "test_a_session_by_pin_waits_for_roles_that_change_and_is_refused_for_them",
    ),
    Mutant(
        "whoever copied a cookie is let in by its owner's proof", _SESSIONS_OF + "proving.py",
        '        cookie_digest=bindparam("new_digest", type_=_SESSION.c.cookie_digest.type),\n', "",
        "tests/pages/sign_in/test_new_cookies.py::"
        "test_a_copied_cookie_is_not_unlocked_by_its_owners_proof",
    ),
    Mutant(
        "the copy of a telephone goes on beside it",
        "domain/network/sign_in/devices/cookies.py",
        'if row["is_copy"]:', "if False:",
        _COOKIES + "test_a_copy_suspends_the_device_ends_its_sessions_and_is_told_to_the"
        "_supervisor",
    ),
    Mutant(
        "a lost answer shuts the guard out", "domain/network/sign_in/devices/cookies.py",
        "_later.c.device_id == _COOKIE.c.device_id, _later.c.seen_at.is_not(None),",
        "_later.c.device_id == _COOKIE.c.device_id,",
        _COOKIES + "test_lost_answers_do_not_shut_the_telephone_out",
    ),
    Mutant(
        "who has lost the role goes on with it", in_function("end_sessions"),
        "WHERE status <> ''ended'' AND %I = $2", "WHERE false AND %I = $2",
        _SESSIONS + "test_an_agent_that_changes_is_signed_out_in_the_same_transaction",
    ),
    Mutant(
        "the next person unlocks the session of the one before",
        "domain/network/sign_in/sessions/proving.py",
        "if agent_id != session.agent_id:\n        raise Forbidden", "agent_id = session.agent_id",
        _SESSIONS + "test_a_session_locks_when_idle_and_opens_again_for_the_same_agent_only",
    ),
    Mutant(
        "the page of the person before is shown after « Changer de personne »",
        "domain/network/sign_in/sessions/resolver.py",
        "if changes == self._changes:", "if True:",
        _TESTS + "sessions/test_resolver.py::test_a_look_up_from_before_the_end_is_not_remembered",
    ),
    Mutant(
        "a session is opened without a trace", in_function("refuse_unaudited_sign_in"),
        "IF NOT EXISTS (", "IF TG_OP <> 'INSERT' AND NOT EXISTS (",
        _GUARDS + "test_nothing_of_a_sign_in_changes_without_its_event",
    ),
)  # fmt: skip
