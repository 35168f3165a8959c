"""Faults in duplicates, links of files and relations of persons."""

from tests.mutants.mutant import Mutant, in_function

_DUPLICATES = "tests/api/identification/test_duplicates.py"
_LINKS = "tests/api/identification/test_person_links.py"
_RELATIONS = "tests/api/identification/test_case_relations.py"

PERSONS = (
    Mutant(
        "whoever looks for a woman by recording her name is told where her file is",
        "domain/identification/duplicates/records.py",
        "    if candidate.disclosed:\n",
        "    if True:\n",
        _DUPLICATES + "::"
        "test_a_file_that_exists_is_told_to_its_holder_and_to_the_coordination_alone",
    ),
    Mutant(
        "a notice tells the recorder that the person is known",
        "domain/casework/duplicate_checks/looking.py",
        "    if searcher.discloses and organisation_id != holder:",
        "    if organisation_id != holder:",
        _DUPLICATES + "::"
        "test_a_file_that_exists_is_told_to_its_holder_and_to_the_coordination_alone",
    ),
    Mutant(
        "the indexes of a corrected identity stay",
        in_function("queue_identity_check"),
        "    IF TG_OP <> 'INSERT' THEN\n",
        "    IF TG_OP NOT IN ('INSERT', 'UPDATE') THEN\n",
        _DUPLICATES + "::test_a_correction_replaces_the_indexes_and_a_destroyed_key_deletes_them",
    ),
    Mutant(
        "sealed identities are opened without a trace",
        in_function("find_alike"),
        "FROM unnest(found) f;\n",
        "FROM unnest('{}'::uuid[]) f;\n",
        _DUPLICATES + "::test_each_identity_that_is_opened_is_an_event",
    ),
    Mutant(
        "one agent has as many identities opened as it likes",
        in_function("find_alike"),
        "SET opened = u.opened + COALESCE(cardinality(found), 0)",
        "SET opened = u.opened",
        _DUPLICATES + "::test_the_openings_of_an_agent_are_limited_and_the_rest_waits",
    ),
    Mutant(
        "a check begins with fewer openings than it needs, and the rest is never looked at",
        "domain/casework/duplicate_checks/statements.py",
        "_CHECK.case_id == _TARGET, _IS_FREE, _HAS_ROOM, col(",
        "_CHECK.case_id == _TARGET, _IS_FREE, or_(_LIMIT > 0), col(",
        _DUPLICATES + "::test_what_waits_today_is_found_tomorrow",
    ),
    Mutant(
        "what waits for tomorrow fills each turn of the worker",
        "domain/casework/duplicate_checks/statements.py",
        "_IS_FREE, _HAS_ROOM)\n",
        "_IS_FREE, or_(_LIMIT > 0))\n",
        _DUPLICATES + "::test_waiting_checks_hold_up_nobody",
    ),
    Mutant(
        "of two workers at the end of an agent's day, one reads less and says that it is done",
        "domain/casework/duplicate_checks/looking.py",
        "        raise NoRoomError\n",
        "        pass\n",
        _DUPLICATES + "::test_a_check_whose_openings_another_took_reads_nothing_and_comes_again",
    ),
    Mutant(
        "whoever was told of a possible duplicate proposes, and learns which file it is",
        "domain/identification/person_links/records.py",
        "row[name] if row[name] in seen else None",
        "row[name]",
        _LINKS + "::test_whoever_was_told_proposes_without_seeing_and_the_other_holder_confirms",
    ),
    Mutant(
        "one organisation links two files alone",
        "domain/identification/person_links/records.py",
        "Side.CONFIRMER: bool(answered) and not proposed and second,",
        "Side.CONFIRMER: bool(answered),",
        _LINKS + "::test_whoever_was_told_proposes_without_seeing_and_the_other_holder_confirms",
    ),
    Mutant(
        "a coordinator confirms what the coordinator proposed",
        "domain/identification/person_links/records.py",
        "Side.COORDINATOR: actor.coordinates and second,",
        "Side.COORDINATOR: actor.coordinates,",
        _LINKS + "::test_the_coordination_is_a_second_person_and_never_of_its_own_proposal",
    ),
    Mutant(
        "a linked person counts twice",
        "domain/figures/definitions/relations/of_person.py",
        "func.coalesce(person.c.root_id, root)",
        "func.coalesce(root, person.c.root_id)",
        _LINKS + "::test_a_linked_person_counts_once_and_the_difference_says_why",
    ),
    Mutant(
        "the root of a person is whichever file comes first by chance",
        in_function("count_persons"),
        "ORDER BY c.registered_at, c.id",
        "ORDER BY c.registered_at DESC, c.id",
        _LINKS + "::test_three_files_in_a_row_are_one_person_and_fall_apart_where_they_are_parted",
    ),
    Mutant(
        "a relation names the mother to who sees the child alone",
        "domain/identification/relations/records.py",
        '"other_case_id": None if code is None else other,',
        '"other_case_id": other,',
        _RELATIONS + "::test_who_answers_for_one_learns_the_relation_and_not_of_whom",
    ),
    Mutant(
        "a file is closed as the duplicate of nothing",
        "domain/casework/duplicate_closing.py",
        '        if len(linked) != 1:\n            raise _refused("missing")\n',
        "        if len(linked) != 1:\n            return None\n",
        _DUPLICATES + "::test_closing_as_a_duplicate_names_the_other_file",
    ),
    Mutant(
        "both files of a person are closed as duplicates, and nobody counts the person",
        "domain/casework/duplicate_closing.py",
        '    if row["reason"] == ClosureReason.DUPLICATE:\n',
        "    if False:\n",
        _DUPLICATES + "::test_of_two_files_of_a_person_one_stays",
    ),
)
