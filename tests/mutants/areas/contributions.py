"""What may go wrong with the country's numbers: counted twice, rewritten, or somebody else's."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_GIVEN = "tests/api/programme/test_contributions.py::"
_ASKED = "tests/api/programme/test_contribution_requests.py::"
_SHEET = "tests/api/programme/test_contribution_sheets.py::"
_DATABASE = "tests/database/test_contributions.py::"

_FORM = "domain/programme/contributions/form.py"
_PACKAGE = "reports/contribution_sheet/package.py"
_READING = "reports/contribution_sheet/reading.py"
_RUBBISH = _SHEET + "test_a_file_that_is_no_such_form_is_refused_as_a_whole"

CONTRIBUTIONS = (
    Removal(
        "a structure gives the numbers of another", in_table("contribution"),
        "CREATE POLICY app_insert ON contribution FOR INSERT TO referral_app",
        "CREATE POLICY wider ON contribution FOR INSERT TO referral_app WITH CHECK (true)",
        _DATABASE + "test_another_organisation_sees_and_writes_no_row",
    ),
    Mutant(
        "numbers that somebody said are typed in without who said them", _FORM,
        "elif not speaks_for_itself and value is None:", "elif False:",
        _GIVEN + "test_by_telephone_the_function_and_the_time_are_required_and_never_a_name",
    ),
    Mutant(
        "a total that is not the sum of its cells is believed", _FORM,
        "elif line.total is not None and line.total != sum(given):", "elif False:",
        _GIVEN + "test_what_contradicts_itself_is_refused_place_by_place",
    ),
    Mutant(
        "one count stands on two lines", _FORM,
        "if (line.pillar, line.unit) in seen:", "if False:",
        _GIVEN + "test_what_contradicts_itself_is_refused_place_by_place",
    ),
    Removal(
        "another organisation reads a structure's numbers", in_table("contribution"),
        "CREATE POLICY app_select ON contribution FOR SELECT TO referral_app",
        "CREATE POLICY wider ON contribution FOR SELECT TO referral_app USING (true)",
        _DATABASE + "test_another_organisation_sees_and_writes_no_row",
    ),
    Removal(
        "a draft of the coordination is read by all", in_table("contribution_request"),
        "CREATE POLICY app_select ON contribution_request FOR SELECT TO referral_app",
        "CREATE POLICY wider ON contribution_request FOR SELECT TO referral_app USING (true)",
        _ASKED + "test_a_draft_is_seen_by_the_coordination_alone_and_a_call_by_those_it_names",
    ),
    Removal(
        "numbers change and no event says so", in_table("contribution"),
        "ALTER TABLE contribution ENABLE ALWAYS TRIGGER unaudited;",
        "DROP TRIGGER unaudited ON contribution",
        _DATABASE + "test_no_contribution_is_given_or_changed_without_an_event",
    ),
    Removal(
        "an earlier version is rewritten", in_table("contribution_version"),
        "ALTER TABLE contribution_version ENABLE ALWAYS TRIGGER append_only;",
        "DROP TRIGGER append_only ON contribution_version",
        _DATABASE + "test_no_table_is_emptied_and_no_row_deleted_without_an_event",
    ),
    Removal(
        "a corrected version is lost", in_table("contribution"),
        "CREATE TRIGGER keep_later", "DROP TRIGGER keep_later ON contribution",
        _GIVEN + "test_a_correction_is_a_new_version_and_the_old_one_stays_readable",
    ),
    Mutant(
        "a later correction changes what a freezing took", in_function("answer_call"),
        "IF found = 'open' THEN", "IF true THEN",
        _ASKED + "test_once_frozen_nothing_is_taken_in_and_a_correction_changes_no_answer",
    ),
    Mutant(
        "the database takes an answer in that no open call asks for",
        in_function("begin_contribution"),
        "IF found IS DISTINCT FROM 'open' OR NOT EXISTS (", "IF false AND NOT EXISTS (",
        _DATABASE + "test_the_database_itself_refuses_an_answer_that_no_open_call_asks_for",
    ),
    Mutant(
        "a withdrawn contribution still counts as the answer", in_function("answer_call"),
        "answered_at = CASE NEW.status WHEN 'current' THEN NEW.recorded_at END",
        "answered_at = NEW.recorded_at, contribution_version = NEW.version",
        _ASKED + "test_what_is_due_is_listed_for_the_structure_until_it_has_answered",
    ),
    Mutant(
        "an answer on the last day is called late",
        "domain/programme/contribution_requests/calls.py",
        "answered_at.date() > due_on", "answered_at.date() >= due_on",
        _ASKED + "test_the_day_on_which_an_answer_is_due_belongs_to_the_structure_to_its_end",
    ),
    Mutant(
        "a frozen request is opened again",
        "domain/programme/contribution_requests/lifecycle.py",
        '"open", May.OPEN, [Status.DRAFT]', '"open", May.OPEN, [Status.DRAFT, Status.FROZEN]',
        _ASKED + "test_freezing_is_final",
    ),
    Mutant(
        "a bomb is unpacked", _PACKAGE,
        "and sum(part.file_size for part in parts) <= most_unpacked", "and True", _RUBBISH,
    ),
    Mutant(
        "a workbook with macros is opened", _PACKAGE,
        "and not any(_ACTING.search(name) for name in names)", "and True", _RUBBISH,
    ),
    Mutant(
        "a part that declares entities is parsed", _PACKAGE,
        "if _ENTITIES.search(looked_at):", "if False:", _RUBBISH,
    ),
    Mutant(
        "a wrong cell is named by a pointer that nobody finds on paper", _READING,
        'self.places.get(wrong["pointer"], wrong["pointer"])', 'wrong["pointer"]',
        _SHEET + "test_every_bad_cell_is_named_and_no_value_repeated",
    ),
)  # fmt: skip
