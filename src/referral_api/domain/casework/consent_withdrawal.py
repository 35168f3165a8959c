"""Ending a consent that must no longer be relied on, with all the records that rest on it.

The database ends the grants that rest on it, and closes the sheets of the services given.
"""

from collections.abc import Collection
from typing import Any, overload
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Text, Uuid, and_, bindparam, or_, select
from sqlmodel import col

from referral_api.database.statements import Row, Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.codelists.handoffs import HandoffStatus, HandoffWithdrawReason
from referral_api.domain.consent.consents.lifecycle import CONSENTS
from referral_api.domain.consent.consents.operations import end_consent
from referral_api.domain.consent.consents.policy import HELPING
from referral_api.domain.consent.consents.queries import (
    find_consent,
    for_recipient,
    read_row,
    receives,
)
from referral_api.domain.consent.consents.schemas import ConsentRead
from referral_api.domain.consent.consents.tables import Consent
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.records import Records
from referral_api.domain.versions import check_version
from referral_api.errors import Forbidden

# The code of both lists, of handoffs and of referrals.
_REASON = HandoffWithdrawReason.CONSENT_WITHDRAWN
# All are locked before the first is changed: an acceptance locks its referral first and then the
# receiver's places.
_REFERRALS = Statement(
    select(col(Referral.id))
    .where(
        col(Referral.consent_id) == bindparam("consent_id"),
        one_of(col(Referral.status), sorted(REFERRALS.open)),
    )
    .order_by(col(Referral.id).desc())
    .with_for_update()
)
# Held though a journey does not end: who confirms its arrival holds the handoff, and then the
# consent before the referrals that follow her.
_JOURNEYS = Statement(
    select(col(Handoff.id))
    .where(
        col(Handoff.consent_id) == bindparam("consent_id"),
        one_of(col(Handoff.status), sorted(HANDOFFS.open)),
    )
    .order_by(col(Handoff.id).desc())
    .with_for_update()
)
_HANDOFFS = Statement(
    select(col(Handoff.id))
    .where(
        col(Handoff.consent_id) == bindparam("consent_id"),
        # By law an inquiry goes on; her identity no longer opens with it.
        col(Handoff.legal_duty).is_(None),
        or_(
            col(Handoff.status) == literal_code(HandoffStatus.OFFERED),
            # A person who is on her way arrives, or is reported missing.
            and_(
                col(Handoff.status) == literal_code(HandoffStatus.ACCEPTED),
                col(Handoff.departed_at).is_(None),
            ),
        ),
    )
    .order_by(col(Handoff.id).desc())
    .with_for_update()
)
_REFUSED = Statement(
    select(col(Consent.id))
    .where(
        col(Consent.case_id) == bindparam("case_id"),
        one_of(col(Consent.status), sorted(HELPING)),
        or_(
            col(Consent.recipients).op("&&")(bindparam("recipients", type_=ARRAY(Uuid))),
            and_(col(Consent.coordination_finds), bindparam("finds", type_=Boolean())),
        ),
        col(Consent.purposes).op("&&")(bindparam("purposes", type_=ARRAY(Text))),
    )
    .order_by(col(Consent.id))
)


async def withdraw_consent(transaction: Transaction, consent_id: UUID, version: int) -> ConsentRead:
    """Record that the person withdraws a consent; what rests on it ends, and the access with it.

    A fact: who answers for the person records it, or a recipient of a consent that has been active.
    """
    row = await read_row(transaction, consent_id)
    reader_id = transaction.actor.organisation_id
    if not row["answers"] and not receives(row, reader_id):
        raise Forbidden
    ended = await _end_at(transaction, consent_id, "withdraw", version)
    return ended if row["answers"] else for_recipient(ended, reader_id)


async def mark_consent_as_error(
    transaction: Transaction, consent_id: UUID, version: int
) -> ConsentRead:
    """Mark a consent that should never have been recorded.

    It stays readable. The records that rested on it end as after a withdrawal.
    """
    row = await find_consent(transaction, consent_id)
    await check_answers_for_person(transaction, row["case_id"])
    return await _end_at(transaction, consent_id, "mark_error", version)


async def withdraw_as_reported(transaction: Transaction, consent_id: UUID) -> None:
    """Withdraw a consent of which another act has reported that she withdrew it."""
    await _end(transaction, consent_id, "withdraw", CONSENTS.events["withdraw"].sources)


async def end_what_was_refused(transaction: Transaction, refusal: Row) -> set[UUID]:
    """Withdraw each consent that helps, by a recipient and a purpose of a later refusal of hers.

    A shelter that the coordination finds counts as a recipient.

    It ends as a whole: what she still agrees to is asked anew. Return the ids of what ended.
    """
    rows = await transaction.all(
        _REFUSED, case_id=refusal["case_id"], recipients=refusal["recipients"],
        purposes=refusal["purposes"], finds=refusal["coordination_finds"],
    )  # fmt: skip
    # Two refusals at once find the same one, and both are recorded.
    return {row["id"] for row in rows if await _end(transaction, row["id"], "withdraw", HELPING)}


async def _end_at(
    transaction: Transaction, consent_id: UUID, event: str, version: int
) -> ConsentRead:
    ended = await _end(transaction, consent_id, event)
    check_version(version, ended.version - 1)
    return ended


@overload
async def _end(transaction: Transaction, consent_id: UUID, event: str) -> ConsentRead: ...
@overload
async def _end(
    transaction: Transaction, consent_id: UUID, event: str, only_from: Collection[str]
) -> ConsentRead | None: ...
async def _end(
    transaction: Transaction, consent_id: UUID, event: str,
    only_from: Collection[str] | None = None,
) -> ConsentRead | None:  # fmt: skip
    """End a consent; None, and nothing ends, if once locked it is in none of these states."""
    # The records that rest on it may be another organisation's. The caller does not see them.
    async with transaction.elevated():
        # Locked before the consent. An acceptance at the same moment either holds the lock on its
        # referral or offer and goes first, or waits and then finds it ended.
        # Handoffs come before referrals, as where custody moves.
        for statement in (_JOURNEYS, _REFERRALS):
            await transaction.all(statement, consent_id=consent_id)
        consent = await find_consent(transaction, consent_id, lock=True)
        if only_from is not None and CONSENTS.status_now(consent) not in only_from:
            return None
        # An offer holds its consent while it is made: those that were made meanwhile end too.
        await _end_resting(transaction, consent_id)
        return await end_consent(transaction, consent, event)


async def _end_resting(transaction: Transaction, consent_id: UUID) -> None:
    for resting in await transaction.all(_HANDOFFS, consent_id=consent_id):
        await _end_record(transaction, HANDOFF_RECORDS, resting["id"], "withdraw")
    for resting in await transaction.all(_REFERRALS, consent_id=consent_id):
        await _end_record(transaction, REFERRAL_RECORDS, resting["id"], "stop")


async def _end_record(
    transaction: Transaction, records: Records[Any], record_id: UUID, event: str
) -> None:
    found, at = await records.lock(transaction, record_id)
    if not await records.apply_expiry(transaction, found, at):
        await records.cause(transaction, found, event, at, reason=_REASON)
