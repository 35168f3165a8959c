"""The vocabulary, open to anyone: codes with their French and English labels."""

from fastapi import APIRouter, Depends

from referral_api.domain.codelists import operations
from referral_api.domain.codelists.schemas import CodelistRead
from referral_api.http.caching import allow_caching
from referral_api.http.routing import PublicRoute, operation_name

router = APIRouter(
    prefix="/v1/codelists",
    tags=["codelists"],
    dependencies=[Depends(allow_caching)],
    route_class=PublicRoute,
    generate_unique_id_function=operation_name,
)


# ``exclude_unset``: a region without an ISO code has null; other lists omit the member.
@router.get("", response_model_exclude_unset=True)
async def list_codelists() -> list[CodelistRead]:
    """List every code list, with the French and English label of each code."""
    return operations.list_codelists()


@router.get("/{name}", response_model_exclude_unset=True)
async def read_codelist(name: str) -> CodelistRead:
    """Read one code list by its name, such as `regions`."""
    return operations.read_codelist(name)
