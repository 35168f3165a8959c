"""Asking for a case, and the custodian's answer."""

from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.audit.log import record
from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.handoffs import CustodyKind, HandoffReason, HandoffRequestStatus
from referral_api.domain.custody.chains.moves import find_custodian, find_offerer
from referral_api.domain.custody.handoff_requests import storage
from referral_api.domain.custody.handoff_requests.lifecycle import HANDOFF_REQUESTS
from referral_api.domain.custody.handoff_requests.schemas import (
    HandoffRequestCreate,
    HandoffRequestGrant,
    HandoffRequestRead,
    HandoffRequestRefuse,
)
from referral_api.domain.custody.handoff_requests.tables import HandoffRequest
from referral_api.domain.custody.handoffs.offers import offer_handoff
from referral_api.domain.custody.handoffs.schemas import HandoffOffer
from referral_api.domain.deadline_policy import HANDOFF_REQUEST, HandoffClocks
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, Forbidden, ServiceError
from referral_api.permissions import HandoffRequestPermission


async def create_handoff_request(
    transaction: Transaction, request: HandoffRequestCreate
) -> HandoffRequestRead:
    """Ask for a case within sight; its custodian has five days to answer."""
    actor = transaction.actor
    case = await get_case(transaction, request.case_id)
    CASES.check("update", case.state)
    _, custodian = await find_custodian(transaction, case.id, request.kind)
    if custodian == actor.organisation_id:
        raise Conflict("This organisation already answers for it.")
    row = await storage.add(
        transaction,
        request.model_dump()
        | {
            "id": request.id or uuid7(), "status": HandoffRequestStatus.OPEN, "version": 1,
            "requester_id": actor.organisation_id, "requested_by_agent_id": actor.agent_id,
            "decide_by": await read_clock(transaction) + HANDOFF_REQUEST,
        },
    )  # fmt: skip
    return storage.as_read(row)


async def grant_handoff_request(
    transaction: Transaction,
    clocks: HandoffClocks,
    request_id: UUID,
    terms: HandoffRequestGrant,
    version: int,
) -> HandoffRequestRead:
    """Grant it: an offer to the requester is made in the same transaction."""
    request = await _begin(transaction, request_id, "grant", version)
    offer = HandoffOffer(
        case_id=request.case_id, kind=CustodyKind(request.kind), to_id=request.requester_id,
        reason=HandoffReason(request.reason), **terms.model_dump(),
    )  # fmt: skip
    request.handoff_id = (await offer_handoff(transaction, clocks, offer)).id
    return await _end(transaction, request, "grant")


async def refuse_handoff_request(
    transaction: Transaction, request_id: UUID, refusal: HandoffRequestRefuse, version: int
) -> HandoffRequestRead:
    """Refuse it, with a reason."""
    request = await _begin(transaction, request_id, "refuse", version)
    request.refusal_reason = refusal.reason
    return await _end(transaction, request, "refuse")


async def _begin(
    transaction: Transaction, request_id: UUID, event: str, version: int
) -> HandoffRequest:
    request, now = await storage.find_for_change(transaction, request_id)
    _, custodian = await find_offerer(transaction, request.case_id, CustodyKind(request.kind))
    if custodian != transaction.actor.organisation_id:
        raise Forbidden
    settled = await storage.settle(transaction, request, now)
    try:
        request.status = HANDOFF_REQUESTS.check(event, request.status)
        check_version(version, request.version)
    except ServiceError as refusal:
        refusal.commit_partial, refusal.case_id = settled, request.case_id
        raise
    request.closed_at = now
    return request


async def _end(transaction: Transaction, request: HandoffRequest, event: str) -> HandoffRequestRead:
    return storage.as_read(await storage.save(transaction, request, event))


async def read_handoff_request(transaction: Transaction, request_id: UUID) -> HandoffRequestRead:
    """Read a request within sight."""
    row = await storage.find(transaction, request_id)
    await record(
        transaction, HandoffRequestPermission.READ, "handoff_request", request_id,
        case_id=row["case_id"],
    )  # fmt: skip
    return storage.as_read(row)


async def list_handoff_requests(
    transaction: Transaction, case_id: UUID | None, window: Window
) -> Slice[HandoffRequestRead]:
    """List the requests within sight, newest first."""
    rows = await storage.page(transaction, case_id, window)
    cases = list(dict.fromkeys(row["case_id"] for row in rows[: window.limit]))
    await record(transaction, HandoffRequestPermission.LIST, "handoff_request", case_ids=cases)
    return window.slice([storage.as_read(row) for row in rows], rows)
