"""What may go wrong with the contribution: a number lost or made up, or a document that changes."""

from tests.mutants.mutant import Mutant

_R = "tests/api/figures/test_contribution_report.py::"
_NUMBERS = _R + "test_the_committees_numbers_come_out_to_the_last_digit_with_what_contradicts_them"
_SAME = _R + "test_the_same_cut_gives_the_same_report_without_counting_again"
_PACKAGE = "reports/contribution_report/"

CONTRIBUTION_REPORT = (
    Mutant(
        "what is not told is 0",
        _PACKAGE + "tables/cells.py",
        "NOT_AVAILABLE if value is None else",
        "Figure(0) if value is None else",
        _NUMBERS,
    ),
    Mutant(
        "the rest of a total is called men",
        _PACKAGE + "counts.py",
        "return self.shares.get(Population.MEN)",
        "return None",
        _NUMBERS,
    ),
    Mutant(
        "a number loses the decimals of its source",
        _PACKAGE + "from_aggregates.py",
        "decimals = max(0, -int(value.as_tuple().exponent))",
        "decimals = 0",
        _NUMBERS,
    ),
    Mutant(
        "a share that fits another year is not noticed",
        _PACKAGE + "remarks/shares.py",
        "    elif rounded(computed, share.decimals) == share.value:",
        "    elif True:",
        _NUMBERS,
    ),
    Mutant(
        "definitions of different years are one series",
        _PACKAGE + "remarks/totals.py",
        "if len(definitions) > 1 and",
        "if False and",
        _NUMBERS,
    ),
    Mutant(
        "a stored answer is counted again",
        _PACKAGE + "making.py",
        "answers = await AnswersOfCut.read(transaction, cut.id)",
        "answers = AnswersOfCut(cut.id, {})",
        _SAME,
    ),
    Mutant(
        "counting goes on until the request is cut off",
        "domain/figures/answers/reuse.py",
        "if time.monotonic() - began > seconds:",
        "if False:",
        _R + "test_long_counting_tells_how_far_it_is_and_goes_on_where_it_was",
    ),
    Mutant(
        "a form that is not offered is given all the same",
        "http/accept.py",
        "        raise NotAcceptable",
        "        pass",
        "tests/http/test_accept.py",
    ),
    Mutant(
        "everybody makes the report",
        "permissions/figures.py",
        "ReportPermission.MAKE: _COORDINATION,",
        "ReportPermission.MAKE: ANY_ROLE,",
        _R + "test_nobody_but_the_coordination_makes_the_report",
    ),
)
