"""What may go wrong with figures: a number that changes, or that counts the wrong people."""

from tests.mutants.mutant import Mutant

_F = "tests/api/figures/test_figures.py::"
_E = "tests/api/figures/test_every_figure.py::"
_COUNTING = "domain/figures/answers/counting.py"
_D = "tests/api/figures/test_differences.py::"
_S = "tests/api/figures/test_series.py::"
_J = "tests/domain/figures/test_joining.py::"
_DIFFERENCES = "domain/figures/differences/"
_SERIES = "domain/figures/series/"
_RELATIONS = "domain/figures/definitions/relations/"
_AS_OF, _PERSONS = _RELATIONS + "as_of.py", _RELATIONS + "persons.py"

FIGURES = (
    Mutant(
        "what is committed after a cut counts at the cut",
        _AS_OF,
        "and_(generation == at, _is_visible(number))",
        "generation == at",
        _F + "test_what_began_before_a_cut_and_is_committed_after_it_is_not_in_it",
    ),
    Mutant(
        "an answer by another version of a figure is counted by this one",
        "domain/figures/answers/operations.py",
        'definition is None or definition.version != row["definition_version"]',
        "definition is None",
        _F + "test_an_answer_by_another_version_of_a_figure_stays_and_is_not_counted_again",
    ),
    Mutant(
        "what has ended goes on counting",
        _AS_OF,
        "or_(fields.ended.is_(None), not_(_is_seen(fields.ended_generation, fields.ended)))",
        "fields.row_id.is_not(None)",
        _F + "test_a_duplicate_is_in_no_figure_but_in_those_of_before",
    ),
    Mutant(
        "a person counts in each year in which something happened",
        _COUNTING,
        "if definition.once in {Once.EVER, Once.EVER_LAST}:",
        "if False:",
        _F + "test_years_add_up_because_a_person_counts_in_the_first_alone",
    ),
    Mutant(
        "a person of doubtful age counts as an adult",
        _PERSONS,
        "IS_CHILD = is_child(CASE)",
        "IS_CHILD = and_(is_child(CASE), not_(CASE.age_in_doubt))",
        _F + "test_persons_are_counted_by_the_categories_of_the_national_report",
    ),
    Mutant(
        "whoever may not count again learns of another organisation's rows",
        "domain/figures/answers/operations.py",
        "        raise NotTheSameRows",
        "        pass",
        _F + "test_an_organisation_counts_its_own_and_reads_no_other_answer",
    ),
    Mutant(
        "a share is cut off, not rounded",
        "domain/figures/answers/counts.py",
        "(_TWO_DECIMALS, ROUND_HALF_UP)",
        "(_TWO_DECIMALS, 'ROUND_DOWN')",
        _F + "test_persons_are_counted_by_the_categories_of_the_national_report",
    ),
    Mutant(
        "what was corrected counts as erased and entered anew",
        _DIFFERENCES + "statement.py",
        "(counts_still, corrected)",
        "(and_(gained, lost), corrected)",
        _D + "test_each_act_between_two_answers_has_one_reason",
    ),
    Mutant(
        "a paper typed in late passes for news",
        _DIFFERENCES + "statement.py",
        "(and_(gained, ~was_there, is_late), _told(Why.LATE_ENTRY))",
        "(and_(gained, ~was_there, is_late), _told(Why.NEW_EVENT))",
        _D + "test_each_act_between_two_answers_has_one_reason",
    ),
    Mutant(
        "a person in two cells counts as corrected whenever one of them changes",
        _DIFFERENCES + "statement.py",
        "if definition.once in {Once.EVER, Once.EVER_LAST}:",
        "if True:",
        _D + "test_a_person_in_a_second_cell_is_new_there_and_no_news_of_all",
    ),
    Mutant(
        "what an organisation withdrew is called erased",
        _DIFFERENCES + "relations.py",
        ".where(as_of(image))",
        ".where(false())",
        "tests/api/figures/test_difference_of_sums.py::"
        "test_people_reached_differ_by_what_was_corrected_withdrawn_and_typed_in",
    ),
    Mutant(
        "an answer that its data no longer give is explained all the same",
        _DIFFERENCES + "operations.py",
        "elif _told(changes.before) != _told(stated):",
        "elif False:",
        _D + "test_an_answer_that_its_data_no_longer_give_is_not_compared",
    ),
    Mutant(
        "a change of no cell counts as news of all",
        _DIFFERENCES + "changes.py",
        "definition.once is not Once.IN_PERIOD and not SEVERAL & set(by)",
        "True",
        _D + "test_a_person_in_a_second_cell_is_new_there_and_no_news_of_all",
    ),
    Mutant(
        "answers about two periods are compared",
        _DIFFERENCES + "operations.py",
        '(old["since"], old["before"]) == (new["since"], new["before"])',
        "True",
        _D + "test_answers_to_two_questions_are_not_compared",
    ),
    Mutant(
        "the coordination explains what one organisation alone may count",
        _DIFFERENCES + "operations.py",
        "        raise NotTheSameRows",
        "        pass",
        _D + "test_only_who_counted_its_own_rows_compares_them",
    ),
    Mutant(
        "a line joins another that does not say by which date it counts",
        _SERIES + "joining.py",
        "None not in dates and len(dates) == 1",
        "len(dates) == 1",
        _J + "test_two_lines_that_do_not_say_their_date_stay_apart",
    ),
    Mutant(
        "lines a tenth apart join",
        _SERIES + "joining.py",
        "MOST_APART = 5",
        "MOST_APART = 10",
        _J + "test_lines_join_if_they_count_the_same_and_one_year_is_close",
    ),
    Mutant(
        "a growth is given across a recorded break",
        _SERIES + "points.py",
        "if base is None or any(since_year < year <= point.year for year in self._breaks):",
        "if base is None:",
        _J + "test_a_number_is_flagged_where_the_series_breaks_and_no_growth_crosses_it",
    ),
    Mutant(
        "an organisation reads why the coordination recorded a break",
        _SERIES + "operations.py",
        "if coordinates and each.year == year",
        "if each.year == year",
        _S + "test_an_organisation_is_told_that_a_series_breaks_and_reads_no_record_of_it",
    ),
    Mutant(
        "a total that was withdrawn stands in the series",
        _SERIES + "sources.py",
        "_G.status == literal_code(EntryStatus.REGISTERED)",
        "_G.status != literal_code('none')",
        _S + "test_the_coordination_sees_totals_of_others_apart_with_breaks_and_no_growth_across",
    ),
    Mutant(
        "years before anything was counted are zeros",
        _SERIES + "sources.py",
        "first = min(year for year, _ in found)",
        "first = 1960",
        _S + "test_an_organisation_follows_its_own_rows_and_sees_no_total_of_others",
    ),
    Mutant(
        "an entry that was withdrawn counts",
        _RELATIONS + "images.py",
        'and_(stands(image), member(image, "status") == literal_code("registered"))',
        "stands(image)",
        _E + "test_each_figure_says_what_was_done_and_says_it_again_after_everything_changed",
    ),
    Mutant(
        "a receiver does not count what it was sent",
        _PERSONS,
        ".outerjoin(CountedCase, and_(",
        ".join(CountedCase, and_(",
        _E + "test_each_figure_says_what_was_done_and_says_it_again_after_everything_changed",
    ),
    Mutant(
        "an auditor counts cases",
        "domain/figures/answers/operations.py",
        "definition.audience is Audience.COORDINATION and",
        "False and",
        _E + "test_auditors_count_nothing_else_of_cases_and_all_of_the_programme",
    ),
    Mutant(
        "everybody counts the quality of all",
        "domain/figures/answers/counts.py",
        'return "flow" if audited else None',
        'return "flow"',
        _E + "test_quality_of_another_organisation_is_not_counted",
    ),
    Mutant(
        "events of before a restore are forgotten",
        _AS_OF,
        'recorded_at < _instant("cut_generation_since"),',
        "recorded_at.is_(None),",
        _E + "test_an_event_of_before_a_restore_was_seen_and_a_later_one_is_not",
    ),
    Mutant(
        "an answer after the day of a call is in time",
        _RELATIONS + "partnership.py",
        'end = day(_REQUEST, "due_on") + span("1 day")',
        'end = day(_REQUEST, "due_on") + span("99999 days")',
        _E + "test_each_figure_says_what_was_done_and_says_it_again_after_everything_changed",
    ),
    Mutant(
        "a consent counts in the total once for each of its purposes",
        _COUNTING,
        "if SEVERAL & set(by):",
        "if False:",
        _E + "test_each_figure_says_what_was_done_and_says_it_again_after_everything_changed",
    ),
)
