"""What a follow-up sets in motion: an alert of a new exploitation, a death that is reported."""

from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.casework.death import hold_promises, make_death_true
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.follow_ups import FollowUpResult
from referral_api.domain.protection.follow_ups import operations
from referral_api.domain.protection.follow_ups.schemas import FollowUpRead, FollowUpRecord
from referral_api.security.vault import Vault


async def record_as_reported(
    transaction: Transaction, vault: Vault, case_id: UUID, follow_up_id: UUID,
    told: FollowUpRecord, version: int,
) -> FollowUpRead:  # fmt: skip
    """Record a contact; make true what it reports."""
    died = told.result is FollowUpResult.DECEASED
    if died:
        await hold_promises(transaction, case_id)
    done = await operations.record_follow_up(
        transaction, vault, case_id, follow_up_id, told, version
    )
    organisation_id = transaction.actor.organisation_id
    if died:
        await make_death_true(transaction, case_id, {organisation_id})
    if told.new_exploitation is Answer.YES:
        await raise_alert(
            transaction, AlertKind.NEW_EXPLOITATION, case_id=case_id, about_id=follow_up_id,
            organisation_id=organisation_id,
        )  # fmt: skip
    return done
