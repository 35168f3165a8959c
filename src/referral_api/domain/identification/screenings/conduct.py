"""Whether a screening is complete, and what follows from how it was held and answered."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.screenings import InterpreterKind, ScreeningWarning
from referral_api.domain.identification.screenings.advice import advise
from referral_api.domain.identification.screenings.instrument import Instrument
from referral_api.domain.identification.screenings.schemas import ScreeningFields
from referral_api.errors import MalformedInput

_TOO_NEAR = frozenset({InterpreterKind.RELATIVE, InterpreterKind.ESCORT})
_HEARD_OFTEN = 3
_KNOWN = frozenset({Answer.YES, Answer.NO})


def check(
    screening: ScreeningFields, instrument: Instrument, today: date, *, child: bool
) -> None:  # fmt: skip
    """Raise MalformedInput, naming each member that is wrong, without its value."""
    errors = [
        {"pointer": pointer, "code": code}
        for pointer, code in _wrong(screening, today, child=child)
    ]
    questions = {question.code: question for question in instrument.questions}
    seen: set[str] = set()
    for place, given in enumerate(screening.answers):
        question = questions.get(given.question)
        if question is None or given.question in seen or question.weight(child=child) is None:
            errors.append({"pointer": f"/answers/{place}/question", "code": "invalid_value"})
            continue
        seen.add(given.question)
        if given.answer is Answer.YES and not given.basis:
            errors.append({"pointer": f"/answers/{place}/basis", "code": "missing"})
        elif not set(given.basis) <= set(question.bases):
            errors.append({"pointer": f"/answers/{place}/basis", "code": "invalid_value"})
    if errors:
        raise MalformedInput(errors=errors)


def _wrong(
    screening: ScreeningFields, today: date, *, child: bool
) -> Iterator[tuple[str, str]]:  # fmt: skip
    if screening.conducted_on > today:
        yield "/conducted_on", "out_of_range"
    if child and screening.child_specialist is None:
        yield "/child_specialist", "missing"
    if (screening.child_specialist is Answer.NO) != (screening.child_specialist_reason is not None):
        said = screening.child_specialist_reason is not None
        yield "/child_specialist_reason", "invalid_value" if said else "missing"


def follow(screening: ScreeningFields, instrument: Instrument, *, child: bool) -> dict[str, Any]:
    """Return the columns that follow from what was sent: the advice, its reasons, the warnings."""
    answers = {given.question: given.answer for given in screening.answers}
    put = [q for q in instrument.questions if q.weight(child=child) is not None]
    known = sum(answer in _KNOWN for answer in answers.values())
    advice = advise(
        instrument, [code for code, answer in answers.items() if answer is Answer.YES], child=child
    )
    warned = {
        ScreeningWarning.RELATIVE_INTERPRETS: screening.interpreter in _TOO_NEAR,
        ScreeningWarning.NOT_PRIVATE: screening.private_place is Answer.NO,
        ScreeningWarning.ESCORT_PRESENT: screening.escort_absent is Answer.NO,
        ScreeningWarning.DO_NOT_REPEAT: child
        and (screening.earlier_conversations or 0) >= _HEARD_OFTEN,
        ScreeningWarning.CONSIDER_NON_PUNISHMENT: any(
            question.hint is ScreeningWarning.CONSIDER_NON_PUNISHMENT
            and answers.get(question.code) is Answer.YES
            for question in put
        ),
        ScreeningWarning.PARTIAL: known * 2 < len(put),
    }
    return {
        "treated_as_child": child, "advice": advice.advice,
        "positive_dimensions": advice.dimensions, "asked": len(put), "yes_and_no": known,
        "warnings": [warning for warning, found in warned.items() if found],
        "answers": json.dumps([
            given.model_dump(mode="json", exclude={"note"})
            | {"weighs": given.question in advice.questions}
            for given in screening.answers
        ]),
    }  # fmt: skip
