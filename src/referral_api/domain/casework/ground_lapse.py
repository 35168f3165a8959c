"""The lapse of an urgent legal ground that no second person has confirmed in time.

Reads apply it immediately. Her care goes on: the referrals that rest on the ground stay as they
are, without their sheets and without the sections that it had opened.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.casework.consent_attachment import lock_with_resting
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.codelists.consents import ConsentStatus, LegalGround
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.consent.consents.operations import end_consent
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.records.due_batches import DueBatches

# With the organisation that recorded it, which was to find the second person.
_LAPSED = select(col(Consent.id), col(Consent.organisation_id)).where(
    col(Consent.status) == literal_code(ConsentStatus.PROVISIONAL),
    col(Consent.confirm_by) <= func.now(),
)
LAPSED_GROUNDS = DueBatches(_LAPSED, col(Consent.confirm_by), col(Consent.id))
FIRST_LAPSED = _LAPSED.with_only_columns(func.min(col(Consent.confirm_by))).scalar_subquery()
_OF_A_CHILD = Statement(
    select(col(Consent.id)).where(
        col(Consent.case_id) == bindparam("case_id"),
        col(Consent.status) == literal_code(ConsentStatus.PROVISIONAL),
        col(Consent.legal_ground) == literal_code(LegalGround.CHILD_BEST_INTEREST),
    )
)


async def lapse_ground(transaction: Transaction, consent_id: UUID) -> bool:
    """Persist the lapse of a ground, if it is still due; say whether it was.

    The database ends the grants that rest on it. The coordination is told.
    """
    ground = await lock_with_resting(transaction, consent_id)
    if (
        ground["status"] != ConsentStatus.PROVISIONAL
        or CONSENTS.status_now(ground) != ConsentStatus.EXPIRED
    ):
        return False
    await _end(transaction, ground)
    return True


def count_lapsed(at_most: int) -> ColumnElement[int]:
    """Count the grounds whose lapse waits to be persisted, up to a number."""
    return select(func.count()).select_from(_LAPSED.limit(at_most).subquery()).scalar_subquery()


async def end_grounds_of_a_child(transaction: Transaction, case_id: UUID) -> None:
    """End what helps as the best interest of a child for a person who is not treated as one.

    A correction of her age has undone it. What two people have confirmed stays.
    """
    async with transaction.elevated():
        for row in await transaction.all(_OF_A_CHILD, case_id=case_id):
            ground = await lock_with_resting(transaction, row["id"])
            if ground["status"] == ConsentStatus.PROVISIONAL:
                await _end(transaction, ground)


async def _end(transaction: Transaction, ground: Row) -> None:
    await end_consent(transaction, ground, "lapse")
    await raise_alert(
        transaction, AlertKind.SECOND_PERSON_MISSING, case_id=ground["case_id"],
        about_id=ground["id"], organisation_id=ground["organisation_id"],
    )  # fmt: skip
