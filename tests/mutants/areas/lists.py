"""What may go wrong with lists: an id that a caller chose moves a record to where nobody looks."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_ORDER = (
    "tests/api/test_recorded_order.py::"
    "test_the_last_recorded_comes_first_and_pages_neither_skip_nor_double"
)

LISTS = (
    Mutant(
        "a new referral with an old id stands behind all others", "database/pagination.py",
        'return fields[RECORDED_KEY] if RECORDED_KEY in fields else fields["id"]',
        'return fields["id"]', _ORDER,
    ),
    Mutant(
        "a page begins where an id points", "database/pagination.py",
        'row.get(RECORDED_KEY) or row["id"]', 'row["id"]', _ORDER,
    ),
    Mutant(
        "the coordination finds a new case with an old id behind all others",
        "domain/identification/cases/queries.py",
        "key = col(Case.recorded_key)", "key = col(Case.id)", _ORDER,
    ),
    Mutant(
        "a cursor of the order by id is taken for one of the order of recording",
        "http/request_context.py", "|as recorded|", "|",
        "tests/http/test_pagination.py::test_a_cursor_of_the_order_by_id_is_refused",
    ),
    Mutant(
        "the copy of a referral stands where its id says", in_function("move_referrals"),
        "transfer_from_id, created_at, version, recorded_key\n    FROM",
        "transfer_from_id, created_at, version, id\n    FROM", _ORDER,
    ),
    Mutant(
        "a plan that was made on a small table reads a large one whole",
        "database/session_profile.py",
        '"enable_seqscan": "off"', '"enable_seqscan": "on"',
        "tests/database/test_plans.py::"
        "test_a_plan_that_was_made_on_an_empty_table_serves_a_large_one",
    ),
    Mutant(
        "some letters of the codes of cases come more often than others",
        "domain/identification/cases/codes.py",
        "range(256 - 256 % len(_ALPHABET), 256)", "range(256, 256)",
        "tests/api/identification/test_cases.py::"
        "test_each_letter_of_a_code_is_as_likely_as_any_other",
    ),
    Mutant(
        "a referral takes a status that no list has", in_function("codes_of_referral"),
        "AND (checked.status = ANY", "AND (checked.status IS NOT NULL OR checked.status = ANY",
        "tests/database/test_schema.py::"
        "test_each_coded_column_of_a_table_with_many_lists_refuses_what_no_list_has",
    ),
    Removal(
        "a case that was accepted or handed over is on no page", in_table("access_grant"),
        "ALTER TABLE access_grant ENABLE ALWAYS TRIGGER case_key;",
        "DROP TRIGGER case_key ON access_grant;",
        "tests/http/test_pagination.py::"
        "test_the_event_of_a_list_names_no_case_that_the_list_did_not_show",
    ),
)  # fmt: skip
