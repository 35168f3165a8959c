"""The call of a request: whom it calls, who has answered, and what freezing takes."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.pagination import Slice, Window, page_of
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.programme import AnswerState, ContributionRequestStatus
from referral_api.domain.network.organisations.queries import check_organisations_exist
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.programme.contribution_requests.cuts import TakeCut
from referral_api.domain.programme.contribution_requests.records import (
    CONTRIBUTION_REQUEST_RECORDS,
    to_response,
)
from referral_api.domain.programme.contribution_requests.schemas import (
    CallAnswerRead,
    ContributionCallOpen,
    ContributionRequestRead,
)
from referral_api.domain.programme.contribution_requests.tables import (
    ContributionCall,
    ContributionRequest,
)
from referral_api.domain.records.records import Beside
from referral_api.permissions import ContributionRequestPermission

_REQUEST_ID = bindparam("row_id", type_=Uuid())
_CALL = CONTRIBUTION_REQUEST_RECORDS.saving(
    insert(ContributionCall)
    .from_select(
        ["contribution_request_id", "organisation_id"],
        select(
            _REQUEST_ID,
            func.unnest(bindparam("called", type_=ARRAY(Uuid))).column_valued("called_id"),
        ),
    )
    .on_conflict_do_nothing()
    .cte("calls")
)
_EVERYBODY = Statement(
    select(col(Organisation.id)).where(
        col(Organisation.active),
        col(Organisation.type) != literal_code(OrganisationType.COORDINATION),
        col(Organisation.type) != literal_code(OrganisationType.OVERSIGHT),
    )
)
_ANSWERS = Statement(
    page_of(
        select(
            ContributionCall, col(ContributionRequest.due_on), col(ContributionRequest.status),
            func.now().label("now"),
        )
        .join(ContributionRequest)
        .where(
            col(ContributionCall.contribution_request_id) == bindparam("request_id", type_=Uuid())
        ),
        col(ContributionCall.recorded_key),
    )
)  # fmt: skip


async def open_call(
    transaction: Transaction,
    request_id: UUID,
    call: ContributionCallOpen,
    version: int,
) -> ContributionRequestRead:
    """Open the call of a draft to these organisations, or to every active one."""
    return await _call(transaction, request_id, call, version, "open")


async def call_more(
    transaction: Transaction,
    request_id: UUID,
    call: ContributionCallOpen,
    version: int,
) -> ContributionRequestRead:
    """Call more organisations. One that was called before stays called, and no more."""
    return await _call(transaction, request_id, call, version, "call")


async def _call(
    transaction: Transaction,
    request_id: UUID,
    call: ContributionCallOpen,
    version: int,
    event: str,
) -> ContributionRequestRead:
    async def change(found: ContributionRequest, at: datetime) -> Beside:
        found.opened_at = found.opened_at or at
        return _CALL, {"called": await _find_called(transaction, call.organisation_ids)}

    row = await CONTRIBUTION_REQUEST_RECORDS.transition(
        transaction, request_id, event, version, change
    )
    return to_response(row)


async def _find_called(transaction: Transaction, named: Sequence[UUID] | None) -> list[UUID]:
    if named is None:
        return [row["id"] for row in await transaction.all(_EVERYBODY)]
    await check_organisations_exist(transaction, "organisation_ids", named)
    return list(dict.fromkeys(named))


async def freeze_contribution_request(
    transaction: Transaction, request_id: UUID, version: int, take_cut: TakeCut
) -> ContributionRequestRead:
    """Close the call for good, with the cut of the figures that belongs to it.

    Each answer stays as it stands: the database changes none of a request that is not open.
    """

    async def change(found: ContributionRequest, at: datetime) -> None:
        found.frozen_at = at
        found.cut_id = await take_cut(transaction, found)

    row = await CONTRIBUTION_REQUEST_RECORDS.transition(
        transaction, request_id, "freeze", version, change
    )
    return to_response(row)


async def list_answers(
    transaction: Transaction, request_id: UUID, window: Window
) -> Slice[CallAnswerRead]:
    """List where each organisation that was called stands, the last called first."""
    await CONTRIBUTION_REQUEST_RECORDS.find(transaction, request_id)
    rows = await transaction.all(_ANSWERS, request_id=request_id, **window.parameters)
    await record(
        transaction,
        ContributionRequestPermission.LIST_ANSWERS,
        "contribution_request",
        request_id,
    )
    return window.slice([_to_answer(row) for row in rows], rows)


def _to_answer(row: Row) -> CallAnswerRead:
    state = answer_state(
        row["due_on"], row["answered_at"], row["now"],
        is_open=row["status"] == ContributionRequestStatus.OPEN,
    )  # fmt: skip
    given = {"contribution_id": row["contribution_id"] if row["answered_at"] else None}
    return CallAnswerRead(**{**row, **given, "state": state})


def answer_state(
    due_on: date, answered_at: datetime | None, now: datetime, *, is_open: bool
) -> AnswerState:
    """Say where an organisation stands. The day that an answer is due is its own to the end.

    Days are those of Mali, whose clock is UTC.
    """
    if answered_at is not None:
        return AnswerState.LATE if answered_at.date() > due_on else AnswerState.ANSWERED
    return AnswerState.WAITING if is_open and now.date() <= due_on else AnswerState.SILENT
