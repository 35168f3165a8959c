"""What the answers of a screening advise. A pure function of the table below.

Only a yes counts: no, unknown and not asked lower nothing. The advice changes no status, opens and
closes nothing. A decision may cite it and is never made by it.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from referral_api.domain.codelists.screenings import (
    QuestionWeight,
    ScreeningAdvice,
    ScreeningDimension,
)
from referral_api.domain.identification.screenings.instrument import Instrument, Question

_STRONG, _MEDIUM, _WEAK = QuestionWeight.STRONG, QuestionWeight.MEDIUM, QuestionWeight.WEAK
# A dimension is positive with one of these, at least: strong, medium, weak.
POSITIVE = (
    (2, 0, 0), (1, 1, 0), (1, 0, 1), (0, 3, 0), (0, 2, 1),
)  # fmt: skip
# What is seen of a person alone shows nothing.
_NEVER_POSITIVE = frozenset({ScreeningDimension.PRESENTATION})
_PURPOSES = frozenset({ScreeningDimension.EXPLOITATION, ScreeningDimension.SERVILE_STATUS})
# An adult's exploitation needs one of these; a child's none (Palermo Protocol, art. 3 c).
_MEANS = frozenset(
    {
        ScreeningDimension.DECEPTIVE_RECRUITMENT, ScreeningDimension.COERCIVE_RECRUITMENT,
        ScreeningDimension.RECRUITMENT_VULNERABILITY, ScreeningDimension.COERCION,
        ScreeningDimension.VULNERABILITY,
    }
)  # fmt: skip
_TWO_MEDIUM = 2
CAUTION_FR = "Ces indices orientent ; ils ne prouvent rien. Leur absence n'exclut pas la traite."
CAUTION_EN = "Indicators point; they prove nothing. Their absence does not exclude trafficking."


class Advice(NamedTuple):
    """The advice, and the dimensions and questions that it comes from."""

    advice: ScreeningAdvice
    dimensions: list[ScreeningDimension]
    questions: list[str]


def advise(instrument: Instrument, yes: Iterable[str], *, child: bool) -> Advice:
    """Say what the questions that were answered yes advise about an adult, or about a child.

    A person of doubtful age is a child.
    """
    answered = set(yes)
    found = [
        question for question in instrument.questions
        if question.code in answered and question.weight(child=child) is not None
    ]  # fmt: skip
    positive = _positive(found, child=child)
    weights = Counter(question.weight(child=child) for question in found)
    decisive = any(question.decides(child=child) for question in found)
    if decisive or (positive & _PURPOSES and (child or positive & _MEANS)):
        advice = ScreeningAdvice.STRONG
    elif positive or weights[_STRONG] or weights[_MEDIUM] >= _TWO_MEDIUM:
        advice = ScreeningAdvice.WEAK
    else:
        advice = ScreeningAdvice.NONE
    return Advice(
        advice,
        [dimension for dimension in ScreeningDimension if dimension in positive],
        [
            question.code for question in found
            if question.weight(child=child) is not QuestionWeight.CONTEXT
        ],
    )  # fmt: skip


def _positive(found: list[Question], *, child: bool) -> set[ScreeningDimension]:
    weights = {
        dimension: Counter(
            question.weight(child=child) for question in found if question.dimension is dimension
        )
        for dimension in ScreeningDimension if dimension not in _NEVER_POSITIVE
    }  # fmt: skip
    return {dimension for dimension, counted in weights.items() if _is_positive(counted)}


def _is_positive(counted: Counter[QuestionWeight | None]) -> bool:
    strong, medium, weak = counted[_STRONG], counted[_MEDIUM], counted[_WEAK]
    return any(
        strong >= strongs and medium >= mediums and weak >= weaks
        for strongs, mediums, weaks in POSITIVE
    )
