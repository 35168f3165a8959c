"""Asking for a case, and the custodian's answer."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.handoffs import CustodyKind, HandoffReason, HandoffRequestStatus
from referral_api.domain.custody.chains.moves import find_custodian
from referral_api.domain.custody.handoff_requests.records import (
    HANDOFF_REQUEST_RECORDS,
    expire_overdue_request,
    to_response,
)
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
from referral_api.domain.identification.cases.open_case import (
    check_not_reported_dead,
    check_open,
)
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.errors import Conflict
from referral_api.permissions import HandoffRequestPermission


async def create_handoff_request(
    transaction: Transaction, request: HandoffRequestCreate
) -> HandoffRequestRead:
    """Ask for a case within sight; its custodian has five days to answer."""
    actor = transaction.actor
    case = await get_case(transaction, request.case_id)
    # A request is locked before its case, by a grant too.
    await expire_overdue_request(transaction, request.case_id, request.kind)
    await check_open(transaction, case.id)
    if request.kind is CustodyKind.PROTECTION:
        check_not_reported_dead(case)
    _, custodian = await find_custodian(transaction, case.id, request.kind)
    if custodian == actor.organisation_id:
        raise Conflict("This organisation is responsible for it already.")
    row = await HANDOFF_REQUEST_RECORDS.add(
        transaction,
        request.model_dump()
        | {
            "id": request.id or uuid7(), "status": HandoffRequestStatus.OPEN, "version": 1,
            "requester_id": actor.organisation_id, "requested_by_agent_id": actor.agent_id,
            "decide_by": await read_clock(transaction) + HANDOFF_REQUEST,
        },
        also_told=[] if custodian is None else [custodian],
    )  # fmt: skip
    return to_response(row)


async def grant_handoff_request(
    transaction: Transaction,
    clocks: HandoffClocks,
    request_id: UUID,
    terms: HandoffRequestGrant,
    version: int,
) -> HandoffRequestRead:
    """Grant a request: the same transaction makes an offer to the requester."""

    async def grant(request: HandoffRequest, _: datetime) -> None:
        offer = HandoffOffer(
            case_id=request.case_id, kind=CustodyKind(request.kind), to_id=request.requester_id,
            reason=HandoffReason(request.reason), **terms.model_dump(),
        )  # fmt: skip
        request.handoff_id = (await offer_handoff(transaction, clocks, offer)).id

    row = await HANDOFF_REQUEST_RECORDS.transition(transaction, request_id, "grant", version, grant)
    return to_response(row)


async def refuse_handoff_request(
    transaction: Transaction, request_id: UUID, refusal: HandoffRequestRefuse, version: int
) -> HandoffRequestRead:
    """Refuse a request, with a reason."""

    def refuse(request: HandoffRequest, _: datetime) -> None:
        request.refusal_reason = refusal.reason

    row = await HANDOFF_REQUEST_RECORDS.transition(
        transaction, request_id, "refuse", version, refuse
    )
    return to_response(row)


async def read_handoff_request(transaction: Transaction, request_id: UUID) -> HandoffRequestRead:
    """Read a request within sight."""
    permission = HandoffRequestPermission.READ
    return to_response(await HANDOFF_REQUEST_RECORDS.read(transaction, request_id, permission))


async def list_handoff_requests(
    transaction: Transaction, case_id: UUID | None, window: Window
) -> Slice[HandoffRequestRead]:
    """List the requests within sight, newest first."""
    return await HANDOFF_REQUEST_RECORDS.list(
        transaction, window, HandoffRequestPermission.LIST, to_response, case_id=case_id
    )
