"""The instruments: complete, in two languages, and without what is never asked."""

import re
from pathlib import Path

import pytest

from referral_api.domain.codelists.exploitation import Indicator
from referral_api.domain.codelists.screenings import (
    AnswerBasis,
    QuestionWeight,
    ScreeningDimension,
)
from referral_api.domain.identification.screenings import library
from referral_api.domain.identification.screenings.library import (
    Instruments,
    UnusableInstrumentError,
)

# A copy of its own: what no question says, in either language. * is the rest of a word.
_NEVER = (
    "consent*, accord, accept*, agree*, willing*, volont*, mensonge*, mentir, lie, lies, lying,"
    " crédib*, credib*, vérité, truth*, cohéren*, consisten*, contradi*, pourquoi, why, plus tôt,"
    " sooner, earlier"
)
_WORDS = (re.escape(word).replace(r"\*", r"\w*") for word in _NEVER.split(", "))
_FOUND = re.compile("|".join(rf"(?<!\w){word}(?!\w)" for word in _WORDS), re.IGNORECASE)
_ALL = Instruments().all()
_QUESTIONS = [(one.key, question) for one in _ALL for question in one.questions]
_COUNT = {
    "general": 25, "forced_labour": 22, "sexual_exploitation": 20, "child": 27, "begging": 15,
    "domestic_servitude": 16, "descent_slavery": 15,
}  # fmt: skip


def _national(folder: Path, name: str = "general_1.0.toml", **changed: str) -> Path:
    """Write a built-in file into a folder of national ones, changed here and there."""
    text = (Path(library.__file__).parent / "instruments" / name).read_text("utf-8")
    for before, after in changed.items():
        text = text.replace(before, after)
    (folder / name).write_text(text, "utf-8")
    return folder


def test_the_seven_instruments_are_there_with_all_their_questions() -> None:
    assert {one.key: len(one.questions) for one in _ALL} == _COUNT
    assert {one.version for one in _ALL} == {"1.0"}
    codes = [question.code for _, question in _QUESTIONS]
    assert len(set(codes)) == len(codes)


def test_no_question_asks_for_agreement_credibility_or_why_not_sooner() -> None:
    for key, question in _QUESTIONS:
        for text in (question.fr, question.en):
            assert text.strip(), key
            assert _FOUND.search(text) is None, (key, question.code, text)
    assert _FOUND.search("Was she willing?")
    assert _FOUND.search("N'a-t-elle pas parlé plus tôt ?")


def test_every_weight_dimension_basis_and_indicator_is_of_its_list() -> None:
    for key, question in _QUESTIONS:
        weights = {question.weight_adult, question.weight_child}
        assert weights - {None} <= {*QuestionWeight}
        assert question.dimension in ScreeningDimension
        assert set(question.bases) <= {*AnswerBasis}
        assert question.ilo11 is None or question.ilo11 in Indicator
        # Nobody is shown to be exploited by what is merely seen.
        assert key != "child" or question.weight_adult is None


def test_what_decides_alone_decides_for_children_but_for_a_person_given_or_inherited() -> None:
    decisive = {question.code: question.decisive for _, question in _QUESTIONS if question.decisive}
    assert decisive.pop("des_passed_on") == ["adult", "child"]
    assert set(decisive) == {
        "gen_armed_group", "sex_child_used", "chi_sold_or_given", "chi_armed_group", "chi_sexual",
        "beg_infant_lent",
    }  # fmt: skip
    assert all(whom == ["child"] for whom in decisive.values())


def test_a_national_instrument_stands_beside_the_built_in_ones(tmp_path: Path) -> None:
    _national(tmp_path, **{'version = "1.0"': 'version = "2.0"'})
    found = Instruments(tmp_path)
    assert len(found.all()) == len(_ALL) + 1
    assert found.find("general", "2.0").title_fr == found.find("general", "1.0").title_fr


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {'version = "1.0"': 'version = "one"'},
        {'version = "1.0"': 'version = "2.0"', "Is the person locked in": "Does the person agree"},
        {'version = "1.0"': 'version = "2.0"', '"gen_violence"': '"gen_threats"'},
        {'version = "1.0"': 'version = "2.0"', "coercion": "credibility"},
        {'version = "1.0"': "version = "},
    ],
    ids=["published", "version", "agreement", "twice", "dimension", "rubbish"],
)
def test_an_instrument_that_may_not_be_used_is_refused_at_the_start(
    tmp_path: Path, changed: dict[str, str]
) -> None:
    _national(tmp_path, **changed)
    with pytest.raises(UnusableInstrumentError, match=r"general_1\.0\.toml"):
        Instruments(tmp_path)
