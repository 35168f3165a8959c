"""Faults of the shelter's pages: requests and handoffs, places and stays, paper, leaving."""

from tests.mutants.mutant import Mutant

_INBOX = "tests/pages/requests/test_inbox.py::"
_SIDES = "tests/pages/requests/test_sides.py::"
_SHEET = "tests/pages/requests/test_sheet.py::"
_FIRST = "tests/pages/files/test_first_referral.py::"
_COUNTS = "tests/pages/places/test_counting.py::"
_TWO = "tests/pages/sign_in/test_two_processes.py::"
_STATES = "tests/pages/sign_in/test_states.py::"
_PAPERS = "tests/pages/paper/test_papers.py::"
_PAGES = "pages/requests/"
_SHOWN = "pages/templates/requests/sheet.html"

PAGES_REQUESTS = (
    Mutant(
        "a request that is late waits at the end of the list", "pages/acts/grouped.py",
        "        lines.sort(key=lambda line: (line.due is None, line.due.at if line.due else"
        " visit.now))\n",
        "",
        _INBOX + "test_what_is_late_comes_first_with_the_hour_and_the_rest_in_words",
    ),
    Mutant(
        "a request that others must answer waits with us", _PAGES + "inbox.py",
        'return str(row["receiver_id"]) == own', "return bool(own)",
        _SIDES + "test_what_we_are_asked_and_what_we_have_asked_stand_in_groups_of_their_own",
    ),
    Mutant(
        "who hands a person over answers in the place of who takes over", _PAGES + "handoffs.py",
        'row["status"] == HandoffStatus.OFFERED and str(row["to_id"]) == own,',
        'row["status"] == HandoffStatus.OFFERED and bool(own),',
        _SIDES + "test_who_hands_over_waits_and_does_not_answer",
    ),
    Mutant(
        "a shelter opens the file of a person whom it has not accepted", _PAGES + "sheet.py",
        "sees_file = not is_ours or status in _OPEN_TO_RECEIVER", "sees_file = bool(status)",
        _INBOX + "test_the_sheet_shows_no_way_to_the_file_before_acceptance",
    ),
    Mutant(
        "a shelter does not learn that somebody searches the person", _SHOWN,
        "{% if dangers %}", "{% if dangers and dangers is none %}",
        _SHEET + "test_dangers_and_that_nobody_may_contact_the_person_stand_on_the_sheet",
    ),
    Mutant(
        "a shelter telephones a person who must not be called", _SHOWN,
        "{% if sheet and sheet.do_not_contact %}", "{% if false %}",
        _SHEET + "test_dangers_and_that_nobody_may_contact_the_person_stand_on_the_sheet",
    ),
    Mutant(
        "a shelter that is full accepts without knowing it", _PAGES + "sheet.py",
        'if not is_to_answer or not visit.may(reading.permission):', "if is_to_answer:",
        _SHEET + "test_a_shelter_that_is_full_is_told_so_before_it_replies",
    ),
    Mutant(
        "nobody is told why a request was not sent", _PAGES + "sheet.py",
        '"why_draft": translate(why, language) if why else None', '"why_draft": None',
        _FIRST + "test_what_cannot_be_sent_is_kept_as_a_draft_that_says_why",
    ),
    Mutant(
        "what was typed of a request that cannot be sent is lost", _PAGES + "asking.py",
        "        if refusal.status not in {409, 412, 422}:\n", "        if refusal.status:\n",
        _FIRST + "test_what_cannot_be_sent_is_kept_as_a_draft_that_says_why",
    ),
    Mutant(
        "a request that is pressed twice is asked twice", _PAGES + "asking.py",
        "async with visit.open(operation, key=key) as call:",
        "async with visit.open(operation) as call:",
        _FIRST + "test_pressed_twice_it_is_asked_once",
    ),
    Mutant(
        "a request goes out under a consent that was withdrawn", _PAGES + "asking.py",
        'if item["status"] in {ConsentStatus.ACTIVE, ConsentStatus.PROVISIONAL}',
        'if item["status"] in set(ConsentStatus)',
        _SIDES + "test_a_consent_that_was_withdrawn_covers_nothing_any_more",
    ),
    Mutant(
        "a person is sent to a service that is closed", _PAGES + "asking.py",
        '"service_type": service_type, "state": ServiceState.ACTIVE,',
        '"service_type": service_type,',
        _SIDES + "test_a_service_that_is_closed_is_not_offered",
    ),
    Mutant(
        "who presses twice is told that the arrival was not recorded", "pages/context.py",
        "            self.key.store(self.transaction, stored)\n", "            bool(stored)\n",
        _SIDES + "test_an_arrival_that_is_pressed_twice_is_recorded_once_and_nobody_is_told"
        "_otherwise",
    ),
    Mutant(
        "a place that is kept for somebody on the road is given away by « full »",
        "pages/places/places.py",
        'int(unit["version"] or 0), held + here,', 'int(unit["version"] or 0), here,',
        _COUNTS + "test_full_keeps_the_places_of_those_on_the_way_and_of_those_who_are_here",
    ),
    Mutant(
        "who is on the road is counted as here", "pages/places/places.py",
        'held, here = int(unit["held"] or 0), int(unit["occupied"] or 0)',
        'here, held = int(unit["held"] or 0) + int(unit["occupied"] or 0), 0',
        _COUNTS + "test_full_keeps_the_places_of_those_on_the_way_and_of_those_who_are_here",
    ),
    Mutant(
        "a guard changes the places of another shelter", "pages/places/places.py",
        'operation, {"organisation_id": own, "status": EntryStatus.REGISTERED, "limit": _MOST}',
        'operation, {"status": EntryStatus.REGISTERED, "limit": _MOST}',
        _COUNTS + "test_the_places_of_others_are_not_among_ours",
    ),
    Mutant(
        "a person who has arrived is waited for", "pages/places/stays.py",
        'Part("Expected", lambda row, _: row["status"] == StayStatus.EXPECTED)',
        'Part("Expected", lambda row, _: row["status"] != StayStatus.DEPARTED)',
        _COUNTS + "test_each_stay_stands_in_its_group",
    ),
    Mutant(
        "a sheet is printed and nobody knows of it", "pages/paper/printing.py",
        "        await record_print(\n            call.transaction, paper, _subject(operation),"
        " UUID(str(subject_id)), case_id\n        )\n",
        "        bool(case_id)\n",
        _PAPERS + "test_the_sheet_for_the_receiver_says_the_code_the_needs_and_who_sends",
    ),
    Mutant(
        "after « Masquer » the browser goes on asking in the session",
        "pages/sign_in/leaving.py", "    drop_cookie(response, SESSION)\n", "",
        _STATES + "test_every_event_does_what_the_table_says",
    ),
    Mutant(
        "after « Masquer » Back shows the file to whoever takes the telephone",
        "pages/sign_in/leaving.py", "    forget_pages(response)\n", "",
        _STATES + "test_every_event_does_what_the_table_says",
    ),
    Mutant(
        "another process goes on with a session that has ended for as long as it is asked",
        "domain/network/sign_in/sessions/resolver.py",
        "if session is None or age >= 2 * self._trusted_for:", "if session is None:",
        _TWO + "test_a_session_that_is_ended_in_one_process_is_refused_by_another_in_time",
    ),
)  # fmt: skip
