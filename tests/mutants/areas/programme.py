"""What may go wrong with the programme: entries of others, numbers that say what nobody said."""

from tests.mutants.mutant import Mutant, Removal, in_table

_ENTRIES = "tests/api/programme/test_entries.py::"
_ROWS = "tests/database/test_programme_rows.py::"
_REGISTER = "domain/records/entries/register.py"

PROGRAMME = (
    Removal(
        "an organisation reads what another did against trafficking",
        in_table("prevention_activity"), "CREATE POLICY app",
        "ALTER POLICY app ON prevention_activity USING (true)",
        _ENTRIES + "test_no_other_organisation_and_no_other_role_reaches_an_entry",
    ),
    Removal(
        "an organisation enters staff in the name of another", in_table("staff_count"),
        "CREATE POLICY app", "ALTER POLICY app ON staff_count WITH CHECK (true)",
        _ROWS + "test_another_organisation_sees_changes_and_adds_no_row",
    ),
    Removal(
        "a partner's name is changed, and nobody knows by whom", in_table("partner"),
        "ALTER TABLE partner ENABLE ALWAYS TRIGGER unaudited;",
        "DROP TRIGGER unaudited ON partner;",
        _ROWS + "test_no_change_goes_without_its_event_and_nothing_is_deleted",
    ),
    Mutant(
        "an organisation asks for the list of another, and is not told that it may not", _REGISTER,
        'if given.setdefault("organisation_id", own) != own:', "if False:",
        _ENTRIES + "test_no_other_organisation_and_no_other_role_reaches_an_entry",
    ),
    Mutant(
        "what was withdrawn is corrected, and counts again nowhere", _REGISTER,
        'if row["status"] != EntryStatus.REGISTERED:\n            raise Conflict',
        'if False:\n            raise Conflict',
        _ENTRIES + "test_an_entry_is_registered_read_corrected_and_withdrawn",
    ),
    Mutant(
        "a correction undoes one that its author has not seen", _REGISTER,
        'check_version(version, row["version"])', "pass",
        _ENTRIES + "test_a_change_names_the_version_that_was_seen",
    ),
    Mutant(
        "a withdrawal does not say why", _REGISTER, "code=withdrawal.reason", "code=None",
        _ENTRIES + "test_an_entry_is_registered_read_corrected_and_withdrawn",
    ),
    Mutant(
        "an agreement is made with a partner that was entered in error", _REGISTER,
        'if row is None or row["status"] != EntryStatus.REGISTERED:', "if row is None:",
        "tests/api/programme/test_partners.py::test_an_agreement_rests_on_a_partner_that_counts",
    ),
    Mutant(
        "what nobody counted is stored as a null, which the database takes for a number",
        "domain/records/entries/json_text.py",
        "in value.items() if number is not None", "in value.items()",
        _ENTRIES + "test_an_entry_is_registered_read_corrected_and_withdrawn",
    ),
    Mutant(
        "an agreement that ended is due again", "domain/records/entries/filters.py",
        "day.between(today, today + days)", "day <= today + days",
        "tests/api/programme/test_partners.py::"
        "test_agreements_whose_end_is_due_are_found_ahead",
    ),
    Mutant(
        "an activity of tomorrow has reached a thousand people",
        "domain/programme/prevention_activities/records.py",
        "if done and activity.held_on > datetime.now(UTC).date():", "if False:",
        "tests/api/programme/test_prevention_activities.py::"
        "test_what_contradicts_itself_is_refused_at_its_place",
    ),
    Mutant(
        "more people are trained than there are", "domain/programme/staff_counts/records.py",
        "line.trained > line.staff", "False",
        "tests/api/programme/test_staff_counts.py::"
        "test_no_more_people_are_trained_than_there_are",
    ),
    Mutant(
        "64 % becomes 64.0 %", "domain/records/entries/schemas.py",
        'f"{value:f}" if isinstance', 'f"{value:.1f}" if isinstance',
        "tests/api/programme/test_kept_by_the_coordination.py::"
        "test_a_value_of_the_plan_keeps_the_decimals_with_which_it_was_said",
    ),
)  # fmt: skip
