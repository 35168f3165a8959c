"""The figures: all that can be counted, each with its definition; a question, and its answer."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Response
from fastapi.exceptions import RequestValidationError

from referral_api.domain.figures.answers.schemas import FigureAnswerRead
from referral_api.domain.figures.definitions.definition import MOST_CROSSED, Definition
from referral_api.domain.figures.definitions.table import DEFINITIONS
from referral_api.errors import MalformedInput, NotFound
from referral_api.http.validation_errors import describe
from referral_api.pages.acts.asking import Asked, asked_of, query_controls
from referral_api.pages.acts.running import check_ids, check_query, run
from referral_api.pages.addresses import address_of
from referral_api.pages.by_hand import SHOWN
from referral_api.pages.figures.behind import link_behind
from referral_api.pages.figures.named import (
    code_of,
    definition_words,
    figure_address,
    name_of,
    place_of,
)
from referral_api.pages.figures.tables import table_of
from referral_api.pages.figures.words import AREAS, dimension_words, unit_words
from referral_api.pages.forms.controls import Control, Kind, hint_of
from referral_api.pages.forms.problems import by_field, errors_of, field_problems
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import say

Show = Callable[[Visit, Operation], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class FigureLink:
    """A figure of the list."""

    name: str
    unit: str
    address: str


async def show_figures(visit: Visit, operation: Operation) -> Response:
    """Show all figures, by what they are about."""
    async with visit.open(operation) as call:
        page, _ = await run(call, operation, {})
    groups: dict[str, list[FigureLink]] = {}
    for figure in page.items:
        name = figure.name_fr if visit.language == "fr" else figure.name_en
        area = say(AREAS.get(figure.code.partition(".")[0], "Others"), visit.language)
        groups.setdefault(area, []).append(
            FigureLink(name, unit_words(str(figure.unit), visit.language),
                       figure_address("ask_figure", figure.code))
        )  # fmt: skip
    asking = visit.may(OPERATIONS["ask_figure"].permission)
    return visit.show(
        "figures/list.html", operation=operation, groups=groups, asking=asking,
        begun=[
            (each, address_of(each, {}))
            for name in ("list_cuts", "list_aggregates", "list_series_breaks")
            if visit.may((each := OPERATIONS[name]).permission)
        ],
    )  # fmt: skip


def with_code(show: Show) -> Show:
    """Let a page be asked for by the short name of a figure."""

    async def shown(visit: Visit, operation: Operation) -> Response:
        visit.check(operation)
        place = visit.ids["code"]
        code = code_of(place)
        if code is None:
            raise NotFound
        return await show(replace(visit, ids={"code": code}), operation)

    return shown


async def ask_figure(visit: Visit, operation: Operation) -> Response:
    """Ask for what a figure needs, and show what it counts."""
    asked = asked_of(visit, operation)
    definition = DEFINITIONS[visit.ids["code"]]
    if definition.date and "from" not in asked.given:
        return _ask(visit, operation, asked, definition)
    try:
        values = check_ids(operation, visit.ids) | check_query(operation, asked.given)
        async with visit.open(operation) as call:
            told: FigureAnswerRead = await run(call, operation, values)
            names = await visit.names(call)
    except RequestValidationError as wrong:
        refusal = MalformedInput(errors=[describe(error) for error in wrong.errors()])
        return await _refuse(visit, operation, asked, definition, refusal)
    except MalformedInput as refusal:
        return await _refuse(visit, operation, asked, definition, refusal)
    return show_told(visit, operation, told, names)


async def read_answer(visit: Visit, operation: Operation) -> Response:
    """Show an answer as it was given."""
    values = check_ids(operation, visit.ids)
    async with visit.open(operation) as call:
        told: FigureAnswerRead = await run(call, operation, values)
        names = await visit.names(call)
    return show_told(visit, operation, told, names)


def show_told(
    visit: Visit, operation: Operation, told: FigureAnswerRead, names: Mapping[str, str]
) -> Response:
    """Show an answer: the definition, the numbers, and what proves them."""
    answer, definition = told.answer, DEFINITIONS.get(told.answer.code)
    unit = str(definition.unit) if definition else ""
    code = answer.code
    more = [
        (each, address_of(each, ids))
        for name, ids in (
            ("verify_answer", {"answer_id": str(told.id)}),
            ("follow_figure_by_year", {"code": place_of(code)}),
            ("compare_figure", {"code": place_of(code)}),
            ("ask_figure", {"code": place_of(code)}),
        )
        if visit.may((each := OPERATIONS[name]).permission)
    ]  # fmt: skip
    return visit.show(
        "figures/answer.html", operation=operation, told=told, answer=answer, more=more,
        name=name_of(code, visit.language), unit=unit_words(unit, visit.language) if unit else "",
        table=table_of(
            answer.by, answer.total, answer.cells, unit, visit.language, names,
            link_behind(visit, code),
        ),
        unknown=[
            (dimension_words(one, visit.language), share) for one, share in answer.unknown.items()
        ],
        defined=list(definition_words(definition, visit.language)) if definition else [],
    )  # fmt: skip


def _ask(
    visit: Visit, operation: Operation, asked: Asked, definition: Definition, **more: Any
) -> Response:
    visit.check(operation)
    values: dict[str, Any] = {"problems": (), "by_field": {}} | more
    status: int = values.pop("status", 200)
    return visit.show(
        "figures/ask.html", status, operation=operation, controls=list(_controls(definition)),
        name=name_of(definition.code, visit.language), most=MOST_CROSSED, fields=asked.fields,
        defined=list(definition_words(definition, visit.language)), choices={},
        rows_of=lambda _: [], hint_of=lambda control: hint_of(control, visit.language), **values,
    )  # fmt: skip


async def _refuse(
    visit: Visit, operation: Operation, asked: Asked, definition: Definition,
    refusal: MalformedInput,
) -> Response:  # fmt: skip
    await visit.record(refusal)
    problems = field_problems(errors_of(refusal), visit.language, list(_controls(definition)))
    return _ask(
        visit, operation, asked, definition, problems=problems, status=422,
        by_field=by_field(problems),
    )  # fmt: skip


def _controls(definition: Definition) -> Iterator[Control]:
    """Return the controls of a question: a period unless it is a stock, and its own dimensions."""
    for control in query_controls("ask_figure"):
        if control.kind is Kind.DAY and definition.date is not None:
            yield replace(control, required=True)
        elif control.name == "by" and definition.dimensions:
            own = set(definition.dimensions)
            yield replace(control, codes=tuple(one for one in control.codes if str(one) in own))


SHOWN["list_figures"] = show_figures
SHOWN["ask_figure"] = with_code(ask_figure)
SHOWN["read_answer"] = read_answer
