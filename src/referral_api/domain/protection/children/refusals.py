"""What the person's own word stops. Protection is never among it.

Whoever would contact the family, return the person, show an image of her or take a step before a
court asks here, and nowhere else.
"""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.best_interests import BestInterestMeasure
from referral_api.domain.codelists.own_views import STOPPED_BY, Assent, StoppedAct, ViewTopic
from referral_api.domain.protection.children.interests.tables import BestInterestsDetermination
from referral_api.domain.protection.children.views.tables import OwnView
from referral_api.errors import Conflict

# The last view on each topic stands.
_LAST_VIEWS = Statement(
    select(col(OwnView.topic), col(OwnView.assent))
    .ext(distinct_on(col(OwnView.topic)))
    .where(
        col(OwnView.case_id) == bindparam("case_id"),
        col(OwnView.status) == literal_code(RecordStatus.RECORDED),
    )
    .order_by(col(OwnView.topic), col(OwnView.recorded_key).desc())
)
_LAST_DETERMINATION = Statement(
    select(col(BestInterestsDetermination.decision))
    .where(
        col(BestInterestsDetermination.case_id) == bindparam("case_id"),
        col(BestInterestsDetermination.status) == literal_code(RecordStatus.RECORDED),
    )
    .order_by(col(BestInterestsDetermination.recorded_key).desc())
    .limit(1)
)


async def what_stops(transaction: Transaction, case_id: UUID) -> frozenset[StoppedAct]:
    """Find what the last views refuse, and what the last determination suspends."""
    async with transaction.elevated():
        views = await transaction.all(_LAST_VIEWS, case_id=case_id)
        determination = await transaction.one(_LAST_DETERMINATION, case_id=case_id)
    stopped = {
        STOPPED_BY[ViewTopic(row["topic"])]
        for row in views
        if row["assent"] == Assent.REFUSED and row["topic"] in STOPPED_BY
    }
    if determination is not None and (
        determination["decision"] == BestInterestMeasure.SUSPEND_FAMILY_CONTACT
    ):
        stopped.add(StoppedAct.FAMILY_CONTACT)
    return frozenset(stopped)


async def check_not_stopped(transaction: Transaction, case_id: UUID, act: StoppedAct) -> None:
    """Raise Conflict for an act that the person's word or a determination stops."""
    if act in await what_stops(transaction, case_id):
        raise Conflict("The person refuses it, or a determination suspends it.")
