"""Consents (consentements): what the person agreed to share, with whom, for what."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from referral_api.domain.casework import consent_renewal, consent_withdrawal
from referral_api.domain.consent.consents import operations
from referral_api.domain.consent.consents.schemas import ConsentRead, ConsentRecord
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_create,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import ConsentPermission

router = guarded_router("/v1/consents", "consents")


@router.post("", status_code=201, response_model=ConsentRead)
async def record_consent(
    call: Annotated[RequestContext, requires_to_create(ConsentPermission.RECORD)],
    consent: ConsentRecord,
) -> Response:
    """Record the person's consent, purpose by purpose and recipient by recipient.

    A legal ground that replaces the person's consent waits for a second person. Until then, for a
    limited time, a vital interest or a child's best interest opens the sheet of a referral and
    health; a duty to report or a court order opens nothing. So does any ground within seven days of
    one for the same recipient that nobody has confirmed.

    What rests on a consent that has run out, or that this one replaces, moves to this one, which
    must cover it. A refusal withdraws each consent that helps by a recipient and a purpose of it.
    """
    result = await consent_renewal.record_consent(
        call.transaction, consent, call.process.settings.ground_confirmation
    )
    return call.respond(result)


@router.get("", response_model=Page[ConsentRead])
async def list_consents(
    call: Annotated[RequestContext, requires(ConsentPermission.LIST)],
    case_id: UUID | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the consents that you may see.

    These are the consents of the people that your organisation is responsible for, those that it
    recorded, as they stood when it was last responsible, and those that name it, once they have
    been active.
    """
    page = await operations.list_consents(call.transaction, case_id, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{consent_id}", response_model=ConsentRead)
async def read_consent(
    call: Annotated[RequestContext, requires(ConsentPermission.READ)], consent_id: UUID
) -> Response:
    """Read one consent."""
    result = await operations.read_consent(call.transaction, consent_id)
    return call.respond(result)


@router.post("/{consent_id}/confirm", response_model=ConsentRead)
async def confirm_consent(
    call: Annotated[RequestContext, requires_to_change(ConsentPermission.CONFIRM)], consent_id: UUID
) -> Response:
    """Confirm a consent that is awaited. A legal ground is confirmed by a second person.

    All that it covers then opens to the receivers of accepted referrals.
    """
    result = await consent_renewal.confirm_consent(call.transaction, consent_id, call.version)
    return call.respond(result)


@router.post("/{consent_id}/refuse", response_model=ConsentRead)
async def refuse_consent(
    call: Annotated[RequestContext, requires_to_change(ConsentPermission.REFUSE)], consent_id: UUID
) -> Response:
    """Record that the person refused, or that the second person does not confirm a legal ground.

    Referrals that rest on the ground go on without the sheet and the sections that it had opened.
    """
    result = await consent_renewal.refuse_consent(call.transaction, consent_id, call.version)
    return call.respond(result)


@router.post("/{consent_id}/withdraw", response_model=ConsentRead)
async def withdraw_consent(
    call: Annotated[RequestContext, requires_to_change(ConsentPermission.WITHDRAW)],
    consent_id: UUID,
) -> Response:
    """Withdraw a consent. The access that it had opened closes at once. A recipient may record it.

    Open referrals and offers that rest on it end, and the receivers' access ends with them. Data
    that was lawfully shared before stays on record.
    """
    result = await consent_withdrawal.withdraw_consent(call.transaction, consent_id, call.version)
    return call.respond(result)


@router.post("/{consent_id}/mark-error", response_model=ConsentRead)
async def mark_consent_as_error(
    call: Annotated[RequestContext, requires_to_change(ConsentPermission.MARK_ERROR)],
    consent_id: UUID,
) -> Response:
    """Mark a consent that should never have been recorded."""
    result = await consent_withdrawal.mark_consent_as_error(
        call.transaction, consent_id, call.version
    )
    return call.respond(result)
