"""The labels in two languages: nobody is called by a wrong word, or endangered by a paper."""

import pytest

from referral_api.domain.codelists.operations import list_codelists, read_codelist
from referral_api.domain.codelists.registry import CODELISTS
from referral_api.domain.codelists.roles import RoleName
from referral_api.domain.codelists.titles import TAKEN_HOME, TITLES
from referral_api.permissions import Role
from tests.support.words import feminine_in_english, feminine_in_french, gives_away

# Names, and words that the two languages share.
SAME_IN_BOTH = {
    "administration", "agent", "constitution", "exact", "exploitation", "fragile",
    "gendarmerie", "guide", "information", "justice", "mission", "organisation", "police",
    "protection", "stable", "transit", "transport", "F", "document", "institution", "master",
    "medersa", "pornography", "prostitution", "documents", "kafala", "migration", "parent",
    "parents", "possible", "rural",
}  # fmt: skip
NAMES = {"countries", "ethnic_groups", "languages", "platforms", "regions"}


def test_every_list_has_a_title_in_both_languages() -> None:
    assert list(TITLES) == list(CODELISTS)
    for name, title in TITLES.items():
        assert title.fr.strip() == title.fr != "", name
        assert title.en.strip() == title.en != "", name
    assert len({title.fr for title in TITLES.values()}) == len(TITLES)
    assert len({title.en for title in TITLES.values()}) == len(TITLES)


def test_a_list_is_served_with_its_title() -> None:
    served = read_codelist("risk_flags")
    assert (served.fr, served.en, served.for_person) == ("Risques signalés", "Risk flags", False)
    assert {codelist.name for codelist in list_codelists() if codelist.for_person} == TAKEN_HOME


def test_every_role_has_a_name() -> None:
    assert [name.value for name in RoleName] == [role.value for role in Role]
    assert list(RoleName.__members__) == list(Role.__members__)


@pytest.mark.parametrize("name", sorted(CODELISTS.keys() - NAMES))
def test_no_label_is_the_same_in_both_languages_by_neglect(name: str) -> None:
    same = {code.value for code in CODELISTS[name] if code.fr == code.en}
    assert same <= SAME_IN_BOTH


@pytest.mark.parametrize("name", CODELISTS)
def test_a_label_calls_nobody_she(name: str) -> None:
    for code in CODELISTS[name]:
        assert feminine_in_english(code.en) == [], code
        assert feminine_in_french(code.fr) == [], code


@pytest.mark.parametrize("name", sorted(TAKEN_HOME))
def test_what_the_person_takes_home_shows_no_risk_and_no_form_of_exploitation(name: str) -> None:
    kept = _labels("risk_flags") | _labels("exploitation_forms") - {"unknown", "inconnu"}
    for label in _labels(name) | {title.lower() for title in TITLES[name]}:
        assert gives_away(label) == [], label
        assert not [other for other in kept if other in label]


def test_the_lists_that_give_away_are_kept_from_the_person() -> None:
    for name in ("risk_flags", "exploitation_forms", "indicators", "means", "trafficking_acts",
                 "alert_kinds", "accusation_statuses", "decision_grounds"):  # fmt: skip
        assert name not in TAKEN_HOME


def _labels(name: str) -> set[str]:
    return {label.lower() for code in CODELISTS[name] for label in (code.fr, code.en)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("L'auteur présumé recherche la personne", ["auteur présumé"]),
        ("Servitude domestique", ["Servitude"]),
        ("Forced labour: exploited", ["exploit"]),
        ("Soins médicaux", []),
    ],
)
def test_words_that_give_away_are_found(text: str, found: list[str]) -> None:
    assert gives_away(text) == found


def test_a_feminine_is_found() -> None:
    assert feminine_in_english("Sought by her employer") == ["her"]
    assert feminine_in_english("There, where the others are") == []
    assert feminine_in_french("Elle est partie") == ["Elle"]
    assert feminine_in_french("Risque pour elle-même") == ["elle"]
    assert feminine_in_french("La personne elle-même") == []
