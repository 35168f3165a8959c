"""The kinds of pages: by an operation, by a permission, for whoever has signed in, for anybody.

A page is declared with the operation that it shows, so with its permission; a page before sign-in
is declared as such. Whatever is declared as neither is not served.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from referral_api.errors import Forbidden, Unreadable
from referral_api.http.process_context import ProcessContext
from referral_api.pages.forgery import FIELD, BoundTo, check_origin
from referral_api.pages.forms.multipart import is_multipart, read_multipart
from referral_api.pages.forms.reading import Fields
from referral_api.pages.gate import find_session, language_of
from referral_api.pages.operation import Operation
from referral_api.pages.proofs import acting
from referral_api.pages.visit import Visit
from referral_api.pages.words.catalogues import act_words, say
from referral_api.permissions import Permission

Show = Callable[[Visit, Operation], Awaitable[Response]]
Send_ = Callable[[Visit, Operation, Fields], Awaitable[Response]]
Open = Callable[[Request, ProcessContext, str], Awaitable[Response]]


@dataclass(frozen=True)
class Page:
    """One page: its address, the operation that it runs, and how it is shown and sent."""

    path: str
    operation: Operation
    show: Show
    send: Send_ | None = None
    # Read by the log and the metrics, as of any route.
    status_code: int | None = None

    async def answer(self, request: Request, process: ProcessContext) -> Response:
        """Answer a visitor who has signed in."""
        visit = await _visit(request, process)
        if request.method != "POST":
            return await self.show(visit, self.operation)
        if self.send is None:
            raise HTTPException(405)
        request.scope["state"]["permission"] = self.operation.permission
        return await self.carry_out(visit, await _own_fields(request, visit))

    async def carry_out(self, visit: Visit, fields: Fields) -> Response:
        """Do what a form asks: one that was sent just now, or was kept until a proof."""
        if self.send is None:
            raise HTTPException(405)
        visit.request.scope["state"]["permission"] = self.operation.permission
        async with acting(visit, fields) as person:
            return await self.send(person, self.operation, fields)

    def named(self, language: str) -> str:
        """Return the words of the act that its form does."""
        return act_words(self.operation.name, language)


@dataclass(frozen=True)
class PermissionPage:
    """A page that is declared by a permission without an operation of the API."""

    path: str
    permission: Permission
    show: Callable[[Visit], Awaitable[Response]] | None
    send: Callable[[Visit, Fields], Awaitable[Response]] | None = None
    act: str = ""  # the words of its button, in English
    status_code: int | None = None

    async def answer(self, request: Request, process: ProcessContext) -> Response:
        """Answer a visitor who has signed in and holds the permission."""
        visit = await _visit(request, process)
        self._check(visit)
        if request.method == "POST":
            return await self.carry_out(visit, await _own_fields(request, visit))
        if self.show is None:
            raise HTTPException(405)
        return await self.show(visit)

    async def carry_out(self, visit: Visit, fields: Fields) -> Response:
        """Do what a form asks: one that was sent just now, or was kept until a proof."""
        self._check(visit)
        if self.send is None:
            raise HTTPException(405)
        async with acting(visit, fields) as person:
            return await self.send(person, fields)

    def named(self, language: str) -> str:
        """Return the words of the act that its form does."""
        return say(self.act, language)

    def _check(self, visit: Visit) -> None:
        visit.request.scope["state"]["permission"] = self.permission
        if not visit.may(self.permission):
            raise Forbidden


@dataclass(frozen=True)
class OpenPage:
    """A page that anybody may ask for: signing in, registering a device."""

    path: str
    open: Open
    status_code: int | None = None

    async def answer(self, request: Request, process: ProcessContext) -> Response:
        """Answer whoever asks."""
        return await self.open(request, process, language_of(request))


@dataclass(frozen=True)
class VisitorPage:
    """A page for whoever has signed in, which reads nothing and changes nothing of the register."""

    path: str
    show: Callable[[Visit], Awaitable[Response]] | None
    send: Callable[[Visit, Fields], Awaitable[Response]] | None = None
    status_code: int | None = None

    async def answer(self, request: Request, process: ProcessContext) -> Response:
        """Answer a visitor who has signed in."""
        visit = await _visit(request, process)
        if request.method == "POST" and self.send is not None:
            return await self.send(visit, await _own_fields(request, visit))
        if request.method == "POST" or self.show is None:
            raise HTTPException(405)
        return await self.show(visit)


AnyPage = Page | PermissionPage | OpenPage | VisitorPage


async def _visit(request: Request, process: ProcessContext) -> Visit:
    session = await find_session(request, process)
    return Visit(request, process, session, language_of(request), request.path_params)


async def _own_fields(request: Request, visit: Visit) -> Fields:
    """Read a form of a page of this session; Forbidden of any other."""
    fields = await read_fields(request)
    check_origin(request)
    request.app.state.form_tokens.check(BoundTo.SESSION, str(visit.session.id), fields.one(FIELD))
    return fields


async def read_fields(request: Request) -> Fields:
    """Read a form; Unreadable if the body is none."""
    said = request.headers.get("content-type", "")
    try:
        body = await request.body()
        return read_multipart(said, body) if is_multipart(said) else Fields.of(body)
    except ValueError:
        raise Unreadable from None
