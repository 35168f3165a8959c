"""One authorised request: how an operation is run in its transaction, and its result told."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

import orjson
from fastapi import Request, Response
from pydantic import BaseModel
from typing_extensions import override

from referral_api.audit.log import record
from referral_api.database.pagination import FIRST, LAST, Slice, Told, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.replay_visibility import check_still_visible
from referral_api.http.etags import make_etag, read_if_match
from referral_api.http.idempotency import Key
from referral_api.http.process_context import Parts
from referral_api.http.stored_responses import Answer
from referral_api.permissions import Permission

P = ParamSpec("P")


@dataclass(slots=True)
class Call:
    """One authorised request: its transaction, and how its answer is told."""

    request: Request
    act: Permission
    transaction: Transaction
    parts: Parts
    key: Key | None = None
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
        answer = await self.key.find_answer(self.transaction)
        if answer is not None:
            return await self._replay(answer)
        answer = self._written(await operation(self.transaction, *args, **kwargs))
        self.key.keep(self.transaction, answer)
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
        return _Told(_encode(told))

    async def follow(
        self, operation: Callable[..., Awaitable[Slice]], *, limit: int, cursor: str | None
    ) -> Response:
        """Run an operation that tells what came after the cursor, which always leads on."""
        actor, question = self.transaction.actor, str(self.act)
        after = self.parts.cursors.decode(cursor, actor, question) if cursor else FIRST
        found = await operation(self.transaction, after, limit)
        following = self.parts.cursors.encode(found.last or after, actor, question)
        return _Told(_encode({"items": found.items, "next_cursor": following}))

    def _written(self, told: Told) -> Answer:
        created = self.request.scope["route"].status_code == 201
        place = self.request.scope["path"] if self.found_at is None else self.found_at
        told_id, version = _member(told, "id"), _member(told, "version")
        return Answer(
            201 if created else 200, _encode(told),
            f"{place}/{told_id}" if created and place else None,
            version and make_etag(version), self.act.partition(":")[0], told_id,
        )  # fmt: skip

    def _tell(self, told: Told) -> Response:
        version = _member(told, "version")
        status = self.request.scope["route"].status_code or 200
        return _Told(_encode(told), status, {} if version is None else {"ETag": make_etag(version)})

    async def _replay(self, answer: Answer) -> Response:
        await check_still_visible(self.transaction, answer.subject, answer.subject_id)
        await record(self.transaction, self.act, answer.subject, answer.subject_id, code="replayed")
        response = _response(answer)
        response.headers["Idempotent-Replayed"] = "true"
        return response


class _Told(Response):
    """JSON that is encoded already, with nothing left to be found out about it."""

    @override
    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        self.raw_headers = [
            (b"content-length", b"%d" % len(self.body)), (b"content-type", b"application/json")
        ]  # fmt: skip
        for name, value in (headers or {}).items():
            self.raw_headers.append((name.lower().encode("ascii"), value.encode("ascii")))


def _response(answer: Answer) -> Response:
    return _Told(answer.body, answer.status, answer.headers)


def _member(told: Told, name: str) -> Any:
    return told.get(name) if isinstance(told, dict) else getattr(told, name, None)


def _encode(told: Told) -> bytes:
    return orjson.dumps(told, _plain, orjson.OPT_UTC_Z)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):  # asyncpg's own kind
        return str(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"cannot be told: {type(value)}")
