"""Reading the places of an organisation, and stating how many there are."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Interval, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.places import CapacityStatus
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.protection.capacity.schemas import CapacityRead, CapacityUpdate
from referral_api.domain.protection.capacity.tables import Capacity
from referral_api.errors import NotFound, StaleVersion
from referral_api.permissions import Actor, CapacityPermission

_FIGURES = (
    col(Capacity.places), col(Capacity.held), col(Capacity.occupied), col(Capacity.version),
    col(Capacity.updated_at),
)  # fmt: skip
_FRESH = col(Capacity.updated_at) > func.now() - bindparam("stale_after", type_=Interval)
_READ = Statement(
    select(*_FIGURES, _FRESH.label("fresh"))
    .select_from(Organisation)
    .outerjoin(Capacity, col(Capacity.organisation_id) == col(Organisation.id))
    .where(col(Organisation.id) == bindparam("organisation_id"))
    .add_cte(event_insert().cte("event"))
)
_FIRST = Statement(
    insert(Capacity)
    .values(
        organisation_id=bindparam("owner_id"), places=bindparam("new_places"),
        held=0, occupied=0, version=1,
    )
    .on_conflict_do_nothing()
    .returning(*_FIGURES)
    .add_cte(event_insert().cte("event"))
)  # fmt: skip
_AGAIN = Statement(
    update(Capacity)
    .where(
        col(Capacity.organisation_id) == bindparam("owner_id"),
        col(Capacity.version) == bindparam("seen_version"),
    )
    .values(
        places=bindparam("new_places"), version=col(Capacity.version) + 1, updated_at=func.now()
    )
    .returning(*_FIGURES)
    .add_cte(event_insert().cte("event"))
)


async def read_capacity(
    transaction: Transaction, organisation_id: UUID, stale_after: timedelta
) -> CapacityRead:
    """Read whether an organisation has room; NotFound if there is no such organisation."""
    actor = transaction.actor
    row = await transaction.one(
        _READ, organisation_id=organisation_id, stale_after=stale_after,
        **event_values(actor, CapacityPermission.READ, "capacity", organisation_id),
    )  # fmt: skip
    if row is None:
        raise NotFound
    if row["version"] is None:
        return _to_empty_response(organisation_id)
    return _to_response(actor, organisation_id, row, fresh=row["fresh"])


async def set_places(
    transaction: Transaction, organisation_id: UUID, capacity: CapacityUpdate, version: int
) -> CapacityRead:
    """Store the number of places of an organisation; version 0 means none recorded yet.

    The database refuses fewer places than are taken: NoCapacity.
    """
    actor = transaction.actor
    row = await transaction.one(
        _AGAIN if version else _FIRST, owner_id=organisation_id, seen_version=version,
        new_places=capacity.places,
        **event_values(actor, CapacityPermission.UPDATE, "capacity", organisation_id),
    )  # fmt: skip
    if row is None:
        raise StaleVersion
    return _to_response(actor, organisation_id, row, fresh=True)


def _to_empty_response(organisation_id: UUID) -> CapacityRead:
    return CapacityRead(
        organisation_id=organisation_id, status=CapacityStatus.UNKNOWN, updated_at=None,
        places=None, held=None, occupied=None, free=None, version=0,
    )  # fmt: skip


def _to_response(actor: Actor, organisation_id: UUID, row: Row, *, fresh: bool) -> CapacityRead:
    free = row["places"] - row["held"] - row["occupied"]
    status = CapacityStatus.CAPACITY if free > 0 else CapacityStatus.NO_CAPACITY
    if actor.coordinates or actor.organisation_id == organisation_id:
        return CapacityRead(
            organisation_id=organisation_id, status=status, updated_at=row["updated_at"],
            places=row["places"], held=row["held"], occupied=row["occupied"], free=free,
            version=row["version"],
        )  # fmt: skip
    # Counts would show an outsider where and when people arrive. So would the version, which
    # changes with each arrival.
    return CapacityRead(
        organisation_id=organisation_id, updated_at=row["updated_at"],
        status=status if fresh else CapacityStatus.UNKNOWN,
        places=None, held=None, occupied=None, free=None, version=None,
    )  # fmt: skip
