"""An act of an account: a form with one button, sent under its own key, with a fresh proof where
the act is sensitive.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from fastapi import Response
from starlette.responses import RedirectResponse

from referral_api.errors import NotFound, ServiceError
from referral_api.http.stored_responses import StoredResponse
from referral_api.pages.context import PageContext
from referral_api.pages.forms.figures import whole
from referral_api.pages.forms.problems import errors_of, field_problems
from referral_api.pages.forms.reading import Fields
from referral_api.pages.proofs import asked_for, is_told_here
from referral_api.pages.resending import is_unknown
from referral_api.pages.route import PermissionPage
from referral_api.pages.visit import Visit
from referral_api.pages.words.refusals import why_refused
from referral_api.permissions import Permission

Do = Callable[..., Awaitable[Response]]
Prepare = Callable[[Visit, Fields], Awaitable[Any]]


@dataclass(frozen=True)
class AccountAct:
    """One act: its address, its permission, the words of its button, and what it does.

    ``back`` is the page that is shown once it is done, or when its form is sent once more.
    ``prepare`` makes what takes long, a hash, before a transaction is open; ``do`` gets it as
    ``made``, beside the visit, the call and the fields.
    """

    path: str
    permission: Permission
    words: str
    says: str
    do: Do
    back: str
    template: str = "account/act.html"
    subject: str = "device"
    prepare: Prepare | None = None

    @property
    def page(self) -> PermissionPage:
        """The page of this act."""
        return PermissionPage(self.path, self.permission, self.show, self.send, self.words)

    async def show(self, visit: Visit, refusal: ServiceError | None = None) -> Response:
        """Show the form; with what is wrong, if it was refused."""
        problems = field_problems(errors_of(refusal), visit.language) if refusal else []
        return visit.show(
            self.template, refusal.status if refusal else 200, act=self, key=uuid4(),
            action=visit.request.url.path, refusal=refusal, problems=problems,
            asked_too=asked_for(visit, self.permission, refusal),
            version=(visit.sent.one("version") if visit.sent else "")
            or visit.request.query_params.get("version", ""),
            refusal_text=why_refused(refusal, visit.language) if refusal else "",
        )  # fmt: skip

    async def send(self, visit: Visit, fields: Fields) -> Response:
        """Do it, once for each form."""
        key = fields.one("key")
        if not key:
            raise NotFound
        try:
            visit.check_act(self.permission)
            do = await self._prepare(visit, fields)
            async with visit.begin(self.permission, key=key) as call:
                sent = await call.find_sent()
                if sent is not None:
                    return RedirectResponse(sent, 303)
                response = await do(visit, call, fields)
                self._store(visit, call)
        except ServiceError as refusal:
            is_told = refusal.status in {409, 412, 422} or is_told_here(visit, refusal)
            if is_unknown(refusal) or not is_told:
                raise
            await visit.record(refusal)
            return await self.show(visit, refusal)
        return response

    async def _prepare(self, visit: Visit, fields: Fields) -> Do:
        """Return what is to be done. What was wrong before is told within the act: not to whoever
        sends a form once more.
        """
        if self.prepare is None:
            return self.do
        try:
            return partial(self.do, made=await self.prepare(visit, fields))
        except ServiceError as refusal:
            return partial(_refuse, refusal)

    def _store(self, visit: Visit, call: PageContext) -> None:
        """Under the key nothing is kept but where the form has led: no code, no PIN."""
        if call.key is not None:
            ids = [*visit.ids.values()]
            about = UUID(ids[-1]) if ids else visit.session.agent_id
            stored = StoredResponse(303, b"", self.back, None, self.subject, about)
            call.key.store(call.transaction, stored)


async def _refuse(refusal: ServiceError, *_: object) -> Response:
    raise refusal


def read_id(visit: Visit, name: str) -> UUID:
    """Return an id of the address; NotFound if it is none."""
    try:
        return UUID(visit.ids[name])
    except ValueError:
        raise NotFound from None


def read_version(fields: Fields) -> int:
    """Return the version that the form was shown with."""
    return whole(fields.one("version")) or 0
