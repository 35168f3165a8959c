"""A form for each act: shown, sent under its own key, and led from to the page of what is true now.

Sent twice, it is done once: the key of the form is the key of the act.
"""

from collections.abc import Sequence
from uuid import uuid4

from fastapi import Response

from referral_api.errors import MalformedInput, ServiceError
from referral_api.pages.acts.choices import MORE, choices_for, keep_chosen
from referral_api.pages.acts.filled import (
    begins_with_what_stands,
    emptiable,
    payload_of,
    read_first,
)
from referral_api.pages.acts.leading import back_of, lead_to, led_to, record_changed
from referral_api.pages.acts.listings import listings_for
from referral_api.pages.acts.lists import link_of, members_of
from referral_api.pages.acts.running import check_body, check_ids, run
from referral_api.pages.acts.values import show_members
from referral_api.pages.addresses import address_of
from referral_api.pages.by_hand import (
    BESIDE,
    CHOICES,
    FORMS,
    TIDIED,
    Offered,
)
from referral_api.pages.forms.controls import Control, controls_of, hint_of
from referral_api.pages.forms.emptying import (
    HELD,
    held_by,
)
from referral_api.pages.forms.figures import whole
from referral_api.pages.forms.layout import mark_needed, part_fields
from referral_api.pages.forms.problems import (
    FieldProblem,
    by_field,
    errors_of,
    field_problems,
    shown_with,
)
from referral_api.pages.forms.reading import Fields
from referral_api.pages.forms.rows import rows_shown, tidy_rows
from referral_api.pages.operation import Operation
from referral_api.pages.proofs import asked_beside, is_told_here
from referral_api.pages.resending import is_unknown
from referral_api.pages.visit import Visit
from referral_api.pages.words.refusals import why_refused

# Fields of the page itself; the payload has none of these.
KEY, VERSION = "key", "version"
_NOTHING = Fields({})


async def show_form(visit: Visit, operation: Operation) -> Response:
    """Show the form of an act, with what stands there if the act replaces it."""
    visit.check(operation)
    check_ids(operation, visit.ids)
    given = visit.request.query_params
    fields = Fields({name: [value] for name, value in given.items()})
    # What is replaced is read anew: the page that led here may be another record's.
    is_read = begins_with_what_stands(operation) and record_changed(operation) is not None
    version = None if is_read else given.get(VERSION)
    return await form_page(visit, operation, fields, version=version)


async def form_page(
    visit: Visit, operation: Operation, fields: Fields, *, version: str | None,
    refusal: ServiceError | None = None, key: str | None = None,
) -> Response:  # fmt: skip
    """Render the form with what was typed, and what is wrong with it."""
    controls = controls_of(operation.body) if operation.body else ()
    asked = mark_needed(
        operation.name, [control for control in controls if control.name not in visit.ids]
    )
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
    offered: dict[str, Offered] = {}
    lists = listings | {name: each.operation for name, each in choosers.items()}
    needed = [each for each in (record, *lists.values()) if each is not None]
    held = frozenset(fields.all(HELD))
    if needed:
        async with visit.open(needed[0]) as call:
            if record is not None:
                version, stands = await read_first(visit, call, record, operation)
                if begins_with_what_stands(operation) and stands:
                    fields, held = stands, held_by(asked, stands)
            offered = await choices_for(visit, call, listings, fields)
            for name, chooser in choosers.items():
                other = call.beside(chooser.operation)
                offered[name] = await chooser.choose(visit, other, fields)
            await keep_chosen(visit, call, offered, listings, fields)
    choices = {name: each.choices for name, each in offered.items()}
    problems = field_problems(
        errors_of(refusal), visit.language, controls, shown_with(choices, fields)
    ) if refusal else []  # fmt: skip
    asked_too = await asked_beside(visit, operation.name, refusal)
    beside = BESIDE.get(operation.name)
    more = await beside(visit, fields) if beside else {}
    return visit.show(
        FORMS.get(operation.name, "acts/form.html"), 200 if refusal is None else refusal.status,
        operation=operation, controls=asked, fields=fields, version=version, key=key or uuid4(),
        parted=part_fields(operation.name, asked),
        problems=problems, refusal=refusal, by_field=by_field(problems), choices=choices,
        offered=offered, held_fields=held, can_empty=emptiable(operation, asked, held),
        asked_too=asked_too,
        refusal_text=why_refused(refusal, visit.language) if refusal else "",
        rows_of=lambda name: rows_shown(fields, name),
        hint_of=lambda control: hint_of(control, visit.language),
        wrong_or_filled=lambda controls: _says_something(controls, fields, problems),
        back=back_of(visit, operation), action=address_of(operation, visit.ids),
        **more,
    )  # fmt: skip


async def send_form(visit: Visit, operation: Operation, fields: Fields) -> Response:
    """Do the act, once for each form; show the form again with what is wrong otherwise."""
    version = fields.one(VERSION)
    if operation.body is not None:
        fields = tidy_rows(controls_of(operation.body), fields)
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
    lacks_proof = is_told_here(visit, refusal)
    if is_unknown(refusal) or not (refusal.status in {409, 412, 422} or lacks_proof):
        raise refusal
    await visit.record(refusal)
    # A form that lacks a proof alone stays the same form.
    key = fields.one(KEY) if lacks_proof else None
    return await form_page(
        visit, operation, fields, version=fields.one(VERSION), refusal=refusal, key=key
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
    async with visit.open(operation, key=key, version=whole(version)) as call:
        sent = await call.find_sent()
        if sent is not None:
            return lead_to(sent)
        call.leads_to = lambda result: led_to(visit, operation, result)
        result = await run(call, operation, values)
    return result if isinstance(result, Response) else lead_to(led_to(visit, operation, result))


def _says_something(
    controls: Sequence[Control], fields: Fields, problems: Sequence[FieldProblem]
) -> bool:
    """Say whether fields that are folded away hold something that must be seen."""
    said = {name.partition(".")[0] for name, value in fields.items() if value.strip()}
    said |= {problem.field.partition(".")[0] for problem in problems}
    return any(control.name in said for control in controls)
