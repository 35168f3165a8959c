"""Reading the places of an organisation, and stating how many there are."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Interval, bindparam, func, not_, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Row, Statement, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.places import BEDS, CapacityStatus
from referral_api.domain.directory.places.tables import Place
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.protection.capacity.schemas import CapacityRead, CapacityUpdate
from referral_api.domain.protection.capacity.tables import Capacity
from referral_api.errors import NotFound, StaleVersion
from referral_api.permissions import Actor, CapacityPermission

_FIGURES = (
    col(Capacity.places), col(Capacity.held), col(Capacity.occupied), col(Capacity.overflow),
    col(Capacity.version), col(Capacity.updated_at),
)  # fmt: skip
_STALE_AFTER = bindparam("stale_after", type_=Interval)


def _sum(value: Any) -> Any:
    return func.coalesce(func.sum(value), 0)


def _free(table: type[Capacity] | type[Place]) -> Any:
    return func.greatest(0, col(table.places) - col(table.held) - col(table.occupied))


_FRESH = col(Place.updated_at) > func.now() - _STALE_AFTER
# Of the units of its services where people sleep.
_UNITS = (
    select(
        _sum(col(Place.places)).label("unit_places"), _sum(col(Place.held)).label("unit_held"),
        _sum(col(Place.occupied)).label("unit_occupied"),
        _sum(col(Place.overflow)).label("unit_overflow"), _sum(_free(Place)).label("unit_free"),
        func.coalesce(func.sum(_free(Place)).filter(_FRESH), 0).label("unit_known"),
        func.count().filter(not_(_FRESH)).label("unit_stale"),
        func.max(col(Place.updated_at)).label("unit_updated_at"),
    )
    .where(
        col(Place.organisation_id) == bindparam("organisation_id"),
        one_of(col(Place.unit), BEDS),
    )
    .subquery("units")
)  # fmt: skip
_SUM = (
    select(
        *_FIGURES, (col(Capacity.updated_at) > func.now() - _STALE_AFTER).label("fresh"),
        *_UNITS.c,
    )
    .select_from(Organisation)
    .join(_UNITS, true())
    .outerjoin(Capacity, col(Capacity.organisation_id) == col(Organisation.id))
    .where(col(Organisation.id) == bindparam("organisation_id"))
)  # fmt: skip
_SUM_UP = Statement(_SUM)
_READ = Statement(_SUM.add_cte(event_insert().cte("event")))
_FIRST = Statement(
    insert(Capacity)
    .values(
        organisation_id=bindparam("owner_id"), places=bindparam("new_places"),
        held=0, occupied=0, overflow=0, version=1,
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
        places=bindparam("new_places"),
        version=col(Capacity.version) + 1,
        updated_at=func.now(),
        overflow=func.least(
            col(Capacity.overflow),
            func.greatest(0, col(Capacity.held) + col(Capacity.occupied) - bindparam("new_places")),
        ),
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
    return _to_response(actor, organisation_id, row)


async def set_places(
    transaction: Transaction, organisation_id: UUID, capacity: CapacityUpdate, version: int,
    stale_after: timedelta,
) -> CapacityRead:  # fmt: skip
    """Store the number of places of no stated unit; version 0 means none recorded yet.

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
    total = await transaction.row(_SUM_UP, organisation_id=organisation_id, stale_after=stale_after)
    return _to_response(actor, organisation_id, total)


def _to_response(actor: Actor, organisation_id: UUID, row: Row) -> CapacityRead:
    stated, has_units = row["version"] is not None, row["unit_updated_at"] is not None
    if not stated and not has_units:
        return CapacityRead(
            organisation_id=organisation_id, status=CapacityStatus.UNKNOWN, updated_at=None,
            places=None, held=None, occupied=None, free=None, overflow=None, unspecified=None,
            version=0,
        )  # fmt: skip
    own = {name: row[name] or 0 for name in ("places", "held", "occupied", "overflow")}
    own_free = max(0, own["places"] - own["held"] - own["occupied"])
    updated_at = row["updated_at"] or row["unit_updated_at"]
    if actor.coordinates or actor.organisation_id == organisation_id:
        free = own_free + row["unit_free"]
        return CapacityRead(
            organisation_id=organisation_id, updated_at=updated_at, free=free,
            **{name: own[name] + row[f"unit_{name}"] for name in own},
            unspecified=own["places"], version=row["version"] or 0,
            status=CapacityStatus.CAPACITY if free else CapacityStatus.NO_CAPACITY,
        )  # fmt: skip
    known = (own_free if row["fresh"] else 0) + row["unit_known"]
    stale = (stated and not row["fresh"]) or row["unit_stale"]
    full = CapacityStatus.UNKNOWN if stale else CapacityStatus.NO_CAPACITY
    # Counts would show an outsider where and when people arrive. So would the version, which
    # changes with each arrival.
    return CapacityRead(
        organisation_id=organisation_id, updated_at=updated_at,
        status=CapacityStatus.CAPACITY if known else full,
        places=None, held=None, occupied=None, free=None, overflow=None, unspecified=None,
        version=None,
    )  # fmt: skip
