"""A list: its filters, twenty-five rows that tell each other apart, and how to go on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from fastapi import Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.responses import RedirectResponse

from referral_api.pages.acts.asking import Asked, ask_first, asked_of, filter_values, refuse_asking
from referral_api.pages.acts.filters import chosen_of, filters_of_list, kept_of
from referral_api.pages.acts.map import begun_from, record_of, record_of_list
from referral_api.pages.acts.running import (
    check_ids,
    check_query,
    filters_of,
    ids_beside,
    lacks,
    run,
)
from referral_api.pages.acts.values import Shown, plan_of_row
from referral_api.pages.addresses import address_of
from referral_api.pages.forms.controls import Control, hint_of
from referral_api.pages.headers import protect
from referral_api.pages.operation import Operation
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import done_words, label_of, say
from referral_api.pages.words.persons import person_words
from referral_api.schemas import ResponseData

ROWS = 25
# What tells a row from another comes first.
_FIRST = (
    "code", "case_code", "sex", "name", "title", "status", "state", "kind", "service_type",
    "priority", "region",
)  # fmt: skip
_MOST, _IN_HEADING = 7, 2


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row: where it leads, and what it says."""

    address: str | None
    heading: str
    facts: tuple[Shown, ...]


async def show_list(
    visit: Visit, operation: Operation, template: str = "acts/list.html", **more: Any
) -> Response:
    """Run the operation that lists, and show a page of it."""
    asked = asked_of(visit, operation)
    if asked.is_stale:
        return protect(RedirectResponse(visit.request.url.path, 303))
    if lacks(operation, asked.given):
        return ask_first(visit, operation, asked)
    limit = {"limit": str(ROWS)} if _pages(operation) else {}
    values = check_ids(operation, visit.ids)
    try:
        values |= check_query(
            operation, {**limit, **asked.given, **ids_beside(operation, visit.ids)}
        )
    except RequestValidationError as wrong:
        return await refuse_asking(visit, operation, asked, wrong)
    async with visit.open(operation, filters=filters_of(operation, values)) as call:
        page, cursor = await run(call, operation, values)
        names = await visit.names(call)
    filters = filters_of_list(operation)
    return visit.show(
        template, operation=operation, next_page=more_of(visit, cursor),
        rows=[row_of(operation, item, visit.language, names) for item in page.items],
        begun=[each for each in begun_from(operation.name) if visit.may(each.permission)],
        begin_at=lambda act: begin_at(visit, act), done=done_words(asked.done, visit.language),
        **filter_form(visit, operation, asked, filters), **more,
    )  # fmt: skip


def filter_form(
    visit: Visit, operation: Operation, asked: Asked, filters: Sequence[Control]
) -> dict[str, Any]:
    """Return what the form of the filters of a list needs."""
    return {
        "filters": filters, "fields": asked.fields, "by_field": {}, "choices": {},
        "chosen": list(chosen_of(visit, filters, asked)),
        "kept_filters": kept_of(visit, filters), "by_code": operation.name == "list_cases",
        "rows_of": lambda _: [], "hint_of": lambda control: hint_of(control, visit.language),
        "filter_values": lambda control: filter_values(control, asked.fields),
        "sealed": asked.sealed,
    }  # fmt: skip


def begin_at(visit: Visit, act: Operation) -> str:
    """Return the form of an act, for the file whose list this is."""
    address = address_of(act, visit.ids)
    case_id = visit.request.query_params.get("case_id")
    return f"{address}?case_id={case_id}" if case_id and "case_id" not in visit.ids else address


def _pages(operation: Operation) -> bool:
    return any(field.alias == "limit" for field in operation.route.dependant.query_params)


def members_of(item: Any) -> Mapping[str, Any]:
    """Return the members of an item, whoever made it."""
    if isinstance(item, ResponseData):
        return item.members
    return item.model_dump(mode="json") if isinstance(item, BaseModel) else dict(item)


def row_of(operation: Operation, item: Any, language: str, names: Mapping[str, str]) -> RowShown:
    """Show one item of a list as a row; no two rows have the same heading."""
    members = members_of(item)
    assert operation.lists is not None  # noqa: S101 - a list has items
    facts = tuple(islice(_facts(operation.lists, members, language, names), _MOST))
    heading = " · ".join(fact.text for fact in facts[:_IN_HEADING])
    # The last signs of the id: two rows may say the same.
    is_known = isinstance(members.get("code"), str)
    sign = "" if is_known else str(members.get("id", ""))[-4:].upper()
    return RowShown(
        _address(operation, members), f"{heading} · {sign}" if sign else heading,
        facts[_IN_HEADING:],
    )  # fmt: skip


def _facts(
    model: type[BaseModel], members: Mapping[str, Any], language: str, names: Mapping[str, str]
) -> Iterator[Shown]:
    """Tell the members that say something, what tells a row from another first.

    They are written one by one: a row shows a few of many.
    """
    person = _person(model, members, language)
    yield from person
    told = {"sex", "age_band", "code"} if person else set()
    nothing = say("No", language)
    for name, label, write in plan_of_row(model, language, _FIRST):
        value = members.get(name)
        if name in told or value is None or value in ("", [], {}):
            continue
        shown = write(name, label, value, language)
        text = shown.text
        if not text and shown.refers_to:
            text = names.get(shown.refers_to[1], "")
        if text and text != nothing:
            yield Shown(label, text)


def _person(model: type[BaseModel], members: Mapping[str, Any], language: str) -> tuple[Shown, ...]:
    """Tell sex and age band together; of a sheet, which is read before the file opens, the code."""
    sheet = members.get("sheet")
    if isinstance(sheet, Mapping) and {"case_code", "sex", "age_band"} <= sheet.keys():
        words = person_words(sheet["sex"], sheet["age_band"], language)
        return (
            Shown(label_of("case_code", language), str(sheet["case_code"])),
            Shown(say("Person", language), words),
        )
    if {"sex", "age_band"} <= model.model_fields.keys() and members.get("sex"):
        words = person_words(members["sex"], members["age_band"], language)
        code = members.get("code")
        first = (Shown(label_of("code", language), str(code)),) if code else ()
        return (*first, Shown(say("Person", language), words))
    return ()


def _address(operation: Operation, members: Mapping[str, Any]) -> str | None:
    record = record_of_list(operation.name)
    if record is None or "id" not in members:
        return None
    *others, last = record.parameters
    ids = {name: members.get(name) for name in others} | {last: members["id"]}
    return address_of(record, ids) if all(ids.values()) else None


def more_of(visit: Visit, cursor: str | None) -> str | None:
    """Return the address of what follows a page of a list."""
    if cursor is None:
        return None
    return "?" + str(visit.request.url.include_query_params(cursor=cursor).query)


def link_of(shown: Shown) -> str | None:
    """Return the page of the record that a member names."""
    if shown.refers_to is None:
        return None
    name, record_id = shown.refers_to
    record = record_of(name)
    return address_of(record, {record.parameters[0]: record_id}) if record else None
