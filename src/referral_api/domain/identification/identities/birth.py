"""What a date of birth may say: she was born before she was met, and her file agrees with it.

A correction of the file is not compared with the sealed date: the answer would tell it, band by
band, to people for whom her identity is closed.
"""

from datetime import date

from referral_api.domain.codelists.victims import AgeBand
from referral_api.domain.identification.cases.tables import Case
from referral_api.errors import MalformedInput

_OLDEST = 120


def check_birth_date(birth_date: date, case: Case) -> None:
    """Raise MalformedInput for a birth after the registration or over 120 years before it, and for
    one that contradicts the age band of the file.

    Age bands are those of the registration. Whoever learns her age corrects the file first: the
    rules for children follow it. While her age is in doubt, nothing contradicts it.
    """
    check_birth(birth_date, case.registered_at.date(), case.age_band, in_doubt=case.age_in_doubt)


def check_birth(birth_date: date, met: date, age_band: str, *, in_doubt: bool) -> None:
    """Check a date of birth as above, also where there is no file yet."""
    birthday_to_come = (met.month, met.day) < (birth_date.month, birth_date.day)
    age = met.year - birth_date.year - birthday_to_come
    birthday = (met.month, met.day) == (birth_date.month, birth_date.day)
    if not (0 <= age < _OLDEST or (age == _OLDEST and birthday)):
        raise MalformedInput(errors=[{"pointer": "/birth_date", "code": "out_of_range"}])
    if not in_doubt and not AgeBand(age_band).includes(age):
        raise MalformedInput(errors=[{"pointer": "/birth_date", "code": "contradicts_age_band"}])
