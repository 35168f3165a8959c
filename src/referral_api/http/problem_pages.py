"""The pages that the ``type`` of a problem leads to: what happened, and what to do, in words.

They come from the same table as docs/generated/errors.md. Both languages stand on each page, the
caller's first.
"""

import re
from functools import cache
from html import escape

from fastapi import APIRouter, FastAPI, Request, Response

from referral_api.errors import MalformedInput, NotFound, ServiceError
from referral_api.errors.catalogue import errors_by_code
from referral_api.http.i18n import LANGUAGES, Lang, chosen_language, translate
from referral_api.http.openapi.french import translate_contract
from referral_api.http.problem_advice import advice_for
from referral_api.http.public_files import PAGE_POLICY, READING, PublicFile
from referral_api.http.routing import PublicRoute
from referral_api.http.validation_errors import INPUT_CODES

PROBLEMS = "/problems"
INDEX_TITLE = "Problems"
INPUT_TITLE = "Codes of `errors`"
_POLICY = f"{PAGE_POLICY}; style-src 'self'"
_PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><link rel="stylesheet" href="/docs/assets/pages.css"></head>
<body><main>{body}</main></body>
</html>
"""

router = APIRouter(route_class=PublicRoute, include_in_schema=False)


def install_problem_pages(app: FastAPI) -> None:
    """Serve the pages under /problems."""
    app.router.routes.extend(router.routes)


@router.api_route(PROBLEMS, methods=READING)
async def list_problem_types(request: Request, lang: Lang = None) -> Response:
    language = chosen_language(lang, request.headers.get("accept-language"))
    return _page(None, language).respond(request)


@router.api_route(PROBLEMS + "/{code}", methods=READING)
async def read_problem_type(request: Request, code: str, lang: Lang = None) -> Response:
    if code not in errors_by_code():
        raise NotFound
    language = chosen_language(lang, request.headers.get("accept-language"))
    return _page(code, language).respond(request)


@cache
def _page(code: str | None, language: str) -> PublicFile:
    """Write one page, or the list of all without a code, the caller's language first."""
    sections = []
    for each in sorted(LANGUAGES, key=lambda one: one != language):
        words = _list(each) if code is None else _describe(errors_by_code()[code], each)
        sections.append(f'<section lang="{each}">{words}</section>')
    page = _PAGE.format(
        language=language, title=escape(code or _in(INDEX_TITLE, language)), body="".join(sections)
    )
    return PublicFile.of(
        page.encode(), "text/html; charset=utf-8", 300, Content_Language=language,
        Content_Security_Policy=_POLICY, Vary="Accept-Encoding, Accept-Language",
    )  # fmt: skip


def _list(language: str) -> str:
    rows = "".join(
        f'<tr><td>{error.status}</td><td><a href="{PROBLEMS}/{code}"><code>{code}</code></a></td>'
        f"<td>{escape(translate(error.title, language))}</td></tr>"
        for code, error in errors_by_code().items()
    )
    return f"<h1>{_in(INDEX_TITLE, language)}</h1><table>{rows}</table>"


def _describe(error: type[ServiceError], language: str) -> str:
    words = (
        f"<h1>{escape(translate(error.title, language))}</h1>"
        f"<p><code>{error.status} {error.code}</code></p><p>{_in(advice_for(error), language)}</p>"
    )
    if error.code == MalformedInput.code:
        rows = "".join(
            f"<tr><td><code>{code}</code></td><td>{escape(translate(text, language))}</td></tr>"
            for code, text in sorted(INPUT_CODES.items())
        )
        words += f"<h2>{_in(INPUT_TITLE, language)}</h2><table>{rows}</table>"
    return words + f'<p><a href="{PROBLEMS}">{_in(INDEX_TITLE, language)}</a></p>'


def _in(text: str, language: str) -> str:
    """Write a text of ours as HTML in a language; what stands in backticks is code."""
    said = translate_contract(text) if language == "fr" else text
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(said))
