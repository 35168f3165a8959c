"""Whether a request takes the contribution of an organisation, and which request a form names."""

from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.programme import ContributionRequestStatus
from referral_api.domain.programme.contribution_requests.tables import (
    ContributionCall,
    ContributionRequest,
)
from referral_api.errors import CallNotOpen, MalformedInput, NotCalled

_POINTER = "/contribution_request_id"
_REQUEST = Statement(
    select(col(ContributionRequest.status), col(ContributionCall.organisation_id))
    .select_from(ContributionRequest)
    .outerjoin(
        ContributionCall,
        (col(ContributionCall.contribution_request_id) == col(ContributionRequest.id))
        & (col(ContributionCall.organisation_id) == bindparam("owner_id", type_=Uuid())),
    )
    .where(col(ContributionRequest.id) == bindparam("request_id", type_=Uuid()))
)
_BY_REFERENCE = Statement(
    select(col(ContributionRequest.id)).where(
        col(ContributionRequest.reference) == bindparam("reference", type_=Text()),
        col(ContributionRequest.status) != literal_code(ContributionRequestStatus.WITHDRAWN),
    )
)


async def check_called(transaction: Transaction, request_id: UUID, owner_id: UUID) -> None:
    """Refuse a contribution to a request out of sight, not open, or that does not call its owner.

    The database asks again, while it holds the request: it does not freeze meanwhile.
    """
    row = await transaction.one(_REQUEST, request_id=request_id, owner_id=owner_id)
    if row is None:
        raise MalformedInput(errors=[{"pointer": _POINTER, "code": "invalid_value"}])
    if row["status"] != ContributionRequestStatus.OPEN:
        raise CallNotOpen
    if row["organisation_id"] is None:
        raise NotCalled


async def find_by_reference(transaction: Transaction, reference: str) -> UUID | None:
    """Find the request within sight that has this reference."""
    row = await transaction.one(_BY_REFERENCE, reference=reference)
    return None if row is None else row["id"]
