"""The one route of the application that all pages have, and what a page lets through it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match, compile_path
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from referral_api.errors import (
    MalformedInput,
    NotFound,
    ProofNeeded,
    ServiceError,
    SessionEnded,
    SessionLocked,
)
from referral_api.http.process_context import ProcessContext, process_context
from referral_api.http.validation_errors import describe
from referral_api.pages.addresses import PREFIX
from referral_api.pages.compression import compress
from referral_api.pages.headers import give_session, protect
from referral_api.pages.page import AnyPage as AnyPage
from referral_api.pages.page import OpenPage as OpenPage
from referral_api.pages.page import Page as Page
from referral_api.pages.page import PermissionPage as PermissionPage
from referral_api.pages.page import VisitorPage as VisitorPage
from referral_api.pages.page import read_fields as read_fields
from referral_api.pages.resending import is_unknown, offer_again

AskWho = Callable[[Request, ProcessContext, AnyPage, ServiceError], Awaitable[Response]]


class PagesRoute(BaseRoute):
    """The one route of all pages: the routes of the API are not slower for their number."""

    path = PREFIX

    def __init__(self, pages: Iterable[AnyPage], ask_who: AskWho) -> None:
        """``ask_who`` answers whoever is not signed in, or must prove it once more."""
        self.pages = tuple(pages)
        self._ask_who = ask_who
        self._by_place: dict[str, list[tuple[object, AnyPage]]] = defaultdict(list)
        for page in sorted(self.pages, key=lambda each: each.path.count("{")):
            self._by_place[_place(page.path)].append((compile_path(page.path)[0], page))

    def add(self, page: AnyPage) -> None:
        """Serve one page more, which the service has in a demonstration alone."""
        self.pages = (*self.pages, page)
        self._by_place[_place(page.path)].append((compile_path(page.path)[0], page))

    @override
    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path: str = scope.get("path", "")
        if scope["type"] == "http" and (path == PREFIX or path.startswith(f"{PREFIX}/")):
            return Match.FULL, {"endpoint": self, "path_params": {}, "route": self}
        return Match.NONE, {}

    @override
    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        page, ids = self.find(scope["path"])
        scope["path_params"], scope["route"] = ids, page
        if scope["method"] not in {"GET", "POST"}:
            raise HTTPException(405)
        request = Request(scope, receive, send)
        process = process_context(request)
        try:
            response = await page.answer(request, process)
        except (ProofNeeded, SessionEnded, SessionLocked) as refusal:
            response = await self._ask_who(request, process, page, refusal)
        except RequestValidationError as wrong:
            raise MalformedInput(errors=[describe(error) for error in wrong.errors()]) from None
        except ServiceError as refusal:
            again = await _offer_again(request, page, refusal)
            if again is None:
                raise
            response = again
        # Only now: a page is sent after its transaction has committed.
        await compress(request, give_session(protect(response), scope))(scope, receive, send)

    def find(self, path: str) -> tuple[AnyPage, Mapping[str, str]]:
        """Find the page at an address; NotFound without one."""
        for pattern, page in self._by_place.get(_place(path), ()):
            found = pattern.match(path)  # type: ignore[attr-defined]
            if found:
                return page, found.groupdict()
        raise NotFound


async def _offer_again(request: Request, page: AnyPage, refusal: ServiceError) -> Response | None:
    is_act = request.method == "POST" and isinstance(page, Page | PermissionPage)
    if not is_act or not is_unknown(refusal):
        return None
    return await offer_again(request, await read_fields(request), refusal)


def _place(path: str) -> str:
    """Return what stands after the prefix: a word, or a kind with its code."""
    parts = path.removeprefix(PREFIX).strip("/").split("/")
    return "/".join(parts[:2]) if len(parts[0]) == 1 else parts[0]
