"""How an operation answers when a page runs it: with a result, which the page then shows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel
from typing_extensions import override

from referral_api.audit.log import record
from referral_api.database.pagination import Slice
from referral_api.domain.casework.many.rows import Outcome
from referral_api.errors import Forbidden
from referral_api.http.late_response import LateFile, Unfinished
from referral_api.http.request_context import RequestContext, Result, member_of
from referral_api.http.stored_responses import StoredResponse
from referral_api.pages.operation import Operation

_NO_ID = UUID(int=0)


class Returned(Response):
    """What an operation has returned, before a page shows it."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


@dataclass(slots=True)
class PageContext(RequestContext):
    """What an operation finds when a page runs it: it answers with a result, not with JSON.

    ``leads_to`` is the page that follows an act; under the key of the form nothing else is stored.
    ``check_proof`` refuses an operation that needs a fresher proof. ``wants_file``: what takes long
    is sent as the file that it makes, rather than told.
    """

    leads_to: Any = None
    check_proof: Callable[[Operation], None] | None = None
    wants_file: bool = False

    def beside(self, operation: Operation, filters: tuple[Any, ...] = ()) -> "PageContext":
        """Run another operation in the same transaction; Forbidden without its permission."""
        if not self.transaction.actor.may(operation.permission):
            raise Forbidden
        if self.check_proof is not None:
            self.check_proof(operation)
        return replace(
            self,
            permission=operation.permission,
            filters=filters,
            location=operation.route.location,
        )

    @override
    def respond(self, result: Result) -> Response:
        if self.key is not None:
            subject_id = member_of(result, "id") or self._path_id
            place = self.leads_to(result) if self.leads_to else "/bureau"
            stored = StoredResponse(
                303, b"", place, None, self.permission.partition(":")[0], UUID(str(subject_id))
            )
            self.key.store(self.transaction, stored)
        return Returned(result)

    @override
    def respond_page(self, page: Slice[Any]) -> Response:
        return Returned((page, self.cursor_after(page)))

    @override
    def respond_following(self, page: Slice[Any], after: UUID) -> Response:
        return Returned((page, None))

    @override
    def respond_long(self, result: LateFile | Unfinished | BaseModel) -> Response:
        """Tell what is finished or how far it is; a file is sent when the page asks for one."""
        if isinstance(result, LateFile) and self.wants_file:
            return super(PageContext, self).respond_long(result)
        return Returned(result)

    @override
    def respond_batch(self, outcomes: Any) -> Response:
        rows: list[Outcome] = list(outcomes)
        if self.key is not None:
            place = self.leads_to(None) if self.leads_to else "/bureau"
            subject = self.permission.partition(":")[0]
            self.key.store(self.transaction, StoredResponse(303, b"", place, None, subject, _NO_ID))
        return Returned(rows)

    @property
    def _path_id(self) -> UUID:
        ids = list(self.request.path_params.values())
        return UUID(str(ids[-1])) if ids else _NO_ID

    def cursor_after(self, page: Slice[Any]) -> str | None:
        """Return the cursor of what follows a page of a list; None after the last."""
        if not page.last:
            return None
        return self.process.cursors.encode(
            page.last, self.transaction.actor, self._list, self.generation
        )

    async def find_sent(self) -> str | None:
        """Return the page to which a form led that was sent before; None if it was not."""
        stored = await self.key.find_stored(self.transaction) if self.key else None
        if stored is None:
            return None
        # Of a batch no row is named, as by the API.
        about = None if stored.subject_id == _NO_ID else stored.subject_id
        await record(self.transaction, self.permission, stored.subject, about, code="replayed")
        return stored.location
