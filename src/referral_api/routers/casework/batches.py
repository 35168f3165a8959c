"""Batches (lots): one request for many people. Each row is done by the rules of one act."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework.many import group_acts, registration
from referral_api.domain.casework.many.schemas import (
    CaseBatch,
    ConsentBatch,
    IdentityBatch,
    IdentityRecorded,
    ReferralBatch,
)
from referral_api.domain.consent.consents.schemas import ConsentRead
from referral_api.domain.identification.cases.schemas import CaseRead
from referral_api.domain.identification.relations.schemas import (
    CaseRelationGroup,
    CaseRelationRead,
)
from referral_api.domain.protection.referrals.schemas import ReferralRead
from referral_api.http.batches import BatchRead
from referral_api.http.dependencies import requires_to_create
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import (
    CasePermission,
    CaseRelationPermission,
    ConsentPermission,
    IdentityPermission,
    ReferralPermission,
)

router = guarded_router("/v1", "batches")


@router.post("/cases/batch", response_model=BatchRead[CaseRead])
async def register_cases(
    call: Annotated[RequestContext, requires_to_create(CasePermission.REGISTER, location="")],
    batch: CaseBatch,
) -> Response:
    """Register up to 200 people in one request. Each row has its own id, result and problem.

    With `all`, one wrong row refuses all, and `row` names it. With `each`, the good rows are kept.
    """
    outcomes = await registration.register_cases(call.transaction, batch)
    return call.respond_batch(outcomes)


@router.post("/consents/batch", response_model=BatchRead[ConsentRead])
async def record_consents(
    call: Annotated[RequestContext, requires_to_create(ConsentPermission.RECORD, location="")],
    batch: ConsentBatch,
) -> Response:
    """Record one form that was read to a group, and each person's own reply.

    Nobody replies for another. A refusal opens nothing, and ends what it contradicts.
    """
    outcomes = await group_acts.record_consents(
        call.transaction, batch, call.process.settings.ground_confirmation
    )
    return call.respond_batch(outcomes)


@router.post("/identities/batch", response_model=BatchRead[IdentityRecorded])
async def record_identities(
    call: Annotated[RequestContext, requires_to_create(IdentityPermission.RECORD, location="")],
    batch: IdentityBatch,
) -> Response:
    """Record the identities of up to 200 people, each sealed by a key of that person's own.

    The response repeats none of them.
    """
    outcomes = await group_acts.record_identities(call.transaction, call.process.vault, batch)
    return call.respond_batch(outcomes)


@router.post("/cases/{case_id}/relations/batch", response_model=BatchRead[CaseRelationRead])
async def record_case_relations(
    call: Annotated[RequestContext, requires_to_create(CaseRelationPermission.RECORD, location="")],
    case_id: UUID,
    group: CaseRelationGroup,
) -> Response:
    """Record that up to 200 people belong to the person of a file, as a group found together.

    Your organisation sees all of the files. Each pair is a relation of its own; one that is refused
    refuses all. Sight of one person gives nobody sight of another.
    """
    outcomes = await group_acts.relate_group(call.transaction, case_id, group)
    return call.respond_batch(outcomes)


@router.post("/referrals/batch", response_model=BatchRead[ReferralRead])
async def create_referrals(
    call: Annotated[RequestContext, requires_to_create(ReferralPermission.CREATE, location="")],
    batch: ReferralBatch,
) -> Response:
    """Write the referrals of up to 200 people, and send those that say `send`.

    Each rests on the consent of its own person.
    """
    outcomes = await group_acts.create_referrals(
        call.transaction, call.process.settings.referral_clocks, batch
    )
    return call.respond_batch(outcomes)
