"""The form of a screening: first the instrument, then its questions for this person.

A question that was not put stays without an answer, and its line is left out.
"""

from collections.abc import Mapping
from typing import Any

from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.victims import AgeBand, is_treated_as_child
from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.running import check_ids, run
from referral_api.pages.by_hand import BESIDE, CARRIED, FORMS, TIDIED
from referral_api.pages.forms.figures import whole
from referral_api.pages.forms.reading import Fields
from referral_api.pages.forms.rows import rows_shown
from referral_api.pages.operation import OPERATIONS
from referral_api.pages.screening.instruments import (
    by_dimension,
    find_instrument,
    title_of,
    words_of,
)
from referral_api.pages.visit import Visit

_ANSWERS = "answers."
# Whether the person is treated as a child, and the instrument, from one step to the next.
_CHILD, _CHOSEN = "child", "chosen"


async def questions_of(visit: Visit, fields: Fields) -> Mapping[str, Any]:
    """Return the instruments for this person, and the questions of the one that was chosen."""
    is_child = await _is_child(visit, fields)
    key, _, version = fields.one(_CHOSEN).partition(" ")
    instrument = find_instrument(
        visit, key or fields.one("instrument"), version or fields.one("instrument_version")
    )
    put = [
        each for each in (instrument.questions if instrument else ())
        if each.weight(child=is_child) is not None
    ]  # fmt: skip
    rows, following = _rows(fields)
    return {
        "instrument": instrument, "is_child": is_child, "replies": list(Answer),
        "title": title_of(instrument, visit.language) if instrument else "",
        "instruments": [
            (f"{each.key} {each.version}", f"{title_of(each, visit.language)} ({each.version})")
            for each in visit.process.instruments.all()
            if each.is_for(child=is_child)
        ],
        "parts": [
            (heading, [
                (each, words_of(each, visit.language),
                 rows.get(each.code, following + put.index(each)))
                for each in questions
            ])
            for heading, questions in by_dimension(put, visit.language)
        ],
    }  # fmt: skip


async def _is_child(visit: Visit, fields: Fields) -> bool:
    if said := fields.one(_CHILD):
        return said == "yes"
    reading = OPERATIONS["read_case"]
    async with visit.open(reading) as call:
        ids = check_ids(reading, {"case_id": visit.ids["case_id"]})
        case = members_of(await run(call, reading, ids))
    return is_treated_as_child(AgeBand(case["age_band"]), in_doubt=bool(case["age_in_doubt"]))


def _rows(fields: Fields) -> tuple[dict[str, int], int]:
    """Return the line on which each question stands already, and the first free one."""
    found = {fields.one(f"{_ANSWERS}{row}.question"): row for row in fields.rows(_ANSWERS)}
    return found, rows_shown(fields, "answers")[-2]


def tidy(fields: Fields) -> Fields:
    """Leave out the questions that were not put, so that a refusal names those that were."""
    values: dict[str, list[str]] = {}
    place = {
        row: number
        for number, row in enumerate(
            row for row in fields.rows(_ANSWERS) if fields.one(f"{_ANSWERS}{row}.answer")
        )
    }
    for name, value in fields.items():
        if name.startswith(_ANSWERS):
            row, _, member = name.removeprefix(_ANSWERS).partition(".")
            number = whole(row)
            if number is None or number not in place:
                continue
            name = f"{_ANSWERS}{place[number]}.{member}"  # noqa: PLW2901
        values.setdefault(name, []).append(value)
    return Fields(values)


for _form in ("record_screening", "correct_screening"):
    FORMS[_form] = "screening/form.html"
    BESIDE[_form] = questions_of
    TIDIED[_form] = tidy
CARRIED["correct_screening"] = ("instrument", "instrument_version")
