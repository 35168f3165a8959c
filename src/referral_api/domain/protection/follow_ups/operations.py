"""Recording how the person is, and reading follow-ups."""

from datetime import datetime
from uuid import UUID

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.follow_ups import FollowUpResult, FollowUpStatus
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.protection.follow_ups.planning import end_all, find_contact
from referral_api.domain.protection.follow_ups.records import (
    FOLLOW_UP_RECORDS,
    TOLD,
    to_response,
)
from referral_api.domain.protection.follow_ups.schemas import FollowUpRead, FollowUpRecord
from referral_api.domain.protection.follow_ups.tables import FollowUp
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import MalformedInput
from referral_api.permissions import FollowUpPermission
from referral_api.security.vault import Vault

_PURPOSE = "follow_up.sealed_own_words"
# What can be known without having spoken to the person.
_WITHOUT_CONTACT = frozenset({FollowUpResult.DECEASED, FollowUpResult.NOT_WANTED})


async def record_follow_up(
    transaction: Transaction, vault: Vault, case_id: UUID, follow_up_id: UUID,
    told: FollowUpRecord, version: int,
) -> FollowUpRead:  # fmt: skip
    """Record a contact, as who answers for the person.

    ConsentMissing if the person has not agreed to be contacted, or does not any more. If the person
    wants no more of it, what else is due ends.
    """
    await check_of_case(transaction, FOLLOW_UP_RECORDS, case_id, follow_up_id, "record")
    if told.result not in _WITHOUT_CONTACT:
        await find_contact(transaction, case_id)

    async def record(follow_up: FollowUp, now: datetime) -> None:
        if not follow_up.counted_from <= told.done_on <= now.date():
            raise MalformedInput(errors=[{"pointer": "/done_on", "code": "out_of_range"}])
        fields = told.model_dump(exclude={"own_words"}) | {
            "sealed_own_words": await seal_narrative(
                transaction, vault, case_id, _PURPOSE, told.own_words
            )
        }
        for name in TOLD:
            setattr(follow_up, name, fields[name])

    row = await FOLLOW_UP_RECORDS.transition(transaction, follow_up_id, "record", version, record)
    if told.result in _WITHOUT_CONTACT:
        await end_all(transaction, case_id)
    return to_response(row)


async def mark_follow_up_as_error(
    transaction: Transaction, case_id: UUID, follow_up_id: UUID, version: int
) -> FollowUpRead:
    """Mark a follow-up that should never have been planned or recorded."""
    await check_of_case(transaction, FOLLOW_UP_RECORDS, case_id, follow_up_id, "mark_error")
    return to_response(
        await FOLLOW_UP_RECORDS.transition(transaction, follow_up_id, "mark_error", version)
    )


async def read_follow_up(
    transaction: Transaction, vault: Vault, case_id: UUID, follow_up_id: UUID
) -> FollowUpRead:
    """Read a follow-up within sight, with the person's own words."""
    await check_of_case(transaction, FOLLOW_UP_RECORDS, case_id, follow_up_id)
    row = await FOLLOW_UP_RECORDS.read(transaction, follow_up_id, FollowUpPermission.READ)
    sealed = row["sealed_own_words"]
    return to_response(row, await open_narrative(transaction, vault, case_id, _PURPOSE, sealed))


async def list_follow_ups(
    transaction: Transaction, case_id: UUID, status: FollowUpStatus | None, window: Window
) -> Slice[FollowUpRead]:
    """List the follow-ups of a case within sight, newest first; NotFound if the case is not."""
    await get_case(transaction, case_id)
    return await FOLLOW_UP_RECORDS.list(
        transaction, window, FollowUpPermission.LIST, to_response, case_id=case_id, status=status
    )
