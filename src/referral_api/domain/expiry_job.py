"""Publishing what time has already decided: overdue referrals and handoffs are written down."""

from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Statement, literal_code, one_of
from referral_api.domain.codelists.handoffs import HandoffRequestStatus, HandoffStatus
from referral_api.domain.codelists.referrals import ReferralStatus as Status
from referral_api.domain.custody.handoff_requests import storage as requests
from referral_api.domain.custody.handoff_requests.tables import HandoffRequest
from referral_api.domain.custody.handoffs import storage as handoffs
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.protection.referrals import deadlines
from referral_api.domain.protection.referrals import storage as referrals
from referral_api.domain.protection.referrals.tables import Referral

_BATCH = 500
_REFERRALS = Statement(
    select(col(Referral.id), col(Referral.receiver_id).label("organisation_id"))
    .where(
        or_(
            and_(
                one_of(col(Referral.status), [Status.REQUESTED, Status.RECEIVED]),
                col(Referral.decide_by) <= func.now(),
            ),
            and_(
                col(Referral.status) == literal_code(Status.ACCEPTED),
                col(Referral.start_by) <= func.now(),
            ),
        )
    )
    .limit(_BATCH)
)
_HANDOFFS = Statement(
    select(col(Handoff.id), col(Handoff.to_id).label("organisation_id"))
    .where(
        col(Handoff.status) == literal_code(HandoffStatus.OFFERED),
        col(Handoff.decide_by) <= func.now(),
    )
    .limit(_BATCH)
)
_REQUESTS = Statement(
    select(col(HandoffRequest.id), col(HandoffRequest.requester_id).label("organisation_id"))
    .where(
        col(HandoffRequest.status) == literal_code(HandoffRequestStatus.OPEN),
        col(HandoffRequest.decide_by) <= func.now(),
    )
    .limit(_BATCH)
)
_NOWHERE = UUID(int=0)


async def publish_overdue(database: Database) -> int:
    """Write down every expiry that is due, each in a transaction of its own; count them."""
    async with database.transaction(system_actor(_NOWHERE), "system") as transaction:
        overdue_referrals = await transaction.all(_REFERRALS)
        overdue_handoffs = await transaction.all(_HANDOFFS)
        overdue_requests = await transaction.all(_REQUESTS)
    published = 0
    for row in overdue_referrals:
        actor = system_actor(row["organisation_id"])
        async with database.transaction(actor, "system") as transaction:
            referral, now = await referrals.find_for_change(transaction, row["id"])
            published += await deadlines.settle(transaction, referral, now)
    for row in overdue_handoffs:
        actor = system_actor(row["organisation_id"])
        async with database.transaction(actor, "system") as transaction:
            handoff, now = await handoffs.find_for_change(transaction, row["id"])
            published += await handoffs.settle(transaction, handoff, now)
    for row in overdue_requests:
        actor = system_actor(row["organisation_id"])
        async with database.transaction(actor, "system") as transaction:
            request, now = await requests.find_for_change(transaction, row["id"])
            published += await requests.settle(transaction, request, now)
    return published
