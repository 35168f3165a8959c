"""Coordinating bodies, and the regions that some of them are bound to.

A body that lists some regions is bound to them; one that lists none, or all, is of the country.
What a region lacks, the country does.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, bindparam, or_, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.territory import Region
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.errors import Forbidden

_NOWHERE = frozenset({Region.OUTSIDE_MALI, Region.UNKNOWN})
_OF_MALI = frozenset(Region) - _NOWHERE
_IS_BODY: ColumnElement[bool] = (
    col(Organisation.active)
    & (col(Organisation.type) == literal_code(OrganisationType.COORDINATION))
)  # fmt: skip
_CONCERNED_ID = bindparam("concerned_id", type_=Uuid())
_BODIES = Statement(
    select(col(Organisation.id), col(Organisation.regions), _IS_BODY.label("is_body"))
    .where(or_(_IS_BODY, col(Organisation.id) == _CONCERNED_ID))
    .order_by(col(Organisation.id))
)
_OWN = Statement(
    select(col(Organisation.regions), _IS_BODY.label("is_body")).where(
        col(Organisation.id) == bindparam("organisation_id")
    )
)


@dataclass(frozen=True, slots=True)
class Coordination:
    """The bodies to which a region is told, and those of the country."""

    region: Sequence[UUID]
    country: Sequence[UUID]


async def find_coordination(
    transaction: Transaction, region: str | None, concerned_id: UUID
) -> Coordination:
    """Find the active bodies; without one of the country, all of them are.

    Of an unknown region, the only one of the organisation concerned counts.
    """
    rows = await transaction.all(_BODIES, concerned_id=concerned_id)
    if region is None or region in _NOWHERE:
        own: list[str] = next((row["regions"] for row in rows if row["id"] == concerned_id), [])
        region = own[0] if len(own) == 1 else None
    bodies = {row["id"]: row["regions"] for row in rows if row["is_body"]}
    bound = {body: regions for body, regions in bodies.items() if _is_bound(regions)}
    country = [body for body in bodies if body not in bound] or list(bodies)
    of_region = [body for body, regions in bound.items() if region in regions]
    return Coordination(of_region or country, country)


async def find_bound_regions(transaction: Transaction) -> tuple[str, ...]:
    """Return the regions that the caller's body is bound to, in their order; none: the country."""
    row = await transaction.one(_OWN, organisation_id=transaction.actor.organisation_id)
    if row is None or not row["is_body"] or not _is_bound(row["regions"]):
        return ()
    return tuple(sorted(row["regions"]))


async def check_region(transaction: Transaction, region: str | None) -> None:
    """Raise Forbidden if the caller's body is bound to other regions than this one."""
    bound = await find_bound_regions(transaction)
    if bound and region not in bound:
        raise Forbidden


def _is_bound(regions: Collection[str]) -> bool:
    return bool(regions) and not _OF_MALI.issubset(regions)
