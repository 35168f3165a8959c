"""A record: what it says, what can be done with it, and what hangs on it."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Any

from fastapi import Response
from fastapi.exceptions import RequestValidationError

from referral_api.pages.acts.asking import ask_first, asked_of, refuse_asking
from referral_api.pages.acts.coded import CODED, find_code
from referral_api.pages.acts.due import due_on, members_told
from referral_api.pages.acts.lists import in_words, link_of, members_of
from referral_api.pages.acts.map import lists_under
from referral_api.pages.acts.possible import (
    MOST_NEXT,
    NEXT_ACTS,
    part_by_use,
    possible_acts,
)
from referral_api.pages.acts.running import check_ids, check_query, lacks, run
from referral_api.pages.acts.values import Shown, show_members
from referral_api.pages.addresses import address_of
from referral_api.pages.done import done_words
from referral_api.pages.menu.entries import Group, headings_of_case
from referral_api.pages.operation import Operation
from referral_api.pages.rendering import code_label
from referral_api.pages.visit import PageContext, Visit
from referral_api.pages.words.catalogues import act_words


async def show_record(
    visit: Visit, operation: Operation, template: str = "acts/record.html", *,
    told: Collection[str] = (), most_acts: int = MOST_NEXT,
    header: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None,
    also: Callable[[PageContext, Mapping[str, Any]], Awaitable[dict[str, Any]]] | None = None,
) -> Response:  # fmt: skip
    """Run the operation that reads, and show what it returns.

    ``header`` finds what a template of its own shows first; it shows the members ``told`` itself.
    ``also`` reads what else the page needs, in the same transaction.
    """
    asked = asked_of(visit, operation)
    if lacks(operation, asked.given):
        return ask_first(visit, operation, asked)
    values = check_ids(operation, visit.ids)
    try:
        values |= check_query(operation, asked.given)
    except RequestValidationError as wrong:
        return await refuse_asking(visit, operation, asked, wrong)
    async with visit.open(operation) as call:
        result = await run(call, operation, values)
        names = await visit.names(call)
        is_file = isinstance(result, Response)
        members = {} if is_file else members_of(result)
        beside = await also(call, members) if also and not is_file else {}
    if isinstance(result, Response):
        return result
    assert operation.reads is not None  # noqa: S101 - a record has a schema
    due = due_on(operation.name, members, names, visit.now, visit.language)
    facts = list(show_members(
        operation.reads, in_words(visit, operation.reads, members), visit.language,
        {*members_told(operation.name, members), *told},
    ))  # fmt: skip
    facts = [fact for fact in facts if _tells(fact, names)]
    if len(facts) == 1 and facts[0].rows:
        # A record of one part is that part.
        facts = list(facts[0].rows)
    more = beside | (header(members) if header else {})
    groups = _groups(visit, operation)
    begun = {link.address for group in groups for _, links in group.entries for link in links}
    acts = (act for act in possible_acts(visit, operation, members) if act.address not in begun)
    first, others = part_by_use(acts, NEXT_ACTS.get(operation.name), most_acts)
    return visit.show(
        template, **more, members=members, due=due, others=others, operation=operation,
        heading=heading_of(operation, members, visit.language),
        names=names, link_of=link_of, groups=groups,
        facts=[fact for fact in facts if not fact.is_time], acts=first,
        times=_each_once(fact for fact in facts if fact.is_time),
        version=members.get("version"), done=done_words(asked.done, visit.language),
        below=[
            (each, address_of(each, visit.ids))
            for each in lists_under(operation.name)
            if operation.name != "read_case" and visit.may(each.permission)
        ],
    )  # fmt: skip


def _tells(fact: Shown, names: Mapping[str, str]) -> bool:
    """Say whether a fact says anything to people: an id without a page or a name does not."""
    if fact.refers_to is None:
        return True
    return fact.refers_to[1] in names or link_of(fact) is not None


def _each_once(facts: Iterable[Shown]) -> list[Shown]:
    """Leave out a time that another member has told already."""
    found: dict[str, Shown] = {}
    for fact in facts:
        found.setdefault(fact.text, fact)
    return list(found.values())


def heading_of(operation: Operation, members: Mapping[str, Any], language: str) -> str:
    """Return the heading of a record: its kind, and its code or name where it has one."""
    words = act_words(operation.name, language)
    lists = CODED.get((operation.reads.__name__, "code"), ()) if operation.reads else ()
    code = code_label(find_code(str(members["code"]), lists), language) if lists else None
    said = code or members.get("code") or members.get("name") or members.get("title")
    return f"{words} {said}" if isinstance(said, str) else words


def _groups(visit: Visit, operation: Operation) -> list[Group]:
    if operation.name == "read_case":
        return headings_of_case(visit, visit.ids["case_id"])
    return []
