"""What stands between a route and the domain: the caller, her permission, her transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Concatenate, ParamSpec

from fastapi import Depends, Header, Query, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic_core import to_json

from referral_api.audit.trail import record
from referral_api.database import Database, Sight, Transaction
from referral_api.domain.access.visibility import check_still_visible
from referral_api.domain.agents.standing import Standing
from referral_api.errors import Forbidden, InvalidToken
from referral_api.idempotency import Answer, Key
from referral_api.pagination import LAST, PAGE_LIMIT, Cursors, Slice, Window
from referral_api.permissions import Act, Actor
from referral_api.security import SigningKey, Verifier
from referral_api.settings import Settings
from referral_api.vault import Vault
from referral_api.versions import make_etag, read_if_match

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one worker, put together by ``create_app``."""

    settings: Settings
    database: Database
    verifier: Verifier
    standing: Standing
    vault: Vault
    cursors: Cursors
    fingerprint_key: bytes
    signing_key: SigningKey


_bearer = HTTPBearer(auto_error=False, bearerFormat="JWT", description="RFC 9068 access token.")


def parts_of(request: Request) -> Parts:
    """The parts of this worker."""
    parts: Parts = request.app.state.parts
    return parts


async def authenticate(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Actor:
    """Find out who is calling, or raise InvalidToken."""
    request.state.act = Act.TOKEN_AUTHENTICATE
    if bearer is None:
        raise InvalidToken
    parts = parts_of(request)
    claims = await parts.verifier.verify(bearer.credentials)
    actor = await parts.standing.actor(claims)
    request.state.actor = actor
    return actor


def _sight(act: Act, actor: Actor) -> Sight:
    if act is Act.AUDIT_SEARCH:
        return "audit"
    return "flow" if actor.coordinates else "grants"


@dataclass(slots=True)
class Call:
    """One authorised request: its transaction, and how its answer is told."""

    request: Request
    act: Act
    transaction: Transaction
    parts: Parts
    key: str | None = None
    if_match: str | None = None
    found_at: str | None = None

    @property
    def version(self) -> int:
        """The version that the caller saw; VersionMissing without one."""
        return read_if_match(self.if_match)

    async def answer(
        self,
        operation: Callable[Concatenate[Transaction, P], Awaitable[Any]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Response:
        """Run an operation and tell its result, once for each Idempotency-Key."""
        if self.key is None:
            return self._tell(await operation(self.transaction, *args, **kwargs))
        request = self.request
        key = Key.of(
            self.transaction, self.key, self.parts.fingerprint_key,
            request.method.encode(), request.url.path.encode(), await request.body(),
        )  # fmt: skip
        answer = await key.claim(self.transaction)
        if answer is not None:
            return await self._replay(answer)
        answer = self._written(await operation(self.transaction, *args, **kwargs))
        await key.keep(self.transaction, answer)
        return _response(answer)

    async def page(
        self,
        operation: Callable[..., Awaitable[Slice]],
        *args: Any,
        limit: int,
        cursor: str | None,
    ) -> Response:
        """Run a list operation on the window that the cursor opens, and tell the page."""
        actor = self.transaction.actor
        question = f"{self.act}|{args!r}"
        before = self.parts.cursors.decode(cursor, actor, question) if cursor else LAST
        found = await operation(self.transaction, *args, Window(before, limit))
        following = self.parts.cursors.encode(found.last, actor, question) if found.last else None
        told = {"items": found.items, "next_cursor": following}
        return Response(to_json(told), media_type="application/json")

    def _written(self, told: Any) -> Answer:
        created = self.request.scope["route"].status_code == 201
        place = self.request.url.path if self.found_at is None else self.found_at
        location = f"{place}/{told.id}" if created and place else None
        version = getattr(told, "version", None)
        return Answer(
            201 if created else 200, told.model_dump_json().encode(), location,
            version and make_etag(version), self.act.partition(":")[0], told.id,
        )  # fmt: skip

    def _tell(self, told: Any) -> Response:
        version = getattr(told, "version", None)
        headers = {} if version is None else {"ETag": make_etag(version)}
        status = self.request.scope["route"].status_code or 200
        return Response(told.model_dump_json(), status, headers, media_type="application/json")

    async def _replay(self, answer: Answer) -> Response:
        await check_still_visible(self.transaction, answer.subject, answer.subject_id)
        await record(self.transaction, self.act, answer.subject, answer.subject_id, code="replayed")
        response = _response(answer)
        response.headers["Idempotent-Replayed"] = "true"
        return response


def _response(answer: Answer) -> Response:
    return Response(answer.body, answer.status, dict(answer.headers), media_type="application/json")


def _permitted(act: Act) -> Callable[..., Awaitable[Actor]]:
    async def permitted(request: Request, actor: Annotated[Actor, Depends(authenticate)]) -> Actor:
        request.state.act = act
        if not actor.may(act):
            raise Forbidden
        return actor

    return permitted


@asynccontextmanager
async def _open(
    request: Request, act: Act, actor: Actor, key: str | None, if_match: str | None
) -> AsyncIterator[Call]:
    parts = parts_of(request)
    async with parts.database.transaction(actor, _sight(act, actor)) as transaction:
        yield Call(request, act, transaction, parts, key, if_match)


# Printable ASCII: no client has more, and PostgreSQL's text cannot hold a NUL.
_KEY = r"^[\x20-\x7e]+$"
KeyHeader = Annotated[
    str, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=_KEY)
]
MaybeKeyHeader = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=_KEY)
]
VersionHeader = Annotated[
    str, Header(alias="If-Match", description="The ETag of the version you saw.")
]
Limit = Annotated[int, Query(ge=1, le=PAGE_LIMIT)]
Cursor = Annotated[str | None, Query(max_length=64)]


