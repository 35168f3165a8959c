"""Every operation has its words for pages, in both languages; its title gives nobody away."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from fastapi.routing import APIRoute

import referral_api
from referral_api.routers import all_routers
from tests.support.words import feminine_in_english, feminine_in_french, gives_away

_LOCALE = Path(referral_api.__file__).parent / "locale"
# All that the history of a shared telephone may hold. Another word is a decision about safety.
TITLES = {
    "Annuaire": "Directory", "Appareils": "Devices", "Avis": "Notices", "Chiffres": "Figures",
    "Compte": "Account", "Demande": "Request", "Demandes": "Requests", "Dossier": "File",
    "Dossiers": "Files", "Fiche": "Sheet", "Formulaire": "Form", "Journal": "Log",
    "Liste": "List", "Personnes": "People", "Place": "Place", "Places": "Places",
    "Rapport": "Report",
}  # fmt: skip
# What is written alike in both languages.
ALIKE = {
    "Agent", "Agents", "Contribution", "Contributions", "Import", "Imports", "Organisation",
    "Organisations", "Place", "Places", "Service", "Services",
}  # fmt: skip
_LONGEST = {"": 48, "title": 12, "done": 90, "sure": 90}
# An act that ends something, or shows something to others, says first what follows.
_ENDS = re.compile(
    r"^(cancel|close|complete|decline|disable|dismiss|end|fail|force|freeze|lift|merge|not_admit"
    r"|refuse|refute|reject|revoke|settle|stop|unlink|uphold|withdraw)_|_as_error$|^depart_stay$"
    r"|^(send_referral|offer_handoff|hand_over|open_contribution_call|record_decision)"
)
_EMPTY_WORDS = re.compile(
    r"^(ok|valider|soumettre|submit|validate|confirm|confirmer)\b$", re.IGNORECASE
)


def _read_words(language: str) -> dict[str, str]:
    with (_LOCALE / language / "LC_MESSAGES" / "acts.po").open("rb") as source:
        catalogue = read_po(source, locale=language, abort_invalid=True)
    assert not [message.id for message in catalogue if message.fuzzy and message.id]
    return {str(message.id): str(message.string) for message in catalogue if message.id}


def _wanted() -> set[str]:
    """Name the messages of each route but those of ``sure``."""
    wanted: set[str] = set()
    for router in all_routers:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            name = route.name
            wanted |= {name, f"{name}.title"}
            if (route.methods or set()) & {"POST", "PUT", "PATCH"}:
                wanted.add(f"{name}.done")
    return wanted


WANTED = _wanted()
WORDS = {language: _read_words(language) for language in ("fr", "en")}
PAIRS = {msgid: (WORDS["fr"][msgid], WORDS["en"].get(msgid, "")) for msgid in WORDS["fr"]}


def _kind(msgid: str) -> str:
    return msgid.partition(".")[2]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_operation_has_its_words_and_no_word_is_left_over(language: str) -> None:
    words = WORDS[language]
    sure = {msgid for msgid in words if _kind(msgid) == "sure"}
    assert len(WANTED) > 1000
    assert sorted(WANTED - words.keys()) == []
    assert sorted(words.keys() - WANTED - sure) == []
    assert [msgid for msgid, text in words.items() if text != text.strip() or not text] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_act_that_ends_something_says_first_what_follows(language: str) -> None:
    acts = {msgid.partition(".")[0] for msgid in WANTED if _kind(msgid) == "done"}
    said = {msgid.partition(".")[0] for msgid in WORDS[language] if _kind(msgid) == "sure"}
    ending = {act for act in acts if _ENDS.search(act)}
    assert len(ending) > 80
    assert sorted(ending - said) == []
    assert sorted(said - acts) == []


def test_the_catalogues_are_sorted_and_hold_the_same_messages() -> None:
    assert list(WORDS["fr"]) == list(WORDS["en"]) == sorted(WORDS["fr"])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_words_fit_on_the_screen_of_a_telephone(language: str) -> None:
    long = {
        msgid: len(text)
        for msgid, text in WORDS[language].items()
        if len(text) > _LONGEST[_kind(msgid)]
    }
    assert long == {}


def test_a_title_is_one_of_a_closed_set_that_says_nothing_of_anybody() -> None:
    titles = {pair for msgid, pair in PAIRS.items() if _kind(msgid) == "title"}
    assert titles <= set(TITLES.items())
    assert [title for title in (*TITLES, *TITLES.values()) if gives_away(title)] == []


def test_no_french_word_is_left_in_english() -> None:
    alike = {french for french, english in PAIRS.values() if french == english}
    assert sorted(alike - ALIKE) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_button_is_a_phrase_and_a_sentence_ends_with_a_stop(language: str) -> None:
    for msgid, text in WORDS[language].items():
        assert text[0].isupper(), msgid
        if _kind(msgid) in {"done", "sure"}:
            assert text.endswith("."), msgid
        else:
            assert not text.endswith((".", ":", ";", "!")), msgid
    buttons = {msgid: WORDS[language][msgid.removesuffix(".done")] for msgid in WANTED
               if _kind(msgid) == "done"}  # fmt: skip
    assert {msgid: text for msgid, text in buttons.items() if " " not in text} == {}
    assert {msgid: text for msgid, text in buttons.items() if _EMPTY_WORDS.search(text)} == {}


def test_the_words_are_those_of_the_mechanism() -> None:
    french = re.compile(
        r"\borient\w*|\bmotifs? léga|\btrafiquant|\bréférencements?\b|\bréf\.|\bauditrice\b"
        r"|\b(valider|soumettre|OK)\b|[’_`]|  |\w[;:?!]",
        re.IGNORECASE,
    )
    english = re.compile(
        r"\banswer(s|ed)? for\b|\binquir|\btrafficker|\bsubmit\b|[’_`]|  ", re.IGNORECASE
    )
    assert {msgid: fr for msgid, (fr, _) in PAIRS.items() if french.search(fr)} == {}
    assert {msgid: en for msgid, (_, en) in PAIRS.items() if english.search(en)} == {}


def test_the_words_call_nobody_she() -> None:
    for msgid, (french, english) in PAIRS.items():
        assert feminine_in_french(french) == [], msgid
        assert feminine_in_english(english) == [], msgid
        # Beside a noun too: the noun is said again.
        assert not re.search(r"\belles?\b", french, re.IGNORECASE), msgid
