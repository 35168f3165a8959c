"""The log: who did or tried what, and when, for auditors. Each search is an event of its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Response
from fastapi.exceptions import RequestValidationError
from starlette.responses import RedirectResponse

from referral_api.audit.log import record
from referral_api.audit.names import find_case_codes
from referral_api.audit.tables import Outcome
from referral_api.domain.codelists.access import Section
from referral_api.errors import MalformedInput
from referral_api.http.validation_errors import describe
from referral_api.pages.acts.asking import SEALED, asked_of
from referral_api.pages.acts.coded import write_code
from referral_api.pages.acts.lists import ROWS, members_of, more_of
from referral_api.pages.acts.running import check_query, filters_of, run
from referral_api.pages.addresses import address_of
from referral_api.pages.by_hand import SHOWN
from referral_api.pages.forms.controls import hint_of
from referral_api.pages.forms.filling import fill
from referral_api.pages.forms.reading import Fields
from referral_api.pages.headers import protect
from referral_api.pages.log.asked import FROM, TO, LogAsked, read_asked
from referral_api.pages.log.rows import cases_of, event_of
from referral_api.pages.operation import Operation
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import label_of, say
from referral_api.permissions import PERMISSIONS, AuditPermission, IdentityPermission, SubjectCode


async def _checked(visit: Visit, operation: Operation, found: LogAsked) -> dict[str, Any] | None:
    """Check the filters as the route does; record the refusal of what is none of its values."""
    try:
        return check_query(operation, {"limit": str(ROWS)} | found.given)
    except RequestValidationError as wrong:
        refusal = MalformedInput(errors=[describe(error) for error in wrong.errors()])
        await visit.record(refusal)
        return None


_CODES: Mapping[str, type[Enum]] = {
    "subject": SubjectCode, "outcome": Outcome, "section": Section,
}  # fmt: skip


async def show_journal(visit: Visit, operation: Operation) -> Response:
    """Show the events of a period; a search of more than one name asks which."""
    asked = asked_of(visit, operation)
    if asked.is_stale:
        return protect(RedirectResponse(visit.request.url.path, 303))
    visit.check(operation)
    async with visit.open(operation) as call:
        names = await visit.names(call)
        found = await read_asked(visit, call, asked, names)
        items, cursor = [], None
        codes: Mapping[str, str] = {}
        if found.people or found.problems:
            # Names are looked up in the log's own words: an event, as for any search.
            await record(call.transaction, AuditPermission.SEARCH, "audit")
        elif (values := await _checked(visit, operation, found)) is None:
            found = replace(found, problems=("Write the number of the request as it was told.",))
        else:
            searching = call.beside(operation, filters_of(operation, values))
            page, cursor = await run(searching, operation, values)
            items = [members_of(item) for item in page.items]
            codes = await find_case_codes(call.transaction, cases_of(items))
    link = partial(_search_link, visit, operation, found)
    return visit.show(
        "log/journal.html", 422 if found.problems else 200, operation=operation, asked=found,
        more=more_of(visit, cursor), fields=_fields(found), by_field={}, choices={},
        events=[event_of(each, codes, visit.language, link) for each in items],
        people=[(name, link({"agent_id": str(one)})) for one, name in found.people],
        outcomes=list(Outcome), subjects=list(SubjectCode), sections=list(Section),
        chosen=list(_chosen(found, visit.language)), who_read=_who_read(found, link),
        actions=_actions(found, visit.language),
        organisation=found.organisation or names.get(found.given.get("organisation_id", ""), ""),
        about=_about(found, items), here=address_of(operation, {}),
        hint_of=lambda control: hint_of(control, visit.language),
    )  # fmt: skip


def _search_link(
    visit: Visit, operation: Operation, found: LogAsked, sealed: Mapping[str, str], **more: str
) -> str:
    """Return the address of the same period for one person or one file."""
    path = address_of(operation, {})
    period = {"from": found.since.isoformat(), "to": found.last.isoformat()}
    return f"{path}?{urlencode(period | more | {SEALED: visit.seal(path, sealed)})}"


def _who_read(found: LogAsked, link: Callable[..., str]) -> str | None:
    """Return the address of who has read the identity, once one file is asked for."""
    case_id = found.given.get("case_id")
    if case_id is None or found.problems:
        return None
    return link({"case_id": case_id}, action=str(IdentityPermission.READ))


def _chosen(found: LogAsked, language: str) -> Iterator[str]:
    """Tell the filters that no line of the page says otherwise."""
    for name in ("subject", "outcome", "section"):
        if name in found.given:
            yield write_code(_CODES[name], found.given[name], language)
    if "action" in found.given:
        acts = found.given["action"].split(",")
        yield ", ".join(label_of(act, language, "Permission") for act in acts)
    if "request_id" in found.given:
        yield f"{say('Number of the request:', language)} {found.given['request_id']}"


def _fields(found: LogAsked) -> Fields:
    """Return the period as the form shows it."""
    return fill((FROM, TO), {"from": found.since, "to": found.last})


def _actions(found: LogAsked, language: str) -> list[tuple[str, str]]:
    """Return the acts of the chosen kind: all of them would not fit on a telephone's line."""
    subject = found.given.get("subject")
    if subject is None:
        return []
    values = sorted(str(each.value) for each in PERMISSIONS)
    return [
        (value, label_of(value, language, "Permission"))
        for value in values if value.partition(":")[0] == subject
    ]  # fmt: skip


def _about(found: LogAsked, items: Sequence[Mapping[str, Any]]) -> str:
    """Return the name of the person whose acts alone are shown."""
    if "agent_id" not in found.given:
        return ""
    return next((str(each["agent_name"]) for each in items if each["agent_name"]), found.name)


SHOWN["search_audit_events"] = show_journal
