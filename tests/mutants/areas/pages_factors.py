"""Faults of personal accounts and of sign-in by an outside issuer."""

from tests.mutants.mutant import Mutant

_PASSWORD = "tests/pages/factors/test_password.py::"
_OUTSIDE = "tests/pages/factors/test_outside.py::"
_PASSKEY = "tests/pages/factors/test_passkey.py::"
_FACTORS = "domain/network/sign_in/factors/"

PAGES_FACTORS = (
    Mutant(
        "who looks over a shoulder signs in with the same code",
        _FACTORS + "checking.py",
        '        col(AgentPassword.last_step) < bindparam("step", type_=BigInteger),\n',
        "",
        _PASSWORD + "test_a_code_of_the_authenticator_is_good_once_also_at_the_same_time",
    ),
    Mutant(
        "a page tells a stranger that a password was right",
        _FACTORS + "checking.py",
        "return SignInRefused(reason=SignInRefusal.TRIES)",
        'return SignInRefused(reason=SignInRefusal.TRIES, until=person["set_at"])',
        "tests/pages/factors/test_what_a_password_tells.py::"
        "test_no_page_tells_that_a_password_was_right",
    ),
    Mutant(
        "two removals at once leave no way in",
        _FACTORS + "operations.py",
        "        await transaction.row(_LOCK, of_agent=agent_id)\n",
        "        pass\n",
        "tests/pages/factors/test_last_way_in.py::"
        "test_of_two_removals_at_once_one_leaves_the_last_way_in",
    ),
    Mutant(
        "a password is guessed without end",
        _FACTORS + "checking.py",
        "        refused = await count_try(transaction, way, bucket)\n",
        "        refused = None\n",
        _PASSWORD + "test_guesses_are_stopped_and_the_persons_own_browser_still_opens",
    ),
    Mutant(
        "a stranger who guesses shuts a person out of her own browser",
        _FACTORS + "checking.py",
        """{browser or 'elsewhere'}\"""",
        """elsewhere\"""",
        _PASSWORD + "test_guesses_are_stopped_and_the_persons_own_browser_still_opens",
    ),
    Mutant(
        "a supervisor makes an account in the name of a magistrate",
        _FACTORS + "invitations.py",
        "inviters = {Role.ADMINISTRATOR} if far_seeing else",
        "inviters =",
        _PASSWORD + "test_a_supervisor_invites_a_worker_and_nobody_who_sees_beyond_the_unit",
    ),
    Mutant(
        "an invitation is used twice",
        _FACTORS + "accepting.py",
        'bindparam("invitation_id", type_=Uuid),\n        UNUSED,\n',
        'bindparam("invitation_id", type_=Uuid),\n',
        _PASSWORD + "test_an_invitation_is_good_once_and_for_a_day",
    ),
    Mutant(
        "a supervisor who was sent away makes an account with an invitation",
        _FACTORS + "accepting.py",
        "if not await _still_holds(transaction, row, roles[agent_id], homes):",
        "if False:",
        "tests/pages/factors/test_invited_anew.py::"
        "test_an_invitation_that_could_not_be_made_any_more_makes_nothing",
    ),
    Mutant(
        "the issuer lets in whoever holds the machine",
        "security/openid_client.py",
        '            "prompt": "login",\n',
        "",
        "tests/pages/factors/test_outside_again.py::"
        "test_whoever_takes_the_telephone_is_asked_by_the_issuer_who_it_is",
    ),
    Mutant(
        "a logout is lost when we fail",
        "domain/network/sign_in/outside.py",
        "        if not found:\n            await _spend",
        "        if True:\n            await _spend",
        "tests/pages/factors/test_outside_ends.py::"
        "test_a_logout_that_we_could_not_carry_out_is_carried_out_when_it_is_said_again",
    ),
    Mutant(
        "a code of a shared telephone becomes an account that opens everywhere",
        "pages/account/factors.py",
        "if visit.session.way is SignInWay.PIN or",
        "if",
        _PASSWORD + "test_whoever_came_by_the_code_of_a_device_makes_no_password",
    ),
    Mutant(
        "a person is signed in as whoever began it elsewhere",
        "security/openid_client.py",
        'if not hmac.compare_digest(answer.get("state", "").encode(), begun.state.encode()):',
        "if False:",
        _OUTSIDE + "test_an_answer_that_was_changed_on_its_way_lets_nobody_in",
    ),
    Mutant(
        "an ID token of another sign-in is taken",
        "security/openid_tokens.py",
        "not hmac.compare_digest(given.encode(), nonce.encode())",
        "not given",
        _OUTSIDE + "test_an_id_token_that_lies_lets_nobody_in",
    ),
    Mutant(
        "a coordinator signs in with a password alone",
        "domain/network/sign_in/outside.py",
        "elif not by_two and",
        "elif False and",
        _OUTSIDE + "test_one_factor_is_enough_for_a_worker_and_not_for_a_coordinator",
    ),
    Mutant(
        "what the issuer has ended goes on here",
        "pages/sign_in/outside.py",
        "            process.sessions.forget(session_id)\n",
        "            pass\n",
        _OUTSIDE + "test_the_issuer_ends_sessions_behind_the_browser",
    ),
    Mutant(
        "a copy of a security key opens as the key does",
        _FACTORS + "passkeys.py",
        "            col(AgentPasskey.sign_count) < _COUNT,\n",
        "            _COUNT >= 0,\n",
        _PASSKEY + "test_a_passkey_that_lies_opens_nothing",
    ),
    Mutant(
        "a found key opens without its owner",
        "security/passkeys.py",
        "authenticate_begin(user_verification=_MUST)",
        "authenticate_begin()",
        _PASSKEY + "test_a_passkey_that_lies_opens_nothing",
    ),
)
