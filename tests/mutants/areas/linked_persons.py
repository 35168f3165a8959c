"""Faults in what is said of a person who has several files, and of where persons were exploited."""

from tests.mutants.mutant import Mutant, in_function

_L = "tests/api/figures/test_linked_persons.py::"
_W = "tests/api/figures/test_where_exploited.py::"
_OF_PERSON = "domain/figures/definitions/relations/of_person.py"
_FACTS = "domain/figures/definitions/relations/facts.py"

LINKED_PERSONS = (
    Mutant(
        "a girl of Kayes is a woman of Gao in the next table",
        _OF_PERSON,
        "name: replacement_traverse(column, {}, said) for name",
        "name: column for name",
        _L + "test_what_happened_by_the_later_file_counts_where_the_earlier_says",
    ),
    Mutant(
        "the latest file says who a person is",
        _OF_PERSON,
        "file.c.registered_at, member.c.row_id)",
        "file.c.registered_at.desc(), member.c.row_id)",
        _L + "test_two_files_of_one_woman_are_one_person_of_the_earlier_until_they_are_parted",
    ),
    Mutant(
        "a file that was opened in error goes on saying who a person is",
        _OF_PERSON,
        "order = (counts.desc(), file",
        "order = (file.c.row_id.is_(None), file",
        _L + "test_an_earliest_file_that_is_not_valid_leaves_it_to_the_next",
    ),
    Mutant(
        "a person is a man although another file says that she is a woman",
        _OF_PERSON,
        'told["sex"] = case((differs, NOT_KNOWN), else_=told["sex"])',
        'told["sex"] = case((differs.is_(None), NOT_KNOWN), else_=told["sex"])',
        _L + "test_files_that_differ_in_sex_are_not_determined_and_flagged",
    ),
    Mutant(
        "a file that does not know the sex makes it not determined",
        _OF_PERSON,
        "and_(counts, file.c.sex != literal_code(Sex.UNKNOWN))",
        "counts",
        _L + "test_a_sex_that_one_file_does_not_know_contradicts_nothing",
    ),
    Mutant(
        "the footnote on doubtful ages counts others than the table",
        _OF_PERSON,
        "[replacement_traverse(each, {}, said) for each in conditions]",
        "list(conditions)",
        _L + "test_a_child_for_doubt_is_one_by_the_earliest_file",
    ),
    Mutant(
        "what the later file says of income counts",
        _OF_PERSON,
        '"income_level", "residence_kind", "difficulty_any"',
        '"residence_kind", "difficulty_any"',
        _L + "test_the_profile_is_that_of_the_earliest_file",
    ),
    Mutant(
        "an episode that was an error says where a person was exploited",
        _FACTS,
        """        select(_E.case_id, func.unnest(_E[name]).label("code"))
        .where(as_of(_E), _E.status == _RECORDED)
""",
        """        select(_E.case_id, func.unnest(_E[name]).label("code"))
        .where(as_of(_E))
""",
        _W + "test_a_victim_counts_in_each_region_and_country_of_exploitation_and_once_in_all",
    ),
    Mutant(
        "where a person was recruited counts as where she was exploited",
        in_function("count_exploitation"),
        "p->>'kind' = 'exploitation' AND COALESCE(",
        "p->>'kind' <> '' AND COALESCE(",
        _W + "test_an_episode_keeps_the_regions_and_countries_of_exploitation_and_nothing_below",
    ),
)
