"""What may go wrong with what is told: dates, names, countries and versions."""

from tests.mutants.mutant import Mutant, Removal, in_function, in_table

_DATES = "tests/api/casework/test_dates.py::"
_FOLDED = "tests/api/network/test_folded_names.py::"
_NATIONALITIES = "tests/api/identification/test_nationalities.py::"

INPUTS = (
    Mutant(
        "a child is filed as an adult, whatever her date of birth says",
        "domain/identification/identities/birth.py",
        "if not in_doubt and not AgeBand",
        "if in_doubt and not AgeBand",
        _DATES + "test_a_birth_that_cannot_be_hers_is_refused",
    ),
    Mutant(
        "an appointment lies after the limit that ends the referral",
        "domain/protection/referrals/appointments.py",
        "limit = referral.start_by\n",
        "pass\n",
        _DATES + "test_no_appointment_lies_after_the_limit_that_ends_the_referral",
        _DATES + "test_an_expected_start_is_within_the_promise",
    ),
    Mutant(
        "a consent has run out when it is given",
        "domain/consent/consents/operations.py",
        'consent.valid_until <= row["now"]',
        "False",
        _DATES + "test_no_consent_has_run_out_when_it_is_given",
    ),
    Mutant(
        "a name hides a mark of direction",
        "domain/names.py",
        "if any(map(_is_hidden, name)):",
        "if False:",
        "tests/http/test_names.py::test_no_name_hides_anything_or_is_blank",
    ),
    Mutant(
        "two shelters differ by a Cyrillic letter",
        in_function("fold_name"),
        "АВЕЅІЈ",
        "абвгдё",
        _FOLDED + "test_a_name_is_folded_to_what_is_seen",
    ),
    Removal(
        "two shelters look the same",
        in_table("organisation"),
        "ALTER TABLE organisation ENABLE ALWAYS TRIGGER name_folded;",
        "DROP TRIGGER name_folded ON organisation;",
        _FOLDED + "test_a_name_that_looks_like_another_is_taken",
    ),
    Mutant(
        "a stateless person is a national of a country too",
        "domain/identification/cases/nationalities.py",
        "if stateless and (nationality or several):",
        "if False:",
        _NATIONALITIES + "test_nobody_is_of_a_country_and_of_none",
    ),
    Mutant(
        "of several countries only the first is read again",
        "domain/identification/cases/schemas.py",
        "if whole is not None and first ==",
        "if whole is None and first ==",
        _NATIONALITIES + "test_what_is_said_of_her_nationality_is_read_again",
    ),
    Mutant(
        "a star changes what nobody has seen",
        "http/etags.py",
        "    match = _ETAG.fullmatch(given)",
        '    match = _ETAG.fullmatch(given.replace("*", \'"1"\'))',
        "tests/http/test_input_headers.py::test_a_change_needs_the_version_it_was_made_on",
    ),
)
