"""What is wrong with a form, at the field that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from referral_api.errors import ServiceError
from referral_api.http.i18n import translate
from referral_api.http.validation_errors import INPUT_CODES
from referral_api.pages.words.catalogues import label_of, say

# What a form means by a code of the API's, where other words help more.
_ON_A_FORM = {
    "missing": "Reply to this question.",
    "invalid_value": "This value is not possible here.",
    "wrong_type": "This value is not possible here.",
    "invalid_date": "Write the day, the month and the year in figures; an hour from 0 to 23.",
    "out_of_range": "This number or this date is out of range.",
    "invalid_id": "Choose from the list.",
    "different": "The two codes are not the same.",
}


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One thing that is wrong: the field, empty if it is the form as a whole, and the words."""

    field: str
    label: str
    text: str


def errors_of(refusal: ServiceError) -> Sequence[Any]:
    """Return what a refusal says of the input, if it does."""
    errors = refusal.facts.get("errors", ())
    return errors if isinstance(errors, Sequence) else ()


def field_problems(errors: Sequence[Any], language: str) -> list[FieldProblem]:
    """Tell each error of an input at its field."""
    return [_problem(error, language) for error in errors]


def _problem(error: Any, language: str) -> FieldProblem:
    pointer, code = str(error.get("pointer", "")), str(error.get("code", ""))
    words = _ON_A_FORM.get(code)
    text = say(words, language) if words else translate(INPUT_CODES.get(code, code), language)
    if pointer.startswith("cell:"):
        return FieldProblem("file", f"{say('Cell', language)} {pointer[5:]}", text)
    place = pointer.removeprefix("query:").removeprefix("path:").strip("/")
    field = place.replace("/", ".")
    name = next((part for part in reversed(field.split(".")) if not part.isdigit()), "")
    return FieldProblem(field, label_of(name, language) if name else "", text)
