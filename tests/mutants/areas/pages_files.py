"""Faults of the officer's pages: the file of a person, the week, what comes before a consent."""

from tests.mutants.mutant import Mutant

_TESTS = "tests/pages/files/"
_FILE = _TESTS + "test_file.py::"
_WEEK = _TESTS + "test_week.py::"
_FIRST = _TESTS + "test_first_referral.py::"
_NEED = "tests/pages/contract/test_need_to_know.py::"
_PAGES = "pages/files/"
_SHOWN = "pages/templates/files/"

PAGES_FILES = (
    Mutant(
        "a girl whose age is in doubt is taken for a woman", _PAGES + "file.py",
        'in_doubt=bool(members["age_in_doubt"])', "in_doubt=False",
        _FILE + "test_whose_age_is_in_doubt_is_treated_as_a_child",
    ),
    Mutant(
        "who opens a file does not learn that somebody searches the person",
        _SHOWN + "file.html", "{% if risks %}", "{% if risks and is_child is none %}",
        _FIRST + "test_the_file_says_who_the_person_is_and_what_is_dangerous",
    ),
    Mutant(
        "help is asked for on a file that is closed", _SHOWN + "file.html",
        '{% if members.state == "open" %}', "{% if true %}",
        _FILE + "test_a_file_that_is_closed_asks_for_no_next_step",
    ),
    Mutant(
        "a name stands on the screen before anybody has said that it is needed",
        _PAGES + "pages.py", 'STEPS_BEFORE["read_identity"] = OPENING', "pass",
        _FILE + "test_no_link_of_a_file_opens_the_identity_before_its_step",
    ),
    Mutant(
        "the history of a shared telephone says that an identity was opened",
        _SHOWN + "before_identity.html",
        '{{ words("read_case", part="title") }}', '{{ _("Open the identity") }}',
        _FILE + "test_every_step_of_a_file_has_the_title_of_a_file",
    ),
    Mutant(
        "in danger nobody finds whom to call", _SHOWN + "next.html",
        '{% include "files/danger.html" %}\n', "",
        _FILE + "test_in_danger_the_number_to_call_stands_on_the_form_and_on_what_comes_next",
    ),
    Mutant(
        "the first page of a registration does not say to telephone first",
        _SHOWN + "register.html", '{% include "files/danger.html" %}\n', "",
        _FIRST + "test_the_first_page_asks_for_no_name_and_gives_the_telephone_first",
    ),
    Mutant(
        "who corrects a name wipes out the telephone of the person", "pages/acts/forms.py",
        "if begins_with_what_stands(operation) and stands:",
        "if not begins_with_what_stands(operation) and stands:",
        _FILE + "test_what_is_corrected_of_an_identity_keeps_what_stands",
    ),
    Mutant(
        "a consent is answered before it was read aloud", _SHOWN + "consent.html",
        '{% set reads = not found.at_first and (more == "read" or (refusal and not more)) %}',
        "{% set reads = true %}",
        _FIRST + "test_the_answer_cannot_be_reached_before_the_text",
    ),
    Mutant(
        "a person who refuses is written down as one who will say later",
        _SHOWN + "consent.html", 'name="answer" value="refused"', 'name="answer" value="awaited"',
        _FIRST + "test_the_answer_cannot_be_reached_before_the_text",
    ),
    Mutant(
        "the files of others are counted as with us", _PAGES + "week.py",
        '"state": CaseState.OPEN, "custodian": own, "limit": "25"',
        '"state": CaseState.OPEN, "limit": "25"',
        _WEEK + "test_the_files_of_the_week_are_with_us",
    ),
    Mutant(
        "what is late stands below what can wait", _PAGES + "week.py",
        "    lines.sort(key=lambda line: line.at or until)\n", "",
        _WEEK + "test_what_is_late_comes_first_and_is_called_late",
    ),
    Mutant(
        "the week is full of what is due next month", _PAGES + "week.py",
        '**INBOX.query, "due_before": until.isoformat(), "limit": "100",',
        '**INBOX.query, "limit": "100",',
        _WEEK + "test_what_is_due_later_than_this_week_is_not_shown",
    ),
    Mutant(
        "what is late is shown as what can wait", "pages/acts/due.py",
        "write_rest(at, now, language), at < now, at,",
        "write_rest(at, now, language), False, at,",
        _WEEK + "test_what_is_late_comes_first_and_is_called_late",
        _TESTS + "test_words.py::test_what_is_late_is_said_to_be",
    ),
    Mutant(
        "a page of a file is served that no permission guards", _PAGES + "pages.py",
        "    Page(WEEK, OPERATIONS[\"list_cases\"], show_week),\n",
        "    Page(WEEK, OPERATIONS[\"list_cases\"], show_week),\n"
        '    VisitorPage(f"{NEXT}/tout", show_next),\n',
        _NEED + "test_every_page_declares_its_operation_or_is_on_a_short_list",
    ),
)  # fmt: skip
