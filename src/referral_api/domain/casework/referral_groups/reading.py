"""Reading a group from the referrals that name it; it has no row of its own."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.audit.log import record
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.referral_groups.schemas import (
    GroupMemberRead,
    ReferralGroupRead,
)
from referral_api.domain.codelists.referral_groups import GroupStatus
from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.errors import NotFound
from referral_api.permissions import ReferralGroupPermission

_now = func.now().label("now")
_OF_GROUP = col(Referral.group_id) == bindparam("group_id")
MEMBERS = Statement(select(Referral, _now).where(_OF_GROUP).order_by(col(Referral.id).desc()))
LOCK_MEMBERS = Statement(
    select(Referral, _now).where(_OF_GROUP).order_by(col(Referral.id).desc()).with_for_update()
)
OFFERS = Statement(
    select(Handoff, _now)
    .where(col(Handoff.group_id) == bindparam("group_id"))
    .order_by(col(Handoff.id).desc())
)
_WAITING = frozenset({Status.REQUESTED, Status.RECEIVED})
_ENDED_BEFORE = frozenset(
    {Status.REJECTED, Status.CANCELLED, Status.EXPIRED, Status.ENTERED_IN_ERROR}
)


async def find_members(
    transaction: Transaction, group_id: UUID, *, lock: bool = False
) -> list[Row]:
    """Find the referrals of a group that are in sight, the newest first; NotFound if none is."""
    rows = await transaction.all(LOCK_MEMBERS if lock else MEMBERS, group_id=group_id)
    if not rows:
        raise NotFound
    return rows


async def show_group(transaction: Transaction, group_id: UUID) -> ReferralGroupRead:
    """Read a group within sight, for an act that is recorded by itself; NotFound if none of it is.

    An organisation to which only the custody is offered sees whose, and nothing of the referrals.
    """
    rows = await transaction.all(MEMBERS, group_id=group_id)
    offers = await transaction.all(OFFERS, group_id=group_id)
    if not rows and not offers:
        raise NotFound
    return to_response(group_id, rows, offers) if rows else _as_offered(group_id, offers)


def _as_offered(group_id: UUID, offers: Sequence[Row]) -> ReferralGroupRead:
    latest = {offer["case_id"]: offer for offer in reversed(offers)}
    return ReferralGroupRead(
        id=group_id, sender_id=offers[-1]["from_id"], status=None, receiver_id=None,
        service_type=None, priority=None,
        members=[
            GroupMemberRead(
                case_id=case_id, handoff_id=offer["id"], referral_id=None, status=None, tie=None,
                mother_case_id=None, may_part=None, parting_reason=None,
            )
            for case_id, offer in latest.items()
        ],
        version=sum(offer["version"] for offer in offers),
    )  # fmt: skip


async def read_group(transaction: Transaction, group_id: UUID) -> ReferralGroupRead:
    """Read a group within sight, and record the cases that were read."""
    group = await show_group(transaction, group_id)
    await record(
        transaction, ReferralGroupPermission.READ, "referral_group", group_id,
        case_ids=[member.case_id for member in group.members],
    )  # fmt: skip
    return group


def to_response(group_id: UUID, rows: Sequence[Row], offers: Sequence[Row]) -> ReferralGroupRead:
    """Turn the referrals of a group, and the offers of its custody, into a response."""
    latest: dict[UUID, Row] = {}
    for offer in reversed(offers):
        latest[offer["case_id"]] = offer
    states = [REFERRALS.status_now(row) for row in rows]
    first: Any = rows[-1]
    return ReferralGroupRead(
        id=group_id, status=status_of(states),
        sender_id=first["custodian_id"] or first["sender_id"],
        receiver_id=first["receiver_id"], service_type=first["service_type"],
        priority=first["priority"],
        members=[
            GroupMemberRead(
                case_id=row["case_id"], referral_id=row["id"], status=Status(status),
                tie=row["group_tie"], mother_case_id=row["group_mother_case_id"],
                may_part=row["group_may_part"], parting_reason=row["parting_reason"],
                handoff_id=latest[row["case_id"]]["id"] if row["case_id"] in latest else None,
            )
            for row, status in zip(rows, states, strict=True)
        ],
        version=sum(row["version"] for row in (*rows, *offers)),
    )  # fmt: skip


def status_of(states: Sequence[str]) -> GroupStatus:
    """Say how a group stands, from how the referrals of its persons do."""
    if any(status in _WAITING for status in states):
        return GroupStatus.SENT
    refused = sum(status in _ENDED_BEFORE for status in states)
    if refused == len(states):
        return GroupStatus.REJECTED
    return GroupStatus.PARTLY_ACCEPTED if refused else GroupStatus.ACCEPTED
