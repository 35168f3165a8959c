"""What may go wrong with a typeset report: a number, a formula, a letter or a limit."""

from tests.mutants.mutant import Mutant

_NUMERALS = "tests/reports/test_numerals.py::"
_CSV = "tests/reports/test_csv_cells.py::"
_EXCHANGE = "tests/reports/test_exchange.py::"
_TYPESETTING = "tests/reports/test_typesetting.py::"

REPORTS = (
    Mutant(
        "a half is rounded to the even number", "reports/numerals.py",
        "rounding=ROUND_HALF_UP", 'rounding="ROUND_HALF_EVEN"',
        _NUMERALS + "test_a_number_is_written_in_both_languages",
    ),
    Mutant(
        "a formula stays one", "reports/csv_cells.py",
        "text.startswith(FORMULA)", "False",
        _CSV + "test_a_text_that_looks_like_a_formula_gets_an_apostrophe_and_the_record_says_so",
    ),
    Mutant(
        "a negative number becomes a text", "reports/csv_cells.py",
        "column not in _NUMBERS and ", "",
        _CSV + "test_a_negative_number_of_ours_stays_a_number",
    ),
    Mutant(
        "letters may be reversed", "reports/plain_text.py",
        '_TURNS.sub("", text)', "text",
        _EXCHANGE + "test_text_comes_out_without_control_characters_and_without_turns",
    ),
    Mutant(
        "a plot reads formulas", "reports/plots/style.py",
        '"text.parse_math": False', '"text.parse_math": True',
        "tests/reports/test_plots.py::"
        "test_a_label_is_no_formula_and_its_missing_letters_are_replaced",
    ),
    Mutant(
        "the fonts of the machine are used", "reports/plots/style.py",
        "font_manager.fontManager.ttflist = []", "pass",
        "tests/reports/test_same_bytes.py::test_two_machines_give_the_same_bytes",
    ),
    Mutant(
        "the process has the service's environment", "reports/typesetting.py",
        '        "HOME": folder,\n', '        **os.environ,\n        "HOME": folder,\n',
        _TYPESETTING + "test_the_process_knows_nothing_of_the_service",
    ),
    Mutant(
        "memory has no limit", "reports/worker.py",
        "(resource.RLIMIT_AS, memory),", "",
        _TYPESETTING + "test_too_much_memory_and_too_large_a_result_are_refused",
    ),
    Mutant(
        "a process outlives its request", "reports/typesetting.py",
        "                    process.kill()\n                    await process.wait()",
        "                    pass",
        _TYPESETTING + "test_a_request_that_is_given_up_ends_its_process",
    ),
)  # fmt: skip