def may(act: Act) -> Any:
    """Open a transaction for a caller who may read or list so."""

    async def opened(
        request: Request, actor: Annotated[Actor, Depends(_permitted(act))]
    ) -> AsyncIterator[Call]:
        async with _open(request, act, actor, None, None) as call:
            yield call

    return _guard(opened, act)


def may_create(act: Act, *, found_at: str | None = None) -> Any:
    """Open a transaction for a POST that creates: its Idempotency-Key is required.

    What is created is found under the address of the POST, or where ``found_at`` says; an
    empty one means that it is not found by itself.
    """

    async def opened(
        request: Request, actor: Annotated[Actor, Depends(_permitted(act))], key: KeyHeader
    ) -> AsyncIterator[Call]:
        async with _open(request, act, actor, key, None) as call:
            call.found_at = found_at
            yield call

    return _guard(opened, act)


def may_change(act: Act) -> Any:
    """Open a transaction for a POST that moves a known version; an Idempotency-Key is honoured."""

    async def opened(
        request: Request,
        actor: Annotated[Actor, Depends(_permitted(act))],
        if_match: VersionHeader,
        key: MaybeKeyHeader = None,
    ) -> AsyncIterator[Call]:
        async with _open(request, act, actor, key, if_match) as call:
            yield call

    return _guard(opened, act)


def may_update(act: Act) -> Any:
    """Open a transaction for a PUT or PATCH of a known version. Its answer is never kept: the
    version makes a retry harmless, and the answer may be an identity.
    """

    async def opened(
        request: Request,
        actor: Annotated[Actor, Depends(_permitted(act))],
        if_match: VersionHeader,
    ) -> AsyncIterator[Call]:
        async with _open(request, act, actor, None, if_match) as call:
            yield call

    return _guard(opened, act)


def _guard(opened: Callable[..., AsyncIterator[Call]], act: Act) -> Any:
    # The tests find each route's act here, and a route without one fails them.
    opened.act = act  # type: ignore[attr-defined]
    # Scope "function": the commit comes before the response, not after it.
    return Depends(opened, scope="function")
