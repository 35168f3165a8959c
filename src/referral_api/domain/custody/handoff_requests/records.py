"""The records of handoff requests: the custodian answers, and the requester sees its own."""

from sqlmodel import col

from referral_api.database.statements import Row
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.custody.chains.moves import find_offerer
from referral_api.domain.custody.handoff_requests.lifecycle import HANDOFF_REQUESTS
from referral_api.domain.custody.handoff_requests.schemas import HandoffRequestRead
from referral_api.domain.custody.handoff_requests.tables import HandoffRequest
from referral_api.domain.records.overdue import status_now
from referral_api.domain.records.records import Records
from referral_api.domain.transitions import Side
from referral_api.permissions import HandoffRequestPermission


async def find_sides(transaction: Transaction, request: HandoffRequest) -> set[Side]:
    """Return the caller's sides of a request; Forbidden if no chain is in sight."""
    _, custodian = await find_offerer(transaction, request.case_id, CustodyKind(request.kind))
    return {Side.CUSTODIAN} if custodian == transaction.actor.organisation_id else set()


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
    reason="refusal_reason",
    overdue_for="requester_id",
)  # fmt: skip


def to_response(row: Row) -> HandoffRequestRead:
    """Turn a row into a response that shows its present state."""
    return HandoffRequestRead(**{**row, "status": HANDOFF_REQUESTS.status_now(row)})
