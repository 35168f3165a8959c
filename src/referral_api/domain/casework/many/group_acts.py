"""One form read to a group and answered one by one; identities, referrals, relations of many.

A row is checked again as what it becomes, from its JSON: days and instants are read from text
alone.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.consent_renewal import record_consent
from referral_api.domain.casework.many.rows import Outcome, RowAct, act_on_each
from referral_api.domain.casework.many.schemas import (
    ConsentAnswerRow,
    ConsentBatch,
    IdentityBatch,
    IdentityRecorded,
    IdentityRow,
    ReferralBatch,
    ReferralRow,
)
from referral_api.domain.consent.consents.schemas import ConsentRecord
from referral_api.domain.deadline_policy import ReferralClocks
from referral_api.domain.identification.identities.operations import record_identity
from referral_api.domain.identification.identities.schemas import IdentityRecord
from referral_api.domain.identification.identities.tables import Person
from referral_api.domain.identification.relations.operations import record_relations
from referral_api.domain.identification.relations.schemas import CaseRelationGroup
from referral_api.domain.protection.referrals import operations as referrals
from referral_api.domain.protection.referrals.schemas import ReferralCreate
from referral_api.errors import NotFound
from referral_api.permissions import ConsentPermission, IdentityPermission, ReferralPermission
from referral_api.security.vault import Vault

_VERSION = Statement(
    select(col(Person.case_id), col(Person.version)).where(
        col(Person.case_id) == bindparam("case_id")
    )
)


async def record_consents(
    transaction: Transaction, batch: ConsentBatch, confirmation: timedelta
) -> Sequence[Outcome]:
    """Record what each person of a group replied to the form that was read to all of them."""

    async def answer(row: ConsentAnswerRow) -> tuple[UUID, Any]:
        said = batch.form.model_dump(mode="json") | row.model_dump(mode="json")
        consent = ConsentRecord.model_validate(said)
        made = await record_consent(transaction, consent, confirmation)
        return made.id, made

    act = RowAct(ConsentPermission.RECORD, answer, lambda row: row.case_id)
    return await act_on_each(transaction, batch.mode, batch.answers, act)


async def record_identities(
    transaction: Transaction, vault: Vault, batch: IdentityBatch
) -> Sequence[Outcome]:
    """Seal the identities of several people, each with that person's own key."""

    async def seal(row: IdentityRow) -> tuple[UUID, Any]:
        said = row.model_dump(mode="json", exclude={"case_id", "version"})
        identity = IdentityRecord.model_validate(said)
        made = await record_identity(transaction, vault, row.case_id, identity, row.version)
        return row.case_id, IdentityRecorded(case_id=row.case_id, version=made.version)

    act = RowAct(IdentityPermission.RECORD, seal, lambda row: row.case_id)
    return await act_on_each(transaction, batch.mode, batch.identities, act)


async def show_recorded(transaction: Transaction, case_id: UUID) -> IdentityRecorded:
    """Say that an identity is recorded, for a replay; NotFound out of sight."""
    row = await transaction.one(_VERSION, case_id=case_id)
    if row is None:
        raise NotFound
    return IdentityRecorded(case_id=row["case_id"], version=row["version"])


async def relate_group(
    transaction: Transaction, case_id: UUID, group: CaseRelationGroup
) -> Sequence[Outcome]:
    """Relate each other person of a group to one of them; all, or none."""
    made = await record_relations(transaction, case_id, group)
    return [Outcome(relation.id, relation) for relation in made]


async def create_referrals(
    transaction: Transaction, clocks: ReferralClocks, batch: ReferralBatch
) -> Sequence[Outcome]:
    """Write the referrals of several people, and send those that are to be sent."""

    async def refer(row: ReferralRow) -> tuple[UUID, Any]:
        referral = ReferralCreate.model_validate(row.model_dump(mode="json", exclude={"send"}))
        made = await referrals.create_referral(transaction, referral)
        if row.send:
            made = await referrals.send_referral(transaction, clocks, made.id, made.version)
        return made.id, made

    act = RowAct(ReferralPermission.CREATE, refer, lambda row: row.case_id)
    return await act_on_each(transaction, batch.mode, batch.referrals, act)
