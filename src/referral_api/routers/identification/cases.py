"""Cases (dossiers): register a person, find, read, correct, close and reopen her file."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from referral_api.domain.casework import closing, correction, death, registration
from referral_api.domain.codelists.status import CaseState, IdentificationStatus
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import Category
from referral_api.domain.custody.chains import operations as custody
from referral_api.domain.custody.chains.schemas import CustodyChains
from referral_api.domain.identification.cases import operations
from referral_api.domain.identification.cases.finding import CaseFilters
from referral_api.domain.identification.cases.schemas import (
    CaseClose,
    CaseRead,
    CaseRegister,
    CaseUpdate,
)
from referral_api.http.dependencies import (
    Cursor,
    Limit,
    requires,
    requires_to_change,
    requires_to_create,
    requires_to_update,
)
from referral_api.http.pagination import Page
from referral_api.http.request_context import RequestContext
from referral_api.http.routing import guarded_router
from referral_api.permissions import CasePermission, CustodyPermission
from referral_api.schemas import Instant

router = guarded_router("/v1/cases", "cases")
CaseCode = Annotated[
    str | None,
    Query(max_length=14, pattern="^ML-[0-9A-Z]{5}-[0-9A-Z]{5}$", description="All of the code."),
]


@router.post("", status_code=201, response_model=CaseRead)
async def register_case(
    call: Annotated[RequestContext, requires_to_create(CasePermission.REGISTER)], case: CaseRegister
) -> Response:
    """Register a person who may be a victim. Your organisation is responsible from now on.

    The identity is kept apart: see `PUT /v1/cases/{case_id}/identity`.
    """
    result = await registration.register_case(call.transaction, case)
    return call.respond(result)


@router.get("", response_model=Page[CaseRead])
async def list_cases(
    call: Annotated[RequestContext, requires(CasePermission.LIST)],
    code: CaseCode = None,
    status: IdentificationStatus | None = None,
    state: CaseState | None = None,
    region: Region | None = None,
    category: Category | None = None,
    registered_from: Annotated[Instant | None, Query(description="From this instant on.")] = None,
    registered_until: Annotated[Instant | None, Query(description="Before this instant.")] = None,
    custodian: Annotated[
        UUID | None, Query(description="The organisation that is responsible for either chain.")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List the cases that you may see, the last registered first.

    The filters narrow the list; no filter shows a case that you may not see.
    """
    filters = CaseFilters(
        code=code, status=status, state=state, region=region, category=category,
        registered_from=registered_from, registered_until=registered_until, custodian=custodian,
    )  # fmt: skip
    page = await operations.list_cases(call.transaction, filters, call.window(limit, cursor))
    return call.respond_page(page)


@router.get("/{case_id}", response_model=CaseRead)
async def read_case(
    call: Annotated[RequestContext, requires(CasePermission.READ)], case_id: UUID
) -> Response:
    """Read the pseudonymous file of a case. 404 if it is out of your sight."""
    result = await operations.read_case(call.transaction, case_id)
    return call.respond(result)


@router.patch("/{case_id}", response_model=CaseRead)
async def update_case(
    call: Annotated[RequestContext, requires_to_update(CasePermission.UPDATE)],
    case_id: UUID,
    update: CaseUpdate,
) -> Response:
    """Correct or complete the file. Fields that you leave out stay.

    A correction of age or sex that undoes a ground of the last finding puts the person's status
    under review.
    """
    result = await correction.update_case(call.transaction, case_id, update, call.version)
    return call.respond(result)


@router.post("/{case_id}/close", response_model=CaseRead)
async def close_case(
    call: Annotated[RequestContext, requires_to_change(CasePermission.CLOSE)],
    case_id: UUID,
    closure: CaseClose,
) -> Response:
    """Close the file, with a reason. Services in progress go on, unless the person has died."""
    result = await closing.close_case(call.transaction, case_id, closure, call.version)
    return call.respond(result)


@router.post("/{case_id}/reopen", response_model=CaseRead)
async def reopen_case(
    call: Annotated[RequestContext, requires_to_change(CasePermission.REOPEN)], case_id: UUID
) -> Response:
    """Reopen a closed file. Its last custodians are responsible for it again."""
    result = await closing.reopen_case(call.transaction, case_id, call.version)
    return call.respond(result)


@router.post("/{case_id}/refute-death", response_model=CaseRead)
async def refute_death(
    call: Annotated[RequestContext, requires_to_change(CasePermission.REFUTE_DEATH)], case_id: UUID
) -> Response:
    """Correct a report of the person's death, as the organisation that is responsible.

    What the report ended stays ended.
    """
    result = await death.refute_death(call.transaction, case_id, call.version)
    return call.respond(result)


@router.get("/{case_id}/custody", response_model=CustodyChains)
async def read_custody(
    call: Annotated[RequestContext, requires(CustodyPermission.READ)], case_id: UUID
) -> Response:
    """Read which organisations were responsible for the case, and since when: two chains."""
    result = await custody.read_custody(call.transaction, case_id)
    return call.respond(result)
