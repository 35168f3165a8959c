"""What the answers of a screening advise, rule by rule."""

from datetime import date

import pytest

from referral_api.domain.codelists.screenings import ScreeningAdvice as Says
from referral_api.domain.identification.screenings.advice import advise
from referral_api.domain.identification.screenings.instrument import Instrument

_WEIGHTS = {"s": "strong", "m": "medium", "w": "weak", "c": "context"}
_DIMENSIONS = {
    "e": "exploitation", "v": "servile_status", "c": "coercion", "d": "deceptive_recruitment",
    "f": "coercive_recruitment", "r": "recruitment_vulnerability", "u": "vulnerability",
    "p": "presentation",
}  # fmt: skip


def _instrument(*put: str, **more: object) -> Instrument:
    """Each question is a letter for its dimension, then one for its weight."""
    questions = [
        {
            "code": f"question_{'abcdefghij'[place]}", "fr": "Question ?", "en": "Question?",
            "dimension": _DIMENSIONS[letters[0]], "weight_adult": _WEIGHTS[letters[1]],
            "weight_child": _WEIGHTS[letters[-1]], "bases": ["observed"], "source": "test",
            **more,
        }
        for place, letters in enumerate(put)
    ]  # fmt: skip
    return Instrument.model_validate(
        {
            "key": "made_up", "version": "1.0", "title_fr": "Essai", "title_en": "Trial",
            "for": "both", "sources": ["test"], "valid_from": date(2026, 1, 1),
            "questions": questions,
        }
    )  # fmt: skip


def _advise(*put: str, child: bool = False, **more: object) -> str:
    instrument = _instrument(*put, **more)
    codes = [question.code for question in instrument.questions]
    return advise(instrument, codes, child=child).advice


def test_only_a_yes_counts() -> None:
    instrument = _instrument("es", "es", "cs", "cs")
    assert advise(instrument, [], child=False) == (Says.NONE, [], [])
    assert advise(instrument, ["of_another_instrument"], child=False).advice is Says.NONE


@pytest.mark.parametrize(
    ("put", "positive"),
    [
        (("es", "es"), True), (("es", "em"), True), (("es", "ew"), True),
        (("em", "em", "em"), True), (("em", "em", "ew"), True),
        (("es",), False), (("em", "em"), False), (("em", "ew", "ew"), False),
        (("ew",) * 9, False), (("es", "ec"), False), (("es", "cs"), False),
    ],
)  # fmt: skip
def test_a_dimension_is_positive_by_the_table(put: tuple[str, ...], positive: bool) -> None:
    instrument = _instrument(*put)
    codes = [question.code for question in instrument.questions]
    assert ("exploitation" in advise(instrument, codes, child=False).dimensions) is positive


def test_what_is_seen_of_a_person_alone_is_never_positive() -> None:
    instrument = _instrument("ps", "ps", "pm")
    codes = [question.code for question in instrument.questions]
    found = advise(instrument, codes, child=False)
    assert (found.dimensions, found.advice) == ([], Says.WEAK)


@pytest.mark.parametrize("purpose", ["e", "v"])
@pytest.mark.parametrize("means", ["d", "f", "r", "c", "u"])
def test_an_adult_needs_a_purpose_and_a_means_and_a_child_the_purpose_alone(
    purpose: str, means: str
) -> None:
    of_purpose, of_means = (f"{purpose}s",) * 2, (f"{means}s",) * 2
    assert _advise(*of_purpose, *of_means) is Says.STRONG
    assert _advise(*of_purpose) is Says.WEAK
    assert _advise(*of_purpose, child=True) is Says.STRONG
    assert _advise(*of_means) is Says.WEAK
    assert _advise(*of_means, child=True) is Says.WEAK


def test_one_decisive_yes_is_strong_for_whom_it_decides() -> None:
    assert _advise("ps", decisive=["child"], child=True) is Says.STRONG
    assert _advise("ps", decisive=["child"]) is Says.WEAK
    assert _advise("ew", decisive=["adult"]) is Says.STRONG


@pytest.mark.parametrize(
    ("put", "says"),
    [
        (("es",), Says.WEAK), (("em", "cm"), Says.WEAK), (("em",), Says.NONE),
        (("ew", "cw", "pw"), Says.NONE), (("ec", "cc"), Says.NONE),
    ],
)  # fmt: skip
def test_a_little_is_weak_and_less_is_nothing(put: tuple[str, ...], says: Says) -> None:
    assert _advise(*put) is says


def test_a_question_that_is_not_put_to_a_person_weighs_nothing() -> None:
    instrument = _instrument("es", "es", weight_adult=None)
    codes = [question.code for question in instrument.questions]
    assert advise(instrument, codes, child=False) == (Says.NONE, [], [])
    assert advise(instrument, codes, child=True).advice is Says.STRONG


def test_the_advice_names_what_it_comes_from() -> None:
    instrument = _instrument("es", "ew", "cc")
    codes = [question.code for question in instrument.questions]
    found = advise(instrument, reversed(codes), child=False)
    assert found.dimensions == ["exploitation"]
    assert found.questions == codes[:2]
