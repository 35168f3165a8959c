"""The form of a contribution as a file: given in, or as a correction; read, and never kept."""

from uuid import uuid4

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from referral_api.errors import MalformedInput, ServiceError
from referral_api.pages.acts.lists import members_of
from referral_api.pages.acts.running import check_body, check_ids, run
from referral_api.pages.addresses import address_of, pattern_of
from referral_api.pages.by_hand import OWN_PAGES
from referral_api.pages.done import after
from referral_api.pages.forms.figures import whole
from referral_api.pages.forms.problems import errors_of, field_problems
from referral_api.pages.forms.reading import Fields
from referral_api.pages.headers import protect
from referral_api.pages.operation import OPERATIONS, Operation
from referral_api.pages.resending import is_unknown
from referral_api.pages.route import Page
from referral_api.pages.visit import Visit
from referral_api.pages.words.refusals import why_refused
from referral_api.reports.contribution_sheet.layout import MEDIA_TYPE

_FILE = "file"
_BY_SHEET = ("create_contribution_by_sheet", "correct_contribution_by_sheet")


async def show_sheet(visit: Visit, operation: Operation) -> Response:
    """Ask for the filled form."""
    visit.check(operation)
    check_ids(operation, visit.ids)
    return _form(visit, operation, visit.request.query_params.get("version", ""))


def _form(
    visit: Visit, operation: Operation, version: str, refusal: ServiceError | None = None,
    key: str | None = None,
) -> Response:  # fmt: skip
    problems = field_problems(errors_of(refusal), visit.language) if refusal else []
    return visit.show(
        "programme/sheet.html", refusal.status if refusal else 200, operation=operation,
        version=version, key=key or uuid4(), problems=problems, refusal=refusal,
        is_unknown=refusal is not None and is_unknown(refusal),
        refusal_text=why_refused(refusal, visit.language) if refusal else "",
        action=address_of(operation, visit.ids), back=address_of(
            OPERATIONS["read_contribution"], visit.ids
        ) if visit.ids else address_of(OPERATIONS["list_contributions"], {}),
    )  # fmt: skip


async def send_sheet(visit: Visit, operation: Operation, fields: Fields) -> Response:
    """Take the form as the numbers that it says; once, whatever is pressed twice."""
    version = fields.one("version")
    try:
        return await _take(visit, operation, fields, version)
    except ServiceError as refusal:
        if refusal.status not in {409, 412, 422} and not is_unknown(refusal):
            raise
        await visit.record(refusal)
        # The file is chosen again; the form stays the same where it may be recorded.
        key = fields.one("key") if is_unknown(refusal) else None
        return _form(visit, operation, version, refusal, key)


async def _take(visit: Visit, operation: Operation, fields: Fields, version: str) -> Response:
    visit.check(operation)
    key, content = fields.one("key"), fields.files.get(_FILE, b"")
    if not (key and content):
        raise MalformedInput(errors=[{"pointer": "/file", "code": "missing"}])
    values = check_ids(operation, visit.ids) | check_body(operation, content)
    async with visit.open(operation, key=key, version=whole(version)) as call:
        sent = await call.find_sent()
        if sent is None:
            call.request = _as_sheet(visit.request)
            call.leads_to = lambda result: _led_to(operation, result)
            sent = _led_to(operation, await run(call, operation, values))
    return protect(RedirectResponse(sent, 303))


def _led_to(operation: Operation, result: object) -> str:
    place = address_of(
        OPERATIONS["read_contribution"], {"contribution_id": members_of(result)["id"]}
    )
    return after(operation.name, place)


def _as_sheet(request: Request) -> Request:
    """Say what the file is: a browser says it of the form as a whole."""
    headers = [pair for pair in request.scope["headers"] if pair[0] != b"content-type"]
    headers.append((b"content-type", MEDIA_TYPE.encode()))
    return Request({**request.scope, "headers": headers}, request.receive)


OWN_PAGES.update(_BY_SHEET)
SHEET_PAGES = tuple(
    Page(pattern_of(OPERATIONS[name]), OPERATIONS[name], show_sheet, send_sheet)
    for name in _BY_SHEET
)
