"""What the sender of a referral keeps of it once it no longer answers for the person.

The database writes the copy as custody moves (``move_referrals``): what the sender wrote, and the
state then. It never changes. Nothing that the receiver wrote or that came later is in it.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, any_, bindparam, or_, select
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.pagination import Window, page_of
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.protection.referrals.copy_tables import ReferralCopy
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.schemas import ReferralRead
from referral_api.domain.records.list_filters import Direction, ListFilters
from referral_api.domain.records.overdue import status_now
from referral_api.errors import Forbidden, NotFound
from referral_api.permissions import ReferralPermission

_kept_at = col(ReferralCopy.kept_at)
# Time has decided nothing in a copy since it was made.
_COPY: Any = select(ReferralCopy, _kept_at.label("now")).where(
    col(ReferralCopy.organisation_id) == bindparam("reader_id")
)
_READ = Statement(_COPY.where(col(ReferralCopy.id) == bindparam("referral_id")))
_case_id, _receiver_id = (bindparam(name, type_=Uuid()) for name in ("case_id", "receiver_id"))
_priority, _states = bindparam("priority", type_=Text()), bindparam("status", type_=ARRAY(Text))
_PAGE = Statement(
    page_of(
        _COPY.where(
            or_(_case_id.is_(None), col(ReferralCopy.case_id) == _case_id),
            or_(_receiver_id.is_(None), col(ReferralCopy.receiver_id) == _receiver_id),
            or_(_priority.is_(None), col(ReferralCopy.priority) == _priority),
            or_(_states.is_(None), status_now(ReferralCopy, REFERRALS, _kept_at) == any_(_states)),
        ),
        col(ReferralCopy.recorded_key),
    )
)
# What the receiver wrote, what came later, and the sheet.
_NOT_KEPT = (
    "sheet", "sheet_until", "feedback_by", "departure_recorded_at", "escorted",
    "expected_arrival", "received_at", "accepted_at", "started_at", "closed_at", "review_on",
    "attendance", "appointment_at", "answer_cancellation_by", "reason", "hold_reason",
    "cancellation_reason", "end_reason", "outcome", "suggested_receiver_id", "place_id",
    "overflow_reason", "onward_referral_id", "group_id", "shelter_named_at",
)  # fmt: skip
_NOTHING: dict[str, None] = dict.fromkeys(_NOT_KEPT)


def copy_to_response(row: Row) -> ReferralRead:
    """Turn a copy into a response for its keeper."""
    return ReferralRead(
        **{**row} | _NOTHING | {"status": REFERRALS.status_now(row)},
        sender_id=row["organisation_id"], acknowledgement_overdue=False, feedback_overdue=False,
        cancellation_overdue=False, arrival_overdue=False,
    )  # fmt: skip


async def read_copy(transaction: Transaction, referral_id: UUID) -> ReferralRead:
    """Read the copy that the caller's organisation keeps; NotFound if it keeps none."""
    row = await _find(transaction, referral_id)
    if row is None:
        raise NotFound
    await record(
        transaction, ReferralPermission.READ, "referral", referral_id, case_id=row["case_id"]
    )
    return copy_to_response(row)


async def list_copies(transaction: Transaction, window: Window, filters: ListFilters) -> list[Row]:
    """List the copies that the caller's organisation keeps, newest first.

    It sent them, and nothing of them is due.
    """
    incoming = filters.direction == Direction.IN
    if transaction.scope != "grants" or incoming or filters.due_before is not None:
        return []
    return await transaction.all(
        _PAGE, reader_id=transaction.actor.organisation_id, **filters.parameters,
        **window.parameters,
    )  # fmt: skip


async def refuse_former_sender(transaction: Transaction, referral_id: UUID) -> None:
    """Raise Forbidden if the caller's organisation sent it and no longer answers for the person."""
    row = await _find(transaction, referral_id)
    if row is not None:
        refusal = Forbidden()
        refusal.case_id = row["case_id"]
        raise refusal


async def _find(transaction: Transaction, referral_id: UUID) -> Row | None:
    return await transaction.one(
        _READ, reader_id=transaction.actor.organisation_id, referral_id=referral_id
    )
