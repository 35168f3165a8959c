"""A figure through the years, and why two answers differ."""

from collections.abc import Mapping

from fastapi import Response
from fastapi.exceptions import RequestValidationError

from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.pages.acts.asking import asked_of, query_controls, refuse_asking
from referral_api.pages.acts.running import check_ids, check_query, lacks, run
from referral_api.pages.by_hand import SHOWN
from referral_api.pages.figures.chiffres import with_code
from referral_api.pages.figures.named import name_of, place_of
from referral_api.pages.figures.tables import value_of
from referral_api.pages.figures.words import code_words, dimension_words, unit_words
from referral_api.pages.forms.controls import hint_of
from referral_api.pages.operation import Operation
from referral_api.pages.visit import Visit


async def follow_figure(visit: Visit, operation: Operation) -> Response:
    """Show the years of a figure side by side; numbers of several lines are never added."""
    return await _show(visit, operation, "figures/years.html")


async def compare_figure(visit: Visit, operation: Operation) -> Response:
    """Show why two answers to one question differ, in reasons that add up."""
    return await _show(visit, operation, "figures/difference.html")


async def _show(visit: Visit, operation: Operation, template: str) -> Response:
    asked = asked_of(visit, operation)
    code = visit.ids["code"]
    name = name_of(code, visit.language)
    if lacks(operation, asked.given):
        return visit.show(
            "figures/ask.html", operation=operation, name=name, fields=asked.fields, most=None,
            controls=query_controls(operation.name)[:2], defined=[], choices={}, problems=(),
            by_field={}, rows_of=lambda _: [],
            hint_of=lambda control: hint_of(control, visit.language),
        )  # fmt: skip
    try:
        values = check_ids(operation, visit.ids) | check_query(operation, asked.given)
    except RequestValidationError as wrong:
        return await refuse_asking(visit, operation, asked, wrong)
    async with visit.open(operation) as call:
        result = await run(call, operation, values)
        names: Mapping[str, str] = await visit.names(call)
    definition = DEFINITIONS.get(code)
    unit = str(definition.unit) if definition else ""
    return visit.show(
        template, operation=operation, name=name, result=result, place=place_of(code),
        unit=unit_words(unit, visit.language) if unit else "",
        value=lambda given: value_of(given, visit.language),
        head=lambda one: dimension_words(str(one), visit.language),
        code_of=lambda one, said: code_words(str(one), said, unit, visit.language, names),
    )  # fmt: skip


SHOWN["follow_figure_by_year"] = with_code(follow_figure)
SHOWN["compare_figure"] = with_code(compare_figure)
