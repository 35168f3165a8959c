"""The country's report: asked for, counted step by step, then taken as a file."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError

from referral_api.errors import MalformedInput
from referral_api.http.late_response import LateFile, Unfinished
from referral_api.http.validation_errors import describe
from referral_api.pages.acts.asking import Asked, asked_of, query_controls
from referral_api.pages.acts.choices import choices_for
from referral_api.pages.acts.listings import listings_for
from referral_api.pages.acts.running import check_query, run
from referral_api.pages.by_hand import SHOWN, Offered
from referral_api.pages.figures.board import show_counting
from referral_api.pages.forms.controls import Control, Kind, hint_of
from referral_api.pages.forms.problems import by_field, errors_of, field_problems, shown_with
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.visit import PageContext, Visit
from referral_api.reports.forms import Form

# The parameter by which a file is asked for, and the forms that it has.
AS = "fichier"
FILES: Mapping[str, Form] = {"docx": Form.DOCX, "pdf": Form.PDF, "csv": Form.CSV}
_REQUEST, _CUTS = "request", ("cut_id", "earlier_cut_id")


async def show_report(visit: Visit, operation: Operation) -> Response:
    """Ask what the report is about; count; then offer its files."""
    asked = asked_of(visit, operation)
    given = dict(asked.given)
    if not ({_REQUEST, "from"} & given.keys()):
        return await _ask(visit, operation, asked)
    if _REQUEST in given:
        given.pop("from", None)
        given.pop("to", None)
    wanted = FILES.get(visit.request.query_params.get(AS, ""))
    try:
        values = check_query(operation, given)
        async with visit.open(operation) as call:
            call.request = accepting(visit.request, wanted or Form.JSON)
            call.wants_file = wanted is not None
            result = await run(call, operation, values)
    except RequestValidationError as wrong:
        refusal = MalformedInput(errors=[describe(error) for error in wrong.errors()])
        return await _refuse(visit, operation, asked, refusal)
    except MalformedInput as refusal:
        return await _refuse(visit, operation, asked, refusal)
    if isinstance(result, Response):
        return result
    if isinstance(result, Unfinished):
        return show_counting(visit, operation, result, given)
    return _offer(visit, operation, given, result)


def accepting(request: Request, form: Form) -> Request:
    """Ask for a form as a program does: a browser names it in the address."""
    accept = form.media_type.partition(";")[0].encode()
    headers = [pair for pair in request.scope["headers"] if pair[0] != b"accept"]
    return Request({**request.scope, "headers": [*headers, (b"accept", accept)]}, request.receive)


def _offer(
    visit: Visit, operation: Operation, given: Mapping[str, str], result: LateFile
) -> Response:
    query = {**given, **result.again}
    path = visit.request.url.path
    files = [(name.upper(), f"{path}?{urlencode(query | {AS: name})}") for name in FILES]
    return visit.show("figures/report.html", operation=operation, files=files)


async def _ask(
    visit: Visit, operation: Operation, asked: Asked, refusal: MalformedInput | None = None
) -> Response:
    visit.check(operation)
    controls = query_controls(operation.name)
    async with visit.open(OPERATIONS["list_contribution_requests"]) as call:
        offered = await _offered(visit, call)
    choices = {name: each.choices for name, each in offered.items()}
    problems = field_problems(
        errors_of(refusal), visit.language, controls, shown_with(choices, asked.fields)
    ) if refusal else []  # fmt: skip
    return visit.show(
        "figures/ask_report.html", 422 if refusal else 200, operation=operation,
        controls=controls, problems=problems, fields=asked.fields,
        by_field=by_field(problems), offered=offered, choices=choices,
        rows_of=lambda _: [], hint_of=lambda control: hint_of(control, visit.language),
    )  # fmt: skip


async def _offered(visit: Visit, call: PageContext) -> dict[str, Offered]:
    """Return the requests and the cuts that a report can be made for."""
    named = (("contribution_request_id", (_REQUEST,)), ("cut_id", _CUTS))
    found: dict[str, Offered] = {}
    for parameter, names in named:
        controls = [_as_id(parameter)]
        listings = listings_for(visit, OPERATIONS["make_contribution_report"], controls)
        known = await choices_for(visit, call, listings, Fields({}))
        found |= {name: known[parameter] for name in names if parameter in known}
    return found


def _as_id(name: str) -> Control:
    return Control(name, Kind.ID, "", required=False)


async def _refuse(
    visit: Visit, operation: Operation, asked: Asked, refusal: MalformedInput
) -> Response:
    await visit.record(refusal)
    return await _ask(visit, operation, asked, refusal)


SHOWN["make_contribution_report"] = show_report
