"""The response to a batch: each row by itself; and what a replay tells of it.

Under the key stand the ids of what the rows made and the problems that were told, never a body: a
replay reads the rows again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

import orjson
from pydantic import BaseModel, Field

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.many.rows import Batch, Outcome, WrongRow
from referral_api.domain.casework.replay_visibility import read_again
from referral_api.domain.codelists.many import BatchMode
from referral_api.errors import MalformedInput, NotFound, ServiceError
from referral_api.http.i18n import negotiate
from referral_api.http.problems import Problem, problem_content
from referral_api.http.stored_responses import StoredResponse
from referral_api.http.validation_errors import describe

_SUBJECT = "batch:"
_NO_ID = UUID(int=0)
Result = TypeVar("Result")


class BatchRow(BaseModel, Generic[Result]):
    """What became of one row, in the order of the request."""

    row: int = Field(description="The row, from 0 on.")
    id: UUID | None = Field(description="What it made; null if it was refused.")
    result: Result | None = Field(
        description="The record; null if it was refused, or is out of your sight by now."
    )
    problem: Problem | None = Field(description="Why it was refused.")


class BatchRead(BaseModel, Generic[Result]):
    """What became of each row of a batch."""

    items: list[BatchRow[Result]] = Field(description="One for each row.")
    done: int = Field(description="How many rows were done.")
    refused: int = Field(description="How many rows were refused.")


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One row as it is told: what it made, or the refusal, in codes."""

    id: UUID | None
    result: Any
    refusal: dict[str, Any] | None


def find_wrong_rows(body: Any) -> list[dict[str, Any]]:
    """Return what is wrong with the rows of a batch that is done as a whole."""
    if not isinstance(body, Batch) or body.mode is not BatchMode.ALL:
        return []
    return [
        {**error, "loc": ("body", body.place, place, *error["loc"])}
        for place, row in enumerate(body.given) if isinstance(row, WrongRow)
        for error in row.errors
    ]  # fmt: skip


def told_rows(outcomes: Sequence[Outcome]) -> list[ToldRow]:
    """Put each outcome into the form that is told and stored."""
    return [ToldRow(each.id, each.result, _in_codes(each.refusal)) for each in outcomes]


def _in_codes(refusal: ServiceError | WrongRow | None) -> dict[str, Any] | None:
    if refusal is None:
        return None
    if isinstance(refusal, WrongRow):
        errors = [describe({**each, "loc": ("body", *each["loc"])}) for each in refusal.errors]
        refusal = MalformedInput(errors=errors)
    return {
        "code": refusal.code, "title": refusal.title, "status": refusal.status,
        "detail": refusal.detail, "facts": refusal.facts,
    }  # fmt: skip


def to_content(rows: Sequence[ToldRow], accept_language: str | None) -> dict[str, Any]:
    """Make the body of the response, in the caller's language."""
    language = negotiate(accept_language)
    items = [
        {
            "row": place, "id": None if row.id is None else str(row.id), "result": row.result,
            "problem": row.refusal
            and problem_content(**row.refusal | _said(row, place), language=language),
        }
        for place, row in enumerate(rows)
    ]  # fmt: skip
    refused = sum(row.refusal is not None for row in rows)
    return {"items": items, "done": len(rows) - refused, "refused": refused}


def _said(row: ToldRow, place: int) -> dict[str, Any]:
    facts: dict[str, Any] = (row.refusal or {})["facts"]
    return {"facts": facts | {"row": place}}


def to_stored(rows: Sequence[ToldRow], resource: str) -> StoredResponse:
    """Make what stands under the key: ids and codes."""
    kept = [[row.id and str(row.id), row.refusal] for row in rows]
    return StoredResponse(200, orjson.dumps(kept), None, None, f"{_SUBJECT}{resource}", _NO_ID)


def resource_of(stored: StoredResponse) -> str | None:
    """Return what the rows of a stored batch are; None for the response of one act."""
    subject, _, resource = stored.subject.partition(":")
    return resource if f"{subject}:" == _SUBJECT else None


async def read_rows(transaction: Transaction, stored: StoredResponse) -> list[ToldRow]:
    """Read the rows of a stored batch again, as their caller may see them now."""
    told = []
    for row_id, refusal in orjson.loads(stored.body):
        made = row_id and UUID(row_id)
        present = made and await _read_one(transaction, resource_of(stored) or "", made)
        told.append(ToldRow(made, present, refusal))
    return told


async def _read_one(transaction: Transaction, resource: str, row_id: UUID) -> Any:
    try:
        return await read_again(transaction, resource, row_id)
    except NotFound:
        return None
