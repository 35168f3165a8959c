"""Recording a request for contributions, and what becomes of it until it is answered."""

import json
from datetime import date, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.programme import ContributionRequestStatus
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.programme.contribution_requests.records import (
    CONTRIBUTION_REQUEST_RECORDS,
    to_response,
)
from referral_api.domain.programme.contribution_requests.schemas import (
    ContributionRequestCreate,
    ContributionRequestRead,
    ContributionRequestUpdate,
    ContributionRequestWithdraw,
)
from referral_api.domain.programme.contribution_requests.tables import ContributionRequest
from referral_api.errors import Forbidden, MalformedInput
from referral_api.permissions import ContributionRequestPermission


async def create_contribution_request(
    transaction: Transaction, request: ContributionRequestCreate
) -> ContributionRequestRead:
    """Record a request, as a draft. AlreadyExists if its reference is known."""
    actor = transaction.actor
    if actor.agent_id is None:
        raise Forbidden
    _check_days(request, await read_clock(transaction))
    fields = request.model_dump(mode="python", exclude={"documents"}) | {
        "id": request.id or uuid7(), "organisation_id": actor.organisation_id, "version": 1,
        "status": ContributionRequestStatus.DRAFT, "recorded_by_agent_id": actor.agent_id,
        "documents": _written(request),
    }  # fmt: skip
    return to_response(await CONTRIBUTION_REQUEST_RECORDS.add(transaction, fields))


def _written(request: ContributionRequestCreate | ContributionRequestUpdate) -> str:
    return json.dumps([document.model_dump(mode="json") for document in request.documents or ()])


def _check_days(request: ContributionRequestCreate, now: datetime) -> None:
    """Refuse a day that has not come, and ends before their beginnings."""
    wrong = {
        "received_on": request.received_on > now.date(),
        "due_on": request.due_on < request.received_on,
        "period_to": request.period_to < request.period_from,
    }
    errors = [
        {"pointer": f"/{name}", "code": "out_of_range"} for name, found in wrong.items() if found
    ]
    if errors:
        raise MalformedInput(errors=errors)


async def update_contribution_request(
    transaction: Transaction, request_id: UUID, update: ContributionRequestUpdate, version: int
) -> ContributionRequestRead:
    """Correct a request that is not frozen: a later day, a document that came after it."""

    def change(found: ContributionRequest, _: datetime) -> None:
        _check_due(found.received_on, update)
        given = update.model_dump(exclude_none=True, exclude={"documents"})
        for name, value in given.items():
            setattr(found, name, value)
        if update.documents is not None:
            found.documents = _written(update)

    row = await CONTRIBUTION_REQUEST_RECORDS.transition(
        transaction, request_id, "update", version, change
    )
    return to_response(row)


def _check_due(received_on: date, update: ContributionRequestUpdate) -> None:
    if update.due_on is not None and update.due_on < received_on:
        raise MalformedInput(errors=[{"pointer": "/due_on", "code": "out_of_range"}])


async def answer_contribution_request(
    transaction: Transaction, request_id: UUID, version: int
) -> ContributionRequestRead:
    """Record that the country's answer was sent."""
    row = await CONTRIBUTION_REQUEST_RECORDS.transition(transaction, request_id, "answer", version)
    return to_response(row)


async def withdraw_contribution_request(
    transaction: Transaction, request_id: UUID, withdrawal: ContributionRequestWithdraw,
    version: int,
) -> ContributionRequestRead:  # fmt: skip
    """Withdraw a request that was not answered. What it was told stays readable."""

    def change(found: ContributionRequest, _: datetime) -> None:
        found.withdraw_reason = withdrawal.reason

    row = await CONTRIBUTION_REQUEST_RECORDS.transition(
        transaction, request_id, "withdraw", version, change
    )
    return to_response(row)


async def read_contribution_request(
    transaction: Transaction, request_id: UUID
) -> ContributionRequestRead:
    """Read a request within sight; NotFound otherwise."""
    permission = ContributionRequestPermission.READ
    return to_response(await CONTRIBUTION_REQUEST_RECORDS.read(transaction, request_id, permission))


async def list_contribution_requests(
    transaction: Transaction, status: ContributionRequestStatus | None, window: Window, *,
    waiting: bool | None,
) -> Slice[ContributionRequestRead]:  # fmt: skip
    """List the requests within sight, newest first.

    ``waiting`` narrows the list to open calls of the reader that have no contribution of its own.
    """
    return await CONTRIBUTION_REQUEST_RECORDS.list(
        transaction, window, ContributionRequestPermission.LIST, to_response, status=status,
        waiting=waiting,
    )  # fmt: skip
