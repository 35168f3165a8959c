"""One authorised request: its transaction, its input beside the body, and its response."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
from fastapi import Request, Response
from pydantic import BaseModel
from typing_extensions import override

from referral_api.audit.log import record
from referral_api.database.generation import FIRST_GENERATION
from referral_api.database.pagination import FIRST, LAST, Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.many.rows import Outcome
from referral_api.domain.casework.replay_visibility import read_again
from referral_api.http.batches import read_rows, resource_of, to_content, to_stored, told_rows
from referral_api.http.etags import make_etag, read_if_match
from referral_api.http.idempotency import IdempotencyKey
from referral_api.http.late_response import LateFile, LateResponse, Unfinished
from referral_api.http.process_context import ProcessContext
from referral_api.http.stored_responses import StoredResponse
from referral_api.permissions import Permission
from referral_api.schemas import ResponseData

# What an operation returns: a resource, or one whose members are already written as JSON.
Result = BaseModel | ResponseData[Any]


@dataclass(slots=True)
class RequestContext:
    """One authorised request. A route calls one operation with the values found here, and returns
    ``respond`` or ``respond_page``.

    ``location`` is where a created resource is read, if not under the address of the request;
    ``filters`` narrow a list; ``generation`` is the database's, which the cursors of lists carry.
    """

    request: Request
    permission: Permission
    transaction: Transaction
    process: ProcessContext
    key: IdempotencyKey | None = None
    if_match: str | None = None
    location: str | None = None
    filters: tuple[Any, ...] = ()
    generation: int = FIRST_GENERATION

    @property
    def version(self) -> int:
        """The version that the caller saw; VersionMissing without one."""
        return read_if_match(self.if_match)

    @property
    def media_type(self) -> str:
        """The media type of the body, without its parameters."""
        said: str = self.request.headers.get("content-type", "")
        return said.partition(";")[0].strip().lower()

    @property
    def fingerprint(self) -> bytes:
        """What tells the body of a request with a key from another, and nothing of its content."""
        return b"" if self.key is None else self.key.in_use.fingerprint

    def respond_file(self, content: bytes, media_type: str, name: str) -> Response:
        """Respond with a file, to be kept under this name."""
        place = str(self.request.url.replace(scheme="", netloc=""))
        kept_as = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, 200, kept_as | {"Content-Location": place}, media_type)

    def respond_long(self, result: LateFile | Unfinished | BaseModel) -> Response:
        """Respond with a result, or with a file that is made once the transaction has ended; or 202
        with how far the work is, and where it goes on.
        """
        if isinstance(result, BaseModel):
            return _EncodedResponse(_encode(result), 200, {"Vary": "Accept"})
        again = self.request.url.include_query_params(**result.again)
        place = f"{again.path}?{again.query}"
        if isinstance(result, LateFile):
            return LateResponse(result, {"Content-Location": place, "Vary": "Accept"})
        headers = {"Location": place, "Retry-After": str(result.seconds)}
        return _EncodedResponse(_encode(result.told), 202, headers)

    def respond(self, result: Result) -> Response:
        """Respond with the result of an operation; store the response under the key, if any."""
        version = member_of(result, "version")
        etag = None if version is None else make_etag(version)
        status = self.request.scope["route"].status_code or 200
        if self.key is None:
            return _EncodedResponse(_encode(result), status, {} if etag is None else {"ETag": etag})
        result_id, place = member_of(result, "id"), self._place
        stored = StoredResponse(
            status, _encode(result), f"{place}/{result_id}" if status == 201 and place else None,
            etag, self.permission.partition(":")[0], result_id,
        )  # fmt: skip
        self.key.store(self.transaction, stored)
        return _stored_response(stored)

    def respond_batch(self, outcomes: Sequence[Outcome]) -> Response:
        """Respond with what became of each row; store ids and codes under the key."""
        rows, resource = told_rows(outcomes), self.permission.partition(":")[0]
        if self.key is not None:
            self.key.store(self.transaction, to_stored(rows, resource))
        return _EncodedResponse(_encode(to_content(rows, self._languages)))

    @property
    def _languages(self) -> str | None:
        return self.request.headers.get("accept-language")

    async def replay(self) -> Response | None:
        """Answer a request whose key was used before; None if it was not.

        The status and the address are those of the first response, the resource and its version
        what a reading would tell the caller now.
        """
        stored = await self.key.find_stored(self.transaction) if self.key else None
        if stored is None:
            return None
        if (resource := resource_of(stored)) is not None:
            content = to_content(await read_rows(self.transaction, stored), self._languages)
            await record(self.transaction, self.permission, resource, code="replayed")
            return _EncodedResponse(_encode(content), 200, {"Idempotent-Replayed": "true"})
        present = await read_again(self.transaction, stored.subject, stored.subject_id)
        version = member_of(present, "version")
        told = replace(
            stored, body=_encode(present), etag=None if version is None else make_etag(version)
        )
        await record(
            self.transaction, self.permission, stored.subject, stored.subject_id, code="replayed"
        )
        response = _stored_response(told)
        response.headers["Idempotent-Replayed"] = "true"
        return response

    def window(self, limit: int, cursor: str | None) -> Window:
        """Return the requested page of a list; InvalidCursor if the cursor belongs elsewhere."""
        return Window(self._decode(cursor, self._list) if cursor else LAST, limit)

    def position(self, cursor: str | None) -> UUID:
        """Return how far a caller has followed the events; InvalidCursor if the cursor belongs
        elsewhere.
        """
        return self._decode(cursor, str(self.permission)) if cursor else FIRST

    def respond_page(self, page: Slice[Any]) -> Response:
        """Respond with one page of a list; the last page has no cursor."""
        return self._respond_items(page.items, page.last, self._list)

    def respond_following(self, page: Slice[Any], after: UUID) -> Response:
        """Respond with what came ``after`` a position; there is always a cursor."""
        return self._respond_items(page.items, page.last or after, str(self.permission))

    @property
    def _list(self) -> str:
        """The list with its order and its filters, to which its cursors are bound."""
        return f"{self.permission}|as recorded|{self.filters!r}"

    @property
    def _place(self) -> str:
        place: str = self.request.scope["path"] if self.location is None else self.location
        return place

    def _decode(self, cursor: str, query: str) -> UUID:
        actor = self.transaction.actor
        return self.process.cursors.decode(cursor, actor, query, self.generation)

    def _respond_items(self, items: Sequence[Any], last: UUID | None, query: str) -> Response:
        actor = self.transaction.actor
        cursors, generation = self.process.cursors, self.generation
        cursor = cursors.encode(last, actor, query, generation) if last else None
        # Not left to the encoder, which would call back for each item.
        plain = [item.members if isinstance(item, ResponseData) else item for item in items]
        return _EncodedResponse(_encode({"items": plain, "next_cursor": cursor}))


class _EncodedResponse(Response):
    """A response whose JSON is already encoded."""

    @override
    def init_headers(self, headers: Mapping[str, str] | None = None) -> None:
        self.raw_headers = [
            (b"content-length", b"%d" % len(self.body)), (b"content-type", b"application/json")
        ]  # fmt: skip
        for name, value in (headers or {}).items():
            self.raw_headers.append((name.lower().encode("ascii"), value.encode("ascii")))


def _stored_response(stored: StoredResponse) -> Response:
    return _EncodedResponse(stored.body, stored.status, stored.headers)


def member_of(result: Result, name: str) -> Any:
    """Return a member of a result, or None."""
    if isinstance(result, ResponseData):
        return result.members.get(name)
    return getattr(result, name, None)


_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_DATACLASS


def _encode(content: Any) -> bytes:
    return orjson.dumps(content, _plain, _OPTIONS)


def _plain(value: Any) -> Any:
    if isinstance(value, ResponseData):
        return value.members
    if isinstance(value, UUID):  # asyncpg has its own UUID class
        return str(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    raise TypeError(f"not a response: {type(value)}")
