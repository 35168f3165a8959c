"""Listing the events of an organisation's cases, referrals and handoffs; and deleting old ones."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.old_rows import OldRows
from referral_api.database.pagination import Slice
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.events.outgoing_events.schemas import OutgoingEventRead
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.errors import CursorBeforeRestore
from referral_api.permissions import OutgoingEventPermission

# Every transaction below this one has ended, so no event can still appear behind the reader.
_SETTLED = func.pg_snapshot_xmin(func.pg_current_snapshot())
_FOLLOW = Statement(
    select(OutgoingEvent, col(OutgoingEvent.event_id).label("id"))
    .where(
        col(OutgoingEvent.organisation_id) == bindparam("organisation_id"),
        col(OutgoingEvent.xid) > bindparam("after"),
        col(OutgoingEvent.xid) < _SETTLED,
    )
    .order_by(col(OutgoingEvent.xid))
    .fetch(bindparam("limit"), with_ties=True)
)
_NEXT = Statement(select(func.pg_snapshot_xmax(func.pg_current_snapshot())))
# For the service's own maintenance.
OLD_OUTGOING_EVENTS = OldRows(OutgoingEvent, col(OutgoingEvent.occurred_at))


async def follow_outgoing_events(
    transaction: Transaction, after: UUID, limit: int
) -> Slice[OutgoingEventRead]:
    """List the events after the transaction that ``after`` stands for, oldest first.

    CursorBeforeRestore if this database has not reached that transaction: it was restored, although
    it names no new generation, and counts anew. Its followers must begin anew too; otherwise they
    would receive nothing for a long time.
    """
    rows = await transaction.all(
        _FOLLOW, organisation_id=transaction.actor.organisation_id, after=after.int,
        limit=limit,
    )  # fmt: skip
    if not rows and after.int >= (await transaction.row(_NEXT))[0]:
        raise CursorBeforeRestore
    cases = list(dict.fromkeys(row["case_id"] for row in rows if row["case_id"] is not None))
    await record(transaction, OutgoingEventPermission.FOLLOW, "outgoing_event", case_ids=cases)
    last = UUID(int=rows[-1]["xid"]) if rows else None
    return Slice([OutgoingEventRead(**row) for row in rows], last)
