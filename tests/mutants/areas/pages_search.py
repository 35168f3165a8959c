"""What may go wrong with searches and figures on pages: a name in an address, a number made up."""

from tests.mutants.mutant import Mutant

_SEARCH = "tests/pages/acts/test_searching.py::"
_LOG = "tests/pages/log/test_journal.py::"
_COUNTS = "tests/pages/programme/test_contributions.py::"
_ROLES = "tests/pages/people/test_roles.py::"
_BOARD = "tests/pages/figures/test_board.py::"
_CHOICES = "tests/pages/acts/test_choosing.py::"
_EMPTIED = "tests/pages/forms/test_emptying.py::"

PAGES_SEARCH = (
    Mutant(
        "a form offers the first page of a list, and does not say so",
        "pages/acts/running.py",
        "if cursor is None or len(found) >= most:",
        "if found:",
        _CHOICES + "test_a_list_that_is_longer_than_one_page_of_the_api_is_offered_whole",
    ),
    Mutant(
        "what is left empty in a form stays",
        "pages/forms/emptying.py",
        "said[control.name] = None",
        "pass",
        _EMPTIED + "test_a_change_takes_away_what_is_left_empty",
    ),
    Mutant(
        "what a form does not show is emptied",
        "pages/forms/emptying.py",
        "held = {*fields.all(HELD)} - said.keys()",
        "held = {control.name for control in controls} - said.keys()",
        _EMPTIED + "test_what_a_form_does_not_show_stays",
    ),
    Mutant(
        "the code of a file stands in the history of a shared telephone",
        "pages/acts/asking.py",
        '"list_cases": frozenset({"code"}),',
        '"list_cases": frozenset(),',
        _SEARCH + "test_a_file_is_found_by_its_code_which_stands_in_no_address",
    ),
    Mutant(
        "the name of an agent stands in an address",
        "pages/acts/asking.py",
        '"search_audit_events": frozenset({"name", "code", "agent_id", "case_id"}),',
        '"search_audit_events": frozenset({"code", "agent_id", "case_id"}),',
        _LOG + "test_a_search_by_name_and_code_tells_who_did_what_and_shows_neither_in_an_address",
    ),
    Mutant(
        "what was searched opens in the session of somebody else",
        "pages/seals.py",
        'return f"{session_id}|{path}"',
        'return f"{path}"',
        _LOG + "test_a_search_by_name_and_code_tells_who_did_what_and_shows_neither_in_an_address",
    ),
    Mutant(
        "a search of the log that only asks which person is not recorded",
        "pages/log/journal.py",
        'await record(call.transaction, AuditPermission.SEARCH, "audit")',
        "pass",
        _LOG + "test_asking_for_a_name_is_an_event",
    ),
    Mutant(
        "the log is searched without a period",
        "pages/log/asked.py",
        "if (last - since).days >= DAYS and",
        "if False and",
        _LOG + "test_far_back_is_only_looked_for_one_person_organisation_or_file",
    ),
    Mutant(
        "an empty number is taken for a line that was told",
        "pages/programme/contributions.py",
        "said = [row for row in fields.rows(_PREFIX) if _says(fields, row)]",
        "said = fields.rows(_PREFIX)",
        _COUNTS + "test_what_a_structure_says_is_typed_in_as_it_was_said",
    ),
    Mutant(
        "the last administrator is taken away unseen",
        "pages/people/roles.py",
        "_administers(agent) and not others",
        "False",
        _ROLES + "test_the_last_administrator_of_an_organisation_is_not_taken_away_unseen",
    ),
    Mutant(
        "an address says which figure was asked for",
        "pages/figures/named.py",
        'return address_of(OPERATIONS[operation], {"code": place_of(code)})',
        'return address_of(OPERATIONS[operation], {"code": code})',
        _BOARD + "test_a_figure_is_asked_counted_kept_and_verified",
    ),
)
