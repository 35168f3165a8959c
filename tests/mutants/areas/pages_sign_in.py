"""Faults of sign-in as pages have it: sessions, kept forms, proofs, second persons, devices."""

from tests.mutants.mutant import Mutant

_TESTS = "tests/pages/sign_in/"
_STATES = _TESTS + "test_states.py::"
_KEPT = _TESTS + "test_kept_forms.py::"
_SENSITIVE = _TESTS + "test_sensitive.py::"
_SECOND = _TESTS + "test_second_person.py::"
_DEVICES = "tests/pages/account/test_devices.py::"
_PAGES = "pages/"

PAGES_SIGN_IN = (
    Mutant(
        "another site's page accepts a request in the guard's name", _PAGES + "page.py",
        "    check_origin(request)\n    request.app.state.form_tokens.check"
        "(BoundTo.SESSION, str(visit.session.id), fields.one(FIELD))\n",
        "    check_origin(request)\n",
        _STATES + "test_a_form_without_the_token_of_this_session_does_nothing",
    ),
    Mutant(
        "who has the lost telephone goes on in its session",
        "domain/network/sign_in/sessions/resolver.py",
        "        self._forget(lambda known: known.device_id == device_id)",
        "        self._forget(lambda known: False)",
        _DEVICES + "test_anybody_of_the_unit_shuts_a_lost_device_out_and_its_next_page_is_sign_in",
    ),
    Mutant(
        "a lost answer makes a second invitation", _PAGES + "account/acts.py",
        "if sent is not None:", "if sent is not None and False:",
        _DEVICES + "test_a_code_is_shown_once_and_registers_a_device",
    ),
    Mutant(
        "a form without a key is done twice", _PAGES + "acts/forms.py",
        "    if not key:\n", '    if not key and fields.one("never"):\n',
        _STATES + "test_a_form_without_a_key_does_nothing",
    ),
    Mutant(
        "what one person has typed is sent in the name of the next",
        _PAGES + "sign_in/keeping.py",
        'return f"kept|{self.agent_id}|{self.device_id}|{self.browser}"',
        'return f"kept|{self.device_id}|{self.browser}"',
        _KEPT + "test_the_form_of_another_agent_is_dropped_and_that_is_said",
    ),
    Mutant(
        "a form of yesterday is sent today", _PAGES + "sign_in/keeping.py",
        "if datetime.now(UTC).timestamp() - kept_at > longest.total_seconds():", "if False:",
        _KEPT + "test_what_is_kept_opens_for_its_holder_at_its_address_within_its_time_only",
    ),
    Mutant(
        "the code that was typed for an act stays in the page that waits",
        _PAGES + "forms/reading.py",
        '_OF_THE_SENDING = frozenset({"csrf", "own_pin", "other_pin", "kept"})',
        "_OF_THE_SENDING: frozenset[str] = frozenset()",
        _KEPT + "test_what_is_kept_opens_for_its_holder_at_its_address_within_its_time_only",
    ),
    Mutant(
        "whoever holds the telephone tries every PIN on a form", _PAGES + "proofs.py",
        "await check_pin(\n        process.database, process.pins, limits, device, agent_id, pin,"
        " process.settings.role_homes\n    )",
        "PinProof(agent_id, device.organisation_id, device.id, False, 1)",
        _SECOND + "test_a_wrong_code_confirms_nothing_and_the_form_is_that_of_the_first",
    ),
    Mutant(
        "PINs are tried without end at the page of sign-in",
        "domain/network/sign_in/pins/checking.py",
        "            refused = await count_try(transaction, limits, device, agent_id)",
        "            refused = None",
        _STATES + "test_five_wrong_codes_lock_here_and_not_on_another_device",
    ),
    Mutant(
        "a form that waited tries a PIN in a colleague's name", _PAGES + "proofs.py",
        "    if not pin:\n        raise ProofNeeded\n", "",
        _SECOND + "test_a_form_that_was_kept_charges_no_colleague_with_a_wrong_code",
    ),
    Mutant(
        "two pages that sign in at once suspend the telephone",
        "domain/network/sign_in/devices/cookies.py",
        "_COOKIE.c.seen_at.is_not(None) & (_COOKIE.c.spent_at",
        "(_COOKIE.c.spent_at",
        "tests/domain/network/sign_in/devices/test_cookies.py::"
        "test_an_answer_that_arrives_after_that_of_another_page_is_the_devices_from_then_on",
    ),
    Mutant(
        "one person is two", _PAGES + "proofs.py",
        "    if agent_id == visit.session.agent_id:\n        raise SecondPersonNeeded\n", "",
        _SECOND + "test_the_same_agent_is_no_second_person",
    ),
    Mutant(
        "a telephone that lies open on the table confirms a legal ground", _PAGES + "visit.py",
        "        if is_sensitive(operation.name, self.sent):\n            self.check_fresh()\n", "",
        _SENSITIVE + "test_an_old_proof_confirms_no_legal_ground_and_the_form_asks_for_the_pin",
    ),
    Mutant(
        "who hides a page is asked first who it is", _PAGES + "sign_in/leaving.py",
        '"/bureau/pause" if hides', '"/bureau/entrer" if hides',
        _STATES + "test_hiding_shows_a_page_that_says_nothing",
    ),
)  # fmt: skip
