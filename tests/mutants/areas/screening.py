"""Faults in screenings, episodes of exploitation, profiles and backgrounds."""

from tests.mutants.mutant import Mutant

_ADVICE = "tests/domain/identification/screenings/test_advice.py"
_INSTRUMENTS = "tests/domain/identification/screenings/test_instruments.py"
_SCREENINGS = "tests/api/identification/test_screenings.py"
_EPISODES = "tests/api/identification/test_exploitations.py"
_PROFILES = "tests/api/identification/test_profiles.py"
_BACKGROUNDS = "tests/api/casework/test_backgrounds.py"

SCREENING = (
    Mutant(
        "a child is found exploited only if somebody deceived or forced it",
        "domain/identification/screenings/advice.py",
        "(child or positive & _MEANS)",
        "(positive & _MEANS)",
        _ADVICE + "::test_an_adult_needs_a_purpose_and_a_means_and_a_child_the_purpose_alone",
    ),
    Mutant(
        "the looks of a person are taken for exploitation",
        "domain/identification/screenings/advice.py",
        "frozenset({ScreeningDimension.PRESENTATION})",
        "frozenset()",
        _ADVICE + "::test_what_is_seen_of_a_person_alone_is_never_positive",
    ),
    Mutant(
        "a question asks whether the person agreed",
        "domain/identification/screenings/instrument.py",
        "if found := _FORBIDDEN.search(text):",
        "if found := _FORBIDDEN.fullmatch(text):",
        _INSTRUMENTS + "::test_an_instrument_that_may_not_be_used_is_refused_at_the_start",
    ),
    Mutant(
        "a published instrument is replaced by another",
        "domain/identification/screenings/library.py",
        "if (found.key, found.version) in self._known:",
        "if False:",
        _INSTRUMENTS + "::test_an_instrument_that_may_not_be_used_is_refused_at_the_start",
    ),
    Mutant(
        "a child is screened without anybody asking for a specialist",
        "domain/identification/screenings/conduct.py",
        "if child and screening.child_specialist is None:",
        "if not child and screening.child_specialist is None:",
        _SCREENINGS + "::test_a_person_of_doubtful_age_is_screened_as_a_child",
    ),
    Mutant(
        "what a relative interpreted is taken at its word",
        "domain/identification/screenings/conduct.py",
        "frozenset({InterpreterKind.RELATIVE, InterpreterKind.ESCORT})",
        "frozenset({InterpreterKind.RELATIVE})",
        _SCREENINGS + "::test_a_correction_makes_the_advice_anew_and_an_error_leaves_the_list",
    ),
    Mutant(
        "whoever holds no account of the facts is told that nobody screened the person",
        "domain/identification/screenings/operations.py",
        "    await check_section(transaction, case_id, Section.EXPLOITATION)\n",
        "",
        _SCREENINGS + "::test_a_screening_is_closed_to_whoever_does_not_hold_the_section",
    ),
    Mutant(
        "the village of an episode stands in plain text",
        "domain/identification/exploitations/operations.py",
        'place.model_dump(mode="json", exclude={"place": {"locality"}})',
        'place.model_dump(mode="json")',
        _EPISODES + "::test_an_episode_says_what_follows_from_it_and_seals_what_names_a_place",
    ),
    Mutant(
        "a decision rests on what was done to somebody else",
        "domain/identification/decisions/facts.py",
        '        col(Exploitation.case_id) == bindparam("case_id"),\n',
        "",
        _EPISODES + "::test_a_decision_names_only_what_is_recorded_of_its_own_case",
    ),
    Mutant(
        "a parent who exploits is not seen as one",
        "domain/identification/exploitations/derived.py",
        "RelationToVictim.PARENT, ",
        "",
        _EPISODES + "::test_an_episode_proposes_and_does_nothing",
    ),
    Mutant(
        "the police read how the person functions",
        "domain/identification/profiles/operations.py",
        "        shown = None\n",
        "        shown = functioning\n",
        _PROFILES + "::test_answers_on_functioning_are_for_who_holds_health",
    ),
    Mutant(
        "a child's descent is recorded without its assent",
        "domain/casework/backgrounds/operations.py",
        "if child and background.child_assents is not Answer.YES:",
        "if False:",
        _BACKGROUNDS + "::test_of_a_child_only_with_who_speaks_for_it_and_its_own_assent",
    ),
    Mutant(
        "ethnic groups are recorded where nobody authorised it",
        "domain/casework/backgrounds/operations.py",
        "    if not enabled:\n",
        "    if False:\n",
        _BACKGROUNDS + "::test_an_installation_that_is_not_authorised_records_nothing",
    ),
    Mutant(
        "what a person declared outlives the consent",
        "alembic/sql/functions/erase_background.sql",
        "SET sealed = NULL, erased_at",
        "SET erased_at",
        _BACKGROUNDS + "::"
        "test_what_the_person_declares_is_sealed_and_erased_when_the_consent_is_withdrawn",
    ),
)
