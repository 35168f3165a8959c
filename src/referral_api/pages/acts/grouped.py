"""A list in groups: what waits for an answer first, then what is expected, then what is under way.

One operation is run; a filter in the address leads back to the plain list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from referral_api.pages.acts.due import DueShown, due_on
from referral_api.pages.acts.lists import begin_at, members_of, show_list
from referral_api.pages.acts.map import begun_from, record_of_list
from referral_api.pages.acts.running import check_query, filters_of, run
from referral_api.pages.addresses import address_of
from referral_api.pages.done import DONE, done_words
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import say

_MOST = "100"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a group: where it leads, what it is about, and what is due."""

    address: str
    heading: str
    facts: tuple[str, ...]
    due: DueShown | None


@dataclass(frozen=True, slots=True)
class Part:
    """One group: its heading, and which rows belong to it."""

    heading: str
    belongs: Callable[[Mapping[str, Any], str], bool]


def anything(_: Mapping[str, Any], __: str) -> bool:
    """Take what no group before has taken."""
    return True


@dataclass(frozen=True, slots=True)
class Grouping:
    """How a list is told in groups. ``tell`` says the heading and the facts of a row."""

    query: Mapping[str, str]
    parts: Sequence[Part]
    tell: Callable[[Visit, Mapping[str, Any], Mapping[str, str]], tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class PartShown:
    """One group with its rows."""

    heading: str
    lines: tuple[Line, ...]


async def show_grouped(visit: Visit, operation: Operation, grouping: Grouping) -> Response:
    """Show a list in groups, unless the address chooses from it."""
    if set(visit.request.query_params) - {DONE}:
        return await show_list(visit, operation)
    values = check_query(operation, {"limit": _MOST, **grouping.query})
    async with visit.open(operation, filters=filters_of(operation, values)) as call:
        page, cursor = await run(call, operation, values)
        names = await visit.names(call)
    own = str(visit.session.actor.organisation_id)
    left = [members_of(item) for item in page.items]
    parts = []
    for part in grouping.parts:
        rows = [row for row in left if part.belongs(row, own)]
        left = [row for row in left if row not in rows]
        lines = [_line(visit, operation, grouping, row, names) for row in rows]
        # What has a limit comes first, what is late before that.
        lines.sort(key=lambda line: (line.due is None, line.due.at if line.due else visit.now))
        if lines:
            parts.append(PartShown(say(part.heading, visit.language), tuple(lines)))
    return visit.show(
        "acts/grouped.html", operation=operation, parts=parts, is_more=cursor is not None,
        begun=[each for each in begun_from(operation.name) if visit.may(each.permission)],
        begin_at=lambda act: begin_at(visit, act),
        done=done_words(visit.request.query_params.get(DONE), visit.language),
    )  # fmt: skip


def _line(
    visit: Visit, operation: Operation, grouping: Grouping, row: Mapping[str, Any],
    names: Mapping[str, str],
) -> Line:  # fmt: skip
    record = record_of_list(operation.name)
    assert record is not None  # noqa: S101 - a list in groups is one of records
    heading, facts = grouping.tell(visit, row, names)
    due = due_on(record.name, row, names, visit.now, visit.language)
    return Line(
        address_of(record, {record.parameters[-1]: row["id"]}), heading, facts,
        due[0] if due else None,
    )  # fmt: skip


def group(name: str, grouping: Grouping) -> Callable[[Visit, Operation], Any]:
    """Return how a list is shown in groups."""
    assert OPERATIONS[name].lists is not None  # noqa: S101

    async def show(visit: Visit, operation: Operation) -> Response:
        return await show_grouped(visit, operation, grouping)

    return show
