"""Whether the caller still sees the resource of a stored response that is about to be replayed."""

from uuid import UUID

from sqlalchemy import bindparam, literal, select

from referral_api.database.statements import Statement
from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.custody.handoff_requests.tables import HandoffRequest
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.decisions.tables import Decision
from referral_api.domain.network.second_person.tables import PendingChange
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.errors import NotFound


def _seen(table: type[Table]) -> Statement:
    return Statement(
        select(literal(1)).where(table.__table__.c.id == bindparam("subject_id"))  # type: ignore[attr-defined]
    )


_SEEN = {
    "case": _seen(Case), "consent": _seen(Consent), "decision": _seen(Decision),
    "handoff": _seen(Handoff), "handoff_request": _seen(HandoffRequest),
    "pending_change": _seen(PendingChange), "referral": _seen(Referral),
}  # fmt: skip


async def check_still_visible(transaction: Transaction, subject: str, subject_id: UUID) -> None:
    """Raise NotFound if row-level security now hides the resource. Resources open to all pass."""
    statement = _SEEN.get(subject)
    if statement and await transaction.one(statement, subject_id=subject_id) is None:
        raise NotFound
