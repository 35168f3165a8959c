"""The records of handoff requests: the custodian answers, and the requester sees its own."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.handoffs import CustodyKind, HandoffRequestStatus
from referral_api.domain.custody.chains.moves import find_offerer
from referral_api.domain.custody.handoff_requests.lifecycle import HANDOFF_REQUESTS
from referral_api.domain.custody.handoff_requests.schemas import HandoffRequestRead
from referral_api.domain.custody.handoff_requests.tables import HandoffRequest
from referral_api.domain.identification.cases.queries import GET
from referral_api.domain.records.overdue import status_now
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import HandoffRequestPermission


async def find_sides(transaction: Transaction, request: HandoffRequest) -> set[Side]:
    """Return the caller's sides of a request: whoever may hand the chain over now.

    A former custodian sees its own link of the chain still, and no case.
    """
    if await transaction.one(GET, case_id=request.case_id) is None:
        return set()
    _, custodian = await find_offerer(transaction, request.case_id, CustodyKind(request.kind))
    return {Side.CUSTODIAN} if custodian == transaction.actor.organisation_id else set()


_OPEN = Statement(
    select(HandoffRequest, func.now().label("now"))
    .where(
        col(HandoffRequest.case_id) == bindparam("case_id"),
        col(HandoffRequest.kind) == bindparam("kind"),
        col(HandoffRequest.requester_id) == bindparam("requester_id"),
        col(HandoffRequest.status) == literal_code(HandoffRequestStatus.OPEN),
    )
    .with_for_update()
)


async def expire_overdue_request(transaction: Transaction, case_id: UUID, kind: str) -> None:
    """Persist the expiry of the caller's request that has run out, so that it may ask again."""
    asked = {"case_id": case_id, "kind": kind, "requester_id": transaction.actor.organisation_id}
    row = await transaction.one(_OPEN, **asked)
    if row is not None:
        records = HANDOFF_REQUEST_RECORDS
        await records.apply_expiry(transaction, *records.load(row))


HANDOFF_REQUEST_RECORDS = Records(
    HandoffRequest,
    HANDOFF_REQUESTS,
    subject="handoff_request",
    creation=HandoffRequestPermission.CREATE,
    columns=(
        "id", "case_id", "kind", "status", "requester_id", "reason", "requested_by_agent_id",
        "decide_by", "version",
    ),
    mutable=("status", "refusal_reason", "handoff_id", "closed_at"),
    pages=VisiblePages(
        HandoffRequest, col(HandoffRequest.requester_id) == READER,
        status=status_now(HandoffRequest, HANDOFF_REQUESTS),
    ),
    sides=find_sides,
    parties=lambda request: [request.requester_id],
    reason="refusal_reason",
    overdue_for="requester_id",
)  # fmt: skip


def to_response(row: Row) -> HandoffRequestRead:
    """Turn a row into a response that shows its present state."""
    return HandoffRequestRead(**{**row, "status": HANDOFF_REQUESTS.status_now(row)})
