"""The words of an instrument, in place of the codes that a screening stores."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from referral_api.domain.codelists.screenings import ScreeningDimension
from referral_api.domain.identification.screenings.instrument import Instrument, Question
from referral_api.domain.identification.screenings.schemas import ScreeningRead
from referral_api.errors import NotFound
from referral_api.pages.by_hand import WORDED
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import Visit


def find_instrument(visit: Visit, key: str, version: str) -> Instrument | None:
    """Return an instrument of this service; None without one."""
    try:
        return visit.process.instruments.find(key, version)
    except NotFound:
        return None


def title_of(instrument: Instrument, language: str) -> str:
    """Return the title of an instrument."""
    return instrument.title_fr if language == "fr" else instrument.title_en


def words_of(question: Question, language: str) -> str:
    """Return the words of a question."""
    return question.fr if language == "fr" else question.en


def by_dimension(
    questions: Iterable[Question], language: str
) -> Iterator[tuple[str, list[Question]]]:
    """Part questions by what they are about, in the order of the dimensions."""
    every = list(questions)
    for dimension in ScreeningDimension:
        found = [question for question in every if question.dimension is dimension]
        if found:
            yield code_label(dimension, language), found


def in_words(visit: Visit, members: Mapping[str, Any]) -> Mapping[str, Any]:
    """Tell the instrument, its questions and the caution of a screening in one language."""
    language = visit.language
    instrument = find_instrument(visit, members["instrument"], members["instrument_version"])
    said = {**members, f"caution_{'en' if language == 'fr' else 'fr'}": None}
    if instrument is None:
        return said
    words = {each.code: words_of(each, language) for each in instrument.questions}
    reasons = members["advice_reasons"]
    weighed = [words.get(code, code) for code in reasons["questions"]]
    return said | {
        "instrument": title_of(instrument, language),
        "answers": [
            {**answer, "question": words.get(answer["question"], answer["question"])}
            for answer in members["answers"]
        ],
        "advice_reasons": {**reasons, "questions": weighed},
    }


WORDED[ScreeningRead] = in_words
