"""Faults that the story of an incident met, and faults in how it is told."""

from tests.mutants.mutant import Mutant

_BATCHES = "tests/api/casework/test_batches.py"
_STAGE = "tests/demo/test_stage.py"
_ACTS = "domain/casework/many/group_acts.py"
_PEOPLE = "demo/incident_people.py"

STORY = (
    Mutant(
        "one person who knows her date of birth fails the names of a whole group",
        _ACTS,
        '        said = row.model_dump(mode="json", exclude=',
        "        said = row.model_dump(exclude=",
        _BATCHES + "::test_identities_of_many_are_sealed_each_alone_and_not_repeated",
    ),
    Mutant(
        "a form that holds until a day is recorded for nobody of the group",
        _ACTS,
        'batch.form.model_dump(mode="json")',
        "batch.form.model_dump()",
        _BATCHES + "::test_one_form_is_read_to_a_group_and_each_replies_alone",
    ),
    Mutant(
        "a story waits for ever for a worker that stands still",
        "demo/stage.py",
        "            if time.monotonic() > until:\n",
        "            if False:\n",
        _STAGE + "::test_it_gives_up_after_a_while",
    ),
    Mutant(
        "a refusal is taken for a response that is still to come",
        "demo/stage.py",
        "            if response.is_error or holds(",
        "            if not response.is_error and holds(",
        _STAGE + "::test_a_refusal_ends_the_waiting_at_once",
    ),
    Mutant(
        "the story shows no spelling of another's",
        _PEOPLE,
        'f"Co{family}"',
        'f"Ko{family}"',
        _STAGE + "::test_the_invented_woman_is_found_though_she_is_spelt_otherwise",
    ),
    Mutant(
        "the girl of unknown age is nobody's child",
        _PEOPLE,
        '"age_in_doubt": True',
        '"age_in_doubt": False',
        _STAGE + "::test_forty_people_are_met_of_whom_the_last_is_of_unknown_age",
    ),
)
