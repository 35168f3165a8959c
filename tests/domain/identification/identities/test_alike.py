"""Names are found by how they sound, and identities compared in memory."""

from datetime import date
from typing import Any

import pytest

from referral_api.domain.codelists.documents import DocumentKind
from referral_api.domain.codelists.persons import Likeness
from referral_api.domain.identification.identities.compounds import (
    Described,
    compounds_to_find,
    plain_number,
    plain_phone,
    stored_compounds,
)
from referral_api.domain.identification.identities.likeness import likeness, score
from referral_api.domain.identification.identities.schemas import IdentityDocument, IdentityFields
from referral_api.domain.identification.identities.spelling import fold, shortened, sound

BORN = date(1995, 3, 14)


def person(sex: str = "female", **fields: Any) -> Described:
    usual: dict[str, Any] = {
        "family_name": "Traoré", "given_names": "Fatoumata Binta", "birth_date": BORN
    }  # fmt: skip
    return Described(IdentityFields(**usual | fields), sex)


def is_found(one: Described, other: Described) -> bool:
    return bool(stored_compounds(one) & compounds_to_find(other).keys())


@pytest.mark.parametrize(
    "spelt",
    [
        ("Traoré", "TRAORE", "Traorè"), ("Coulibaly", "Koulibaly", "Coulibali"),
        ("Mohamed", "Mouhamed", "Mahamadou", "Mamadou"), ("Diarra", "Djara", "Jara"),
        ("Cissé", "Sissé", "Cisse"), ("Oumar", "Umar", "Omar"), ("Wagué", "Ouagué"),
        ("Cheick", "Cheikh", "Sheick"), ("Ɲaba", "Niaba", "Nyaba"),
    ],
    ids=lambda names: names[0],
)  # fmt: skip
def test_a_name_sounds_the_same_however_it_is_spelt(spelt: tuple[str, ...]) -> None:
    assert len({tuple(map(sound, fold(name))) for name in spelt}) == 1


def test_particles_are_left_out_unless_nothing_else_is_there() -> None:
    assert fold("Mohamed Ag El-Ansari") == ("mohamed", "ansari")
    assert fold("Ag") == ("ag",)
    assert fold("…") == ()
    assert shortened("tr") == set()


@pytest.mark.parametrize(
    "again",
    [
        {"family_name": "Fatoumata", "given_names": "Traoré"},
        {"family_name": "Traore", "given_names": "Fatumata"},
        {"birth_date": date(1997, 1, 1)},
        {"birth_date": None},
        {"birth_date": date(1995, 1, 1), "given_names": "Fatoumta Binta"},
        {"given_names": "Fatoumatabinta"},
    ],
)
def test_a_person_is_found_and_told_of_whatever_was_written_otherwise(
    again: dict[str, Any],
) -> None:
    first, second = person(), person(**again)
    assert is_found(first, second)
    assert is_found(second, first)
    assert likeness(first, second) is not None


def test_month_and_day_may_be_exchanged() -> None:
    first, second = person(birth_date=date(1995, 3, 4)), person(birth_date=date(1995, 4, 3))
    assert likeness(first, second) is Likeness.STRONG
    assert is_found(person(given_names=None, birth_date=date(1995, 3, 4)), second)


def test_nobody_is_found_by_a_name_alone() -> None:
    first = person(given_names=None)
    assert not is_found(first, person(given_names="Awa", birth_date=date(1960, 5, 6)))
    assert likeness(first, person(given_names=None, birth_date=None)) is None


def test_another_person_is_not_told_of() -> None:
    assert likeness(person(), person(birth_date=date(1970, 7, 7))) is None
    assert likeness(person(), person(family_name="Keïta", given_names="Awa")) is None
    assert likeness(person(), person(sex="male", birth_date=None)) is None


def test_a_document_or_a_telephone_finds_a_person_of_another_name() -> None:
    papers = [IdentityDocument(kind=DocumentKind.NATIONAL_ID, number="AB-10O 42")]
    same = [IdentityDocument(kind=DocumentKind.PASSPORT, number="ab100 42")]
    one = person(documents=papers, phones=["+223 70 11 22 33"])
    for other in (
        person(family_name="Keïta", given_names="Awa", birth_date=None, documents=same),
        person(family_name="Keïta", given_names="Awa", birth_date=None, phones=["70112233"]),
    ):
        assert is_found(one, other)
    assert score(one, person(documents=same, phones=["70112233"])) == 1.0
    assert (plain_number("x1"), plain_phone("112")) == (None, None)


def test_who_has_no_known_sex_or_names_is_compared_as_far_as_one_can() -> None:
    assert is_found(person(sex="unknown"), person())
    assert is_found(person(), person(sex="unknown"))
    assert score(person(), Described(IdentityFields(), "female")) < 0.5


def test_the_place_of_birth_tells_namesakes_apart() -> None:
    one = person(birth_place="Yélimané", birth_date=None)
    assert is_found(one, person(birth_place="Yelimane"))
    assert score(one, person(birth_place="Yelimane")) > score(one, person(birth_place="Gao"))
