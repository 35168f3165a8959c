"""The documentation of the API in French and English. Its files come along: no internet needed."""

from collections.abc import Callable
from functools import cache
from html import escape
from importlib.resources import files

from fastapi import APIRouter, FastAPI, Request, Response
from starlette.responses import RedirectResponse

from referral_api.errors import NotFound
from referral_api.http.i18n import LANGUAGES, Lang, chosen_language
from referral_api.http.openapi.about import TITLE
from referral_api.http.openapi.french import translate_contract
from referral_api.http.openapi.served import CONTRACTS
from referral_api.http.public_files import PAGE_POLICY, READING, PublicFile
from referral_api.http.routing import PublicRoute

_DAY = 86_400
# Swagger UI writes styles into its elements; scripts are files only.
_POLICY = (
    f"{PAGE_POLICY}; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self';"
    " img-src 'self' data:"
)
_ASSETS = {
    "swagger-ui-bundle.js": ("fastapi_offline", "static", "text/javascript; charset=utf-8"),
    "swagger-ui.css": ("fastapi_offline", "static", "text/css; charset=utf-8"),
    "favicon.png": ("fastapi_offline", "static", "image/png"),
    "docs.js": ("referral_api.http.openapi", "assets", "text/javascript; charset=utf-8"),
    "pages.css": ("referral_api.http.openapi", "assets", "text/css; charset=utf-8"),
}
_NAMES = {"fr": "Français", "en": "English"}
WORDS = {
    "problems": "Problems",
    "links": "Show the links between operations",
    "introduction": (
        "Choose a group, then an operation. Codes keep one spelling in both languages; their labels"
        " are under `/v1/codelists`."
    ),
    "without": "This page needs JavaScript; the contract itself does not.",
}

router = APIRouter(route_class=PublicRoute, include_in_schema=False)


def install_documentation(app: FastAPI) -> None:
    """Serve the pages at /docs, to which / leads."""
    app.router.routes.extend(router.routes)


@router.api_route("/", methods=READING)
async def read_root() -> Response:
    # Relative: an absolute address would name the scheme and the host that the proxy speaks to.
    return RedirectResponse("/docs", 307)


@router.api_route("/docs", methods=READING)
async def read_documentation(request: Request, lang: Lang = None) -> Response:
    language = chosen_language(lang, request.headers.get("accept-language"))
    return _page(language).respond(request)


# Two addresses and no pattern: what stands beside them is no address at all.
@router.api_route("/docs/fr", methods=READING)
async def read_documentation_in_french(request: Request) -> Response:
    return _page("fr").respond(request)


@router.api_route("/docs/en", methods=READING)
async def read_documentation_in_english(request: Request) -> Response:
    return _page("en").respond(request)


@router.api_route("/docs/assets/{name}", methods=READING)
async def read_documentation_asset(request: Request, name: str) -> Response:
    if name not in _ASSETS:
        raise NotFound
    return _asset(name).respond(request)


@cache
def _asset(name: str) -> PublicFile:
    package, folder, media_type = _ASSETS[name]
    return PublicFile.of((files(package) / folder / name).read_bytes(), media_type, _DAY)


@cache
def _page(language: str) -> PublicFile:
    say: Callable[[str], str] = translate_contract if language == "fr" else str
    current = {language: ' aria-current="page"'}
    switch = "\n".join(
        f'<a href="/docs/{each}" lang="{each}" hreflang="{each}"{current.get(each, "")}>'
        f"{_NAMES[each]}</a>"
        for each in LANGUAGES
    )
    template = files("referral_api.http.openapi") / "assets" / "docs.html"
    page = template.read_text(encoding="utf-8").format(
        language=language, title=escape(say(TITLE)), contract=CONTRACTS[language], switch=switch,
        **{name: escape(say(text)).replace("`", "") for name, text in WORDS.items()},
    )  # fmt: skip
    return PublicFile.of(
        page.encode(), "text/html; charset=utf-8", 300, Content_Language=language,
        Content_Security_Policy=_POLICY, Vary="Accept-Encoding, Accept-Language",
    )  # fmt: skip
