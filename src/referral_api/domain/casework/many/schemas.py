"""Request and response schemas of batches."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from referral_api.domain.casework.many.rows import KEPT, ROWS, Batch
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.consents import (
    ConsentAnswer,
    ConsentGiver,
    ConsentMethod,
    ConsentPurpose,
)
from referral_api.domain.codelists.languages import Language
from referral_api.domain.identification.cases.schemas import CaseRegister
from referral_api.domain.identification.identities.schemas import IdentityRecord
from referral_api.domain.protection.referrals.schemas import ReferralCreate
from referral_api.schemas import Flag, Instant, Payload, RecordId, Resource, Sha256


class CaseBatch(Batch):
    """People who were met together, or whose files were written down before."""

    cases: list[Annotated[CaseRegister, KEPT]] = ROWS


class IdentityRow(IdentityRecord):
    """One person's identity, as a whole."""

    case_id: UUID
    version: int = Field(
        0, strict=True, ge=0, le=999_999_999,
        description="The version of the identity that you saw; 0 if none is recorded.",
    )  # fmt: skip


class IdentityBatch(Batch):
    """The identities of people."""

    identities: list[Annotated[IdentityRow, KEPT]] = ROWS


class IdentityRecorded(Resource):
    """That an identity was recorded. What it says is read by itself."""

    case_id: UUID
    version: int


class ReferralRow(ReferralCreate):
    """One referral of one person, which rests on that person's own consent."""

    send: Flag = Field(default=False, description="Send it too; otherwise it stays a draft.")


class ReferralBatch(Batch):
    """Referrals of people who need not stay together. For those who must: a referral group."""

    referrals: list[Annotated[ReferralRow, KEPT]] = ROWS


class ConsentForm(Payload):
    """The form that was read out to the group: what each was asked."""

    method: ConsentMethod = Field(description="How each reply is recorded.")
    language: Language = Field(description="The language in which it was explained.")
    interpreter: Flag = False
    purposes: list[ConsentPurpose] = Field(min_length=1, max_length=10)
    recipients: list[UUID] = Field(
        [], max_length=20,
        description="Each organisation by its id. Required unless `coordination_finds`.",
    )  # fmt: skip
    coordination_finds: Flag = Field(
        default=False, description="A shelter that the coordination finds may receive the sheet."
    )
    sections: list[Section] = Field(
        [], max_length=6, description="The data that may be shared. Empty: the sheet alone."
    )
    valid_until: Instant | None = Field(None, description="Later than now.")
    document_sha256: Sha256 | None = Field(None, description="The hash of the signed form.")


class ConsentAnswerRow(Payload):
    """What one person of the group replied, apart from the others."""

    id: RecordId | None = None
    case_id: UUID
    answer: ConsentAnswer
    given_by: ConsentGiver = Field(
        ConsentGiver.SELF, description="Who replied: the person, or who speaks for a child."
    )
    do_not_contact: Flag = False


class ConsentBatch(Batch):
    """One form, read to a group, and each person's own reply. A refusal opens nothing."""

    form: ConsentForm = Field(description="What was read out.")
    answers: list[Annotated[ConsentAnswerRow, KEPT]] = ROWS
