"""A list: its filters, twenty-five rows that tell each other apart, and how to go on."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.responses import RedirectResponse

from referral_api.pages.acts.asking import ask_first, asked_of, refuse_asking
from referral_api.pages.acts.filters import filters_form
from referral_api.pages.acts.map import begun_from, record_of
from referral_api.pages.acts.rows import Alarm, row_of
from referral_api.pages.acts.running import (
    check_ids,
    check_query,
    filters_of,
    ids_beside,
    lacks,
    run,
)
from referral_api.pages.acts.values import Shown
from referral_api.pages.addresses import address_of
from referral_api.pages.by_hand import WORDED
from referral_api.pages.done import done_words
from referral_api.pages.headers import protect
from referral_api.pages.operation import Operation
from referral_api.pages.visit import PageContext, Visit
from referral_api.schemas import ResponseData

ROWS = 25


# Returns the alarms of the rows of a list, by their ids, from the same transaction.
FindAlarms = Callable[
    [Visit, PageContext, Sequence[Mapping[str, Any]]], Awaitable[Mapping[str, tuple[Alarm, ...]]]
]


async def show_list(
    visit: Visit, operation: Operation, template: str = "acts/list.html", *,
    find_alarms: FindAlarms | None = None, **more: Any,
) -> Response:  # fmt: skip
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
        items = [in_words(visit, operation.lists, members_of(item)) for item in page.items]
        alarms = await find_alarms(visit, call, items) if find_alarms else {}
    return visit.show(
        template, operation=operation, next_page=more_of(visit, cursor),
        rows=[
            row_of(operation, item, visit.language, names, alarms.get(str(item.get("id")), ()))
            for item in items
        ],
        begun=[each for each in begun_from(operation.name) if visit.may(each.permission)],
        begin_at=lambda act: begin_at(visit, act), done=done_words(asked.done, visit.language),
        filters_form=filters_form(visit, operation, asked),
        by_code=operation.name == "list_cases", sealed=asked.sealed, **more,
    )  # fmt: skip


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


def in_words(
    visit: Visit, model: type[BaseModel] | None, members: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return members with the words of what they store as the codes of a file."""
    tell = WORDED.get(model) if model is not None else None
    return tell(visit, members) if tell else members


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
