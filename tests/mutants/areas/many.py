"""Faults in batches, imports and pads of codes."""

from tests.mutants.mutant import Mutant

_BATCHES = "tests/api/casework/test_batches.py"
_IMPORTS = "tests/api/casework/test_imports.py"
_PADS = "tests/api/identification/test_code_pads.py"
_ROWS = _IMPORTS + "::test_each_row_says_which_case_it_became_or_why_it_was_left_out"
_LOADING = "domain/casework/imports/loading.py"

MANY = (
    Mutant(
        "a refused row of a batch leaves half of its act behind",
        "domain/casework/many/rows.py",
        "                async with attempt(transaction):\n                    row_id",
        "                if True:\n                    row_id",
        _BATCHES + "::test_referrals_of_many_rest_on_the_consent_of_each",
    ),
    Mutant(
        "two hundred cases are tried in a batch, and the audit log says nothing of it",
        "domain/casework/many/rows.py",
        "    await record_refusals(transaction, act.permission, refused)\n",
        "",
        _BATCHES + "::test_one_form_is_read_to_a_group_and_each_replies_alone",
    ),
    Mutant(
        "a batch that must be done whole is done in part",
        "domain/casework/many/registration.py",
        "    if mode is BatchMode.ALL:\n",
        "    if False:\n",
        _BATCHES + "::test_of_all_one_wrong_row_refuses_all_and_is_named",
    ),
    Mutant(
        "a refused row is answered with what the caller wrote",
        "domain/casework/many/rows.py",
        "include_input=False)",
        "include_input=True)",
        _BATCHES + "::test_what_is_wrong_with_a_row_is_kept_without_its_values",
    ),
    Mutant(
        "the files of a batch stand under its key, and outlive the right to see them",
        "http/batches.py",
        "    kept = [[row.id and str(row.id), row.refusal] for row in rows]",
        "    kept = [[row.id and str(row.id), row.refusal, str(row.result)] for row in rows]",
        _BATCHES + "::test_a_replay_reads_the_rows_again_and_nothing_of_them_stands_under_the_key",
    ),
    Mutant(
        "a code of a pad names two people",
        "domain/identification/code_pads/using.py",
        "        col(PadCode.code) == _WANTED.c.code,\n        col(PadCode.case_id).is_(None),\n",
        "        col(PadCode.code) == _WANTED.c.code,\n",
        _PADS + "::test_a_code_that_was_used_or_is_another_s_or_is_on_no_pad_is_refused_alike",
    ),
    Mutant(
        "the codes of a lost pad can still be used",
        "domain/identification/code_pads/using.py",
        "        col(CaseCodePad.id) == col(PadCode.pad_id),\n"
        "        col(CaseCodePad.status) == literal_code(CodePadStatus.READY),\n",
        "        col(CaseCodePad.id) == col(PadCode.pad_id),\n",
        _PADS + "::test_a_code_that_was_used_or_is_another_s_or_is_on_no_pad_is_refused_alike",
    ),
    Mutant(
        "the key of an import outlives the import",
        "domain/casework/imports/records.py",
        "        found.wrapping_key_id = found.wrapped_key = None\n",
        "        found.wrapping_key_id = found.wrapping_key_id\n",
        _IMPORTS
        + "::test_a_dry_run_loads_none_and_the_real_one_exactly_the_good_rows_though_it_is_killed",
    ),
    Mutant(
        "an agent that may no longer register goes on registering by its import",
        _LOADING,
        "    if actor is None or not actor.may(CasePermission.REGISTER):",
        "    if actor is None:",
        _IMPORTS + "::test_nothing_is_loaded_for_an_agent_that_may_no_longer_register",
    ),
    Mutant(
        "the same file makes everybody in it two people",
        "domain/casework/imports/operations.py",
        "    if same is not None and not again:",
        "    if False:",
        _IMPORTS + "::test_a_file_is_imported_once_unless_it_is_of_other_people",
    ),
    Mutant(
        "a formula of a table becomes the data of a person",
        "reports/case_sheet/checking.py",
        'cell.startswith("=")',
        'cell.startswith("==")',
        _IMPORTS + "::test_a_workbook_is_read_as_a_table_in_csv_is",
    ),
    Mutant(
        "an import shows the code of a case that its reader no longer sees",
        "domain/casework/imports/rows.py",
        'case_id=row["case_id"], case_code=row["code"]',
        'case_id=row["case_id"], case_code=row["code"] or "ML-AAAAA-AAAAA"',
        _IMPORTS + "::test_a_row_shows_no_code_of_a_case_that_has_gone_out_of_sight",
    ),
    Mutant(
        "a reader goes through a page of people, and no event says whose codes it saw",
        "domain/casework/imports/rows.py",
        "case_ids=[each.case_id for each in shown if each.case_code is not None],",
        "case_ids=[],",
        _ROWS,
    ),
    Mutant(
        "a row that was left out stands on no page, and nobody asks after the person",
        "domain/casework/imports/rows.py",
        "[*map(_registered, registered), *left_out]",
        "[*map(_registered, registered)]",
        _ROWS,
    ),
    Mutant(
        "a page of rows skips a person",
        "domain/casework/imports/rows.py",
        "UUID(int=LAST.int - shown[-1].number)",
        "UUID(int=LAST.int - shown[-1].number - 1)",
        _ROWS,
    ),
    Mutant(
        "a bomb fills the memory of a worker before it is refused",
        "reports/contribution_sheet/package.py",
        "while piece := opened.read(_PIECE):",
        "while piece := opened.read():",
        _IMPORTS + "::test_a_small_file_that_grows_is_refused_before_it_has_grown",
    ),
    Mutant(
        "macros hide astride two pieces of a workbook",
        "reports/contribution_sheet/package.py",
        "looked_at = before + piece",
        "looked_at = piece",
        "tests/reports/test_packages.py",
    ),
    Mutant(
        "half a table of strange letters is taken in as what it is not",
        "reports/case_sheet/reading.py",
        'io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")',
        'io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", errors="replace", newline="")',
        _IMPORTS + "::test_an_encoding_that_breaks_in_the_midst_of_a_table_refuses_it",
    ),
)
