"""A form for each act: shown, sent under its own key, and led from to the page of what is true now.

Sent twice, it is done once: the key of the form is the key of the act.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from fastapi import Response

from referral_api.errors import MalformedInput, NotFound, ServiceError
from referral_api.http.i18n import translate
from referral_api.pages.acts.choices import choices_for, keep_chosen, listings_for
from referral_api.pages.acts.leading import back_of, lead_to, led_to, record_changed
from referral_api.pages.acts.lists import link_of, members_of
from referral_api.pages.acts.running import check_body, check_ids, ids_beside, run
from referral_api.pages.acts.values import show_members
from referral_api.pages.addresses import address_of
from referral_api.pages.by_hand import (
    BESIDE,
    CHOICES,
    FORMS,
    TIDIED,
    Choice,
)
from referral_api.pages.forms.controls import Control, controls_of, hint_of, rows_shown
from referral_api.pages.forms.filling import fill
from referral_api.pages.forms.layout import part_fields
from referral_api.pages.forms.problems import FieldProblem, errors_of, field_problems
from referral_api.pages.forms.reading import Fields, read_payload
from referral_api.pages.operation import Operation
from referral_api.pages.proofs import asked_beside, is_told_here
from referral_api.pages.visit import PageContext, Visit

# Fields of the page itself; the payload has none of these.
KEY, VERSION, MORE = "key", "version", "more"
_NOTHING = Fields({})


async def show_form(visit: Visit, operation: Operation) -> Response:
    """Show the form of an act, with what stands there if the act replaces it."""
    visit.check(operation)
    check_ids(operation, visit.ids)
    given = visit.request.query_params
    fields = Fields({name: [value] for name, value in given.items()})
    # What is replaced is read anew: the page that led here may be another record's.
    is_read = operation.method != "POST" and record_changed(operation) is not None
    version = None if is_read else given.get(VERSION)
    return await form_page(visit, operation, fields, version=version)


async def form_page(
    visit: Visit, operation: Operation, fields: Fields, *, version: str | None,
    problems: Sequence[FieldProblem] = (), refusal: ServiceError | None = None,
) -> Response:  # fmt: skip
    """Render the form with what was typed, and what is wrong with it."""
    controls = controls_of(operation.body) if operation.body else ()
    asked = tuple(control for control in controls if control.name not in visit.ids)
    listings = {
        name: each for name, each in listings_for(visit, operation, asked).items()
        if name != "case_id" or not fields.one(name)
    }  # fmt: skip
    choosers = {
        name: each for name, each in CHOICES.get(operation.name, {}).items()
        if visit.may(each.operation.permission)
    }  # fmt: skip
    listings = {name: each for name, each in listings.items() if name not in choosers}
    record = record_changed(operation) if operation.takes_version and version is None else None
    choices: dict[str, list[Choice]] = {}
    lists = (*listings.values(), *(each.operation for each in choosers.values()))
    needed = [each for each in (record, *lists) if each is not None]
    if needed:
        async with visit.open(needed[0]) as call:
            if record is not None:
                version, stands = await _read_first(visit, call, record, controls)
                fields = stands if operation.method != "POST" and stands else fields
            choices = await choices_for(visit, call, listings)
            for name, chooser in choosers.items():
                other = call.beside(chooser.operation)
                choices[name] = await chooser.choose(visit, other, fields)
            keep_chosen(choices, fields, await visit.names(call))
    asked_too = await asked_beside(visit, operation.name, refusal)
    beside = BESIDE.get(operation.name)
    more = await beside(visit, fields) if beside else {}
    return visit.show(
        FORMS.get(operation.name, "acts/form.html"), 200 if refusal is None else refusal.status,
        operation=operation, controls=asked, fields=fields, version=version, key=uuid4(),
        parted=part_fields(operation.name, asked),
        problems=problems, refusal=refusal, by_field=_by_field(problems), choices=choices,
        asked_too=asked_too,
        refusal_text=translate(refusal.title, visit.language) if refusal else "",
        rows_of=lambda name: rows_shown(fields, name),
        hint_of=lambda control: hint_of(control, visit.language),
        wrong_or_filled=lambda controls: _says_something(controls, fields, problems),
        back=back_of(visit, operation), action=address_of(operation, visit.ids),
        **more,
    )  # fmt: skip


async def send_form(visit: Visit, operation: Operation, fields: Fields) -> Response:
    """Do the act, once for each form; show the form again with what is wrong otherwise."""
    version = fields.one(VERSION)
    if fields.one(MORE):
        # Nothing is recorded: the form comes back with what was typed, and with more room.
        visit.check(operation)
        return await form_page(visit, operation, fields, version=version or None)
    if operation.name in TIDIED:
        fields = TIDIED[operation.name](fields)
    try:
        if not operation.changes:
            return await _search(visit, operation, fields)
        return await _send(visit, operation, fields, version)
    except ServiceError as refusal:
        return await retry_form(visit, operation, fields, refusal)


async def retry_form(
    visit: Visit, operation: Operation, fields: Fields, refusal: ServiceError
) -> Response:
    """Show the form again with what is wrong; raise a refusal that no other answer would mend."""
    if refusal.status not in {409, 412, 422} and not is_told_here(visit, refusal):
        raise refusal
    await visit.record(refusal)
    return await form_page(
        visit, operation, fields, version=fields.one(VERSION),
        problems=field_problems(errors_of(refusal), visit.language), refusal=refusal,
    )  # fmt: skip


async def _search(visit: Visit, operation: Operation, fields: Fields) -> Response:
    """Run an operation that only looks for something, and show what it has found."""
    visit.check(operation)
    values = check_ids(operation, visit.ids)
    values |= check_body(operation, payload_of(visit, operation, fields))
    async with visit.open(operation) as call:
        result = await run(call, operation, values)
        names = await visit.names(call)
    if isinstance(result, Response) or operation.reads is None:
        return result if isinstance(result, Response) else lead_to(back_of(visit, operation))
    facts = list(show_members(operation.reads, members_of(result), visit.language))
    return visit.show(
        "acts/result.html", operation=operation, facts=facts, names=names, link_of=link_of
    )


async def _send(visit: Visit, operation: Operation, fields: Fields, version: str) -> Response:
    visit.check(operation)
    values = check_ids(operation, visit.ids)
    key = fields.one(KEY)
    if not key:
        raise MalformedInput(errors=[{"pointer": "", "code": "missing"}])
    values |= check_body(operation, payload_of(visit, operation, fields))
    async with visit.open(
        operation, key=key, version=int(version) if version.isdigit() else None
    ) as call:
        sent = await call.find_sent()
        if sent is not None:
            return lead_to(sent)
        call.leads_to = lambda result: led_to(visit, operation, result)
        result = await run(call, operation, values)
    return result if isinstance(result, Response) else lead_to(led_to(visit, operation, result))


def payload_of(visit: Visit, operation: Operation, fields: Fields) -> dict[str, Any]:
    """Read the payload that a form gives; an id of its address may be one of its members."""
    if operation.body is None:
        return {}
    return ids_beside(operation, visit.ids) | read_payload(controls_of(operation.body), fields)


async def _read_first(
    visit: Visit, call: PageContext, record: Operation, controls: Sequence[Control]
) -> tuple[str, Fields | None]:
    """Read the record that the act changes, for its version and for what stands there."""
    try:
        result = await run(call.beside(record), record, check_ids(record, visit.ids))
    except NotFound:
        # Nothing stands there yet: the first version is made from none.
        return "0", None
    members = members_of(result)
    inner = members.get("identity")
    stands = inner if isinstance(inner, Mapping) else members
    return str(members.get("version", 0)), fill(controls, stands)


def _says_something(
    controls: Sequence[Control], fields: Fields, problems: Sequence[FieldProblem]
) -> bool:
    """Say whether fields that are folded away hold something that must be seen."""
    said = {name.partition(".")[0] for name, value in fields.items() if value.strip()}
    said |= {problem.field.partition(".")[0] for problem in problems}
    return any(control.name in said for control in controls)


def _by_field(problems: Sequence[FieldProblem]) -> dict[str, str]:
    return {problem.field: problem.text for problem in problems}
