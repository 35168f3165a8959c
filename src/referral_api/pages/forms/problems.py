"""What is wrong with a form, at the field that it is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from referral_api.errors import ServiceError
from referral_api.http.i18n import translate
from referral_api.http.validation_errors import INPUT_CODES
from referral_api.pages.forms.controls import Control, Kind
from referral_api.pages.forms.instants import instant_ways
from referral_api.pages.forms.reading import Fields
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
_NO_NUMBER = "Write a whole number in figures alone, such as 150 000."
_TWO_TIMES = "Choose one of the answers, or write a day and its hour from 0 to 23: not both."
IsShown = Callable[[Control, str], bool]


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


def field_problems(
    errors: Sequence[Any], language: str, controls: Sequence[Control] = (),
    is_shown: IsShown = lambda *_: True,
) -> list[FieldProblem]:  # fmt: skip
    """Tell each error of an input at its field, or at the nearest one around it that is shown."""
    return [_problem(error, language, controls, is_shown) for error in errors]


def shown_with(choices: Mapping[str, Any], fields: Fields) -> IsShown:
    """Say whether a record that is named has a field: one that the page names for it has none."""

    def is_shown(control: Control, name: str) -> bool:
        if control.kind not in {Kind.ID, Kind.IDS} or choices.get(control.name) is not None:
            return True
        return control.required and not fields.one(name)

    return is_shown


def by_field(problems: Sequence[FieldProblem]) -> dict[str, str]:
    """Return what is wrong with each field: of a list several things may be."""
    found: dict[str, list[str]] = {}
    for problem in problems:
        texts = found.setdefault(problem.field, [])
        if problem.text not in texts:
            texts.append(problem.text)
    return {field: " ".join(texts) for field, texts in found.items()}


def _problem(
    error: Any, language: str, controls: Sequence[Control], is_shown: IsShown
) -> FieldProblem:
    pointer, code = str(error.get("pointer", "")), str(error.get("code", ""))
    if pointer.startswith("cell:"):
        label = f"{say('Cell', language)} {pointer[5:]}"
        return FieldProblem("file", label, _text(code, None, language))
    place = pointer.removeprefix("query:").removeprefix("path:").strip("/")
    steps = place.split("/") if place else []
    field, control = _find(controls, steps, is_shown)
    name = next((step for step in reversed(steps) if not step.isdecimal()), "")
    label = label_of(name, language, control.schema if control else "") if name else ""
    return FieldProblem(field, label, _text(code, control, language))


def _find(
    controls: Sequence[Control], steps: Sequence[str], is_shown: IsShown
) -> tuple[str, Control | None]:
    """Find the field of a place: a value of a list has none of its own, a row of fields has."""
    field, found = "", None
    while steps:
        control = next((each for each in controls if each.name == steps[0]), None)
        name = f"{field}.{steps[0]}".lstrip(".")
        if control is None or not is_shown(control, name):
            break
        field, found, steps = name, control, steps[1:]
        if control.kind is Kind.GROUPS and steps:
            field, steps = f"{field}.{steps[0]}", steps[1:]
        controls = control.members
    return field, found


def _text(code: str, control: Control | None, language: str) -> str:
    if control is not None and code == "wrong_type" and control.kind is Kind.NUMBER:
        return say(_NO_NUMBER, language)
    if control is not None and code == "invalid_date" and instant_ways(control.name, language):
        return say(_TWO_TIMES, language)
    words = _ON_A_FORM.get(code)
    return say(words, language) if words else translate(INPUT_CODES.get(code, code), language)
