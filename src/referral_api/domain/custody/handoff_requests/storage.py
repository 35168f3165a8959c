"""Finding, locking and saving handoff requests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.database import system_actor
from referral_api.database.pagination import Window
from referral_api.database.statements import Row, Statement, insert_into, save_into, update_values
from referral_api.database.transaction import Transaction
from referral_api.domain.access.visible_pages import READER, VisiblePages
from referral_api.domain.codelists.handoffs import HandoffRequestStatus as Status
from referral_api.domain.custody.handoff_requests.lifecycle import HANDOFF_REQUESTS
from referral_api.domain.custody.handoff_requests.schemas import HandoffRequestRead
from referral_api.domain.custody.handoff_requests.tables import HandoffRequest
from referral_api.errors import NotFound
from referral_api.permissions import HandoffRequestPermission

_COLUMNS = (
    "id", "case_id", "kind", "status", "requester_id", "reason", "requested_by_agent_id",
    "decide_by", "version",
)  # fmt: skip
_MUTABLE = ("status", "refusal_reason", "handoff_id", "closed_at")

_now = func.now().label("now")
_EVENT = event_insert().cte("event")
_ONE = select(HandoffRequest, _now).where(col(HandoffRequest.id) == bindparam("request_id"))
_GET = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())
_ADD = Statement(
    insert_into(HandoffRequest, *_COLUMNS).returning(HandoffRequest, _now).add_cte(_EVENT)
)
_SAVE = Statement(
    save_into(HandoffRequest, *_MUTABLE).returning(HandoffRequest, _now).add_cte(_EVENT)
)
_REACH = VisiblePages(HandoffRequest, col(HandoffRequest.requester_id) == READER)


def as_read(row: Row) -> HandoffRequestRead:
    """Tell a request as it stands now: one that has run out has expired."""
    overdue = row["status"] == Status.OPEN and row["decide_by"] <= row["now"]
    return HandoffRequestRead(**{**row, "status": Status.EXPIRED if overdue else row["status"]})


async def find(transaction: Transaction, request_id: UUID) -> Row:
    """Find a request within sight; NotFound otherwise."""
    row = await transaction.one(_GET, request_id=request_id)
    if row is None:
        raise NotFound
    return row


async def find_for_change(
    transaction: Transaction, request_id: UUID
) -> tuple[HandoffRequest, datetime]:
    """Lock a request within sight; return it with the database's clock."""
    row = await transaction.one(_LOCK, request_id=request_id)
    if row is None:
        raise NotFound
    fields = dict(row)
    now: datetime = fields.pop("now")
    return HandoffRequest(**fields), now


async def page(transaction: Transaction, case_id: UUID | None, window: Window) -> list[Row]:
    """List the requests within sight, newest first."""
    return await _REACH.page(transaction, window, case_id=case_id)


async def add(transaction: Transaction, fields: dict[str, Any]) -> Row:
    """Write a new request and its event. AlreadyExists if the requester has one open."""
    event = event_values(
        transaction.actor, HandoffRequestPermission.CREATE, "handoff_request", fields["id"],
        case_id=fields["case_id"],
    )  # fmt: skip
    return await transaction.row(_ADD, **fields, **event)


async def save(
    transaction: Transaction, request: HandoffRequest, event: str, *, by_system: bool = False
) -> Row:
    """Write a changed request and its event; what a deadline did is the service's own act."""
    actor = transaction.actor
    trace = event_values(
        system_actor(actor.organisation_id) if by_system else actor,
        HANDOFF_REQUESTS.events[event].act, "handoff_request", request.id,
        case_id=request.case_id, code=request.refusal_reason,
    )  # fmt: skip
    row = await transaction.one(_SAVE, **update_values(request, *_MUTABLE), **trace)
    if row is None:
        raise NotFound
    request.version = row["version"]
    return row


async def settle(transaction: Transaction, request: HandoffRequest, now: datetime) -> bool:
    """Write down that a locked request has run out, if it has; say whether it had."""
    if request.status != Status.OPEN or request.decide_by > now:
        return False
    request.status = Status.EXPIRED
    request.closed_at = now
    await save(transaction, request, "expire", by_system=True)
    return True
