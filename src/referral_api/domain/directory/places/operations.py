"""Reading the places of a service by unit, and stating how many there are."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Interval, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.directory import ServiceState
from referral_api.domain.codelists.entries import EntryStatus
from referral_api.domain.codelists.places import CapacityStatus, PlaceUnit
from referral_api.domain.directory.places.schemas import (
    PlaceRead,
    PlacesUpdate,
    ServicePlaces,
)
from referral_api.domain.directory.places.tables import Place
from referral_api.domain.directory.services.records import SERVICES
from referral_api.domain.directory.services.schemas import ServiceRead
from referral_api.domain.versions import check_version
from referral_api.errors import Conflict, Forbidden
from referral_api.permissions import Actor, PlacePermission

_FRESH = col(Place.updated_at) > func.now() - bindparam("stale_after", type_=Interval)
_OF_SERVICE = Statement(
    select(Place, _FRESH.label("fresh"))
    .where(col(Place.service_id) == bindparam("service_id"))
    .order_by(col(Place.unit))
)
_EVENT = event_insert().cte("event")
_RECORD = Statement(event_insert())
_LOCK = Statement(
    select(Place)
    .where(col(Place.service_id) == bindparam("service_id"), col(Place.unit) == bindparam("unit"))
    .with_for_update()
)
_NAMES = ("id", "service_id", "organisation_id", "unit", "places")
_FIRST = Statement(
    insert(Place)
    .values(
        {name: bindparam(f"new_{name}") for name in _NAMES}
        | {"held": 0, "occupied": 0, "overflow": 0, "version": 1}
    )
    .returning(Place)
    .add_cte(_EVENT)
)
_TAKEN = col(Place.held) + col(Place.occupied)
_AGAIN = Statement(
    update(Place)
    .where(col(Place.id) == bindparam("row_id"))
    .values(
        places=bindparam("new_places"), version=col(Place.version) + 1, updated_at=func.now(),
        overflow=func.least(
            col(Place.overflow), func.greatest(0, _TAKEN - bindparam("new_places"))
        ),
    )
    .returning(Place)
    .add_cte(_EVENT)
)  # fmt: skip


async def read_places(
    transaction: Transaction, service_id: UUID, stale_after: timedelta
) -> ServicePlaces:
    """Read the places of a service by unit; NotFound if there is no such service."""
    actor = transaction.actor
    await SERVICES.show(transaction, service_id)
    rows = await transaction.all(_OF_SERVICE, service_id=service_id, stale_after=stale_after)
    await transaction.run(
        _RECORD, **event_values(actor, PlacePermission.READ, "service", service_id)
    )
    units = [_to_response(actor, row, fresh=row["fresh"]) for row in rows]
    return ServicePlaces(service_id=service_id, units=units)


async def state_places(
    transaction: Transaction, service_id: UUID, unit: PlaceUnit, update: PlacesUpdate, version: int
) -> PlaceRead:
    """State how many places of a unit a service of the caller's organisation has; version 0 first.

    The database refuses fewer places than are taken: NoCapacity.
    """
    actor = transaction.actor
    service = await SERVICES.show(transaction, service_id)
    _check_keeps(actor, service, unit)
    present = await transaction.one(_LOCK, service_id=service_id, unit=unit)
    check_version(version, 0 if present is None else present["version"])
    row_id = uuid7() if present is None else present["id"]
    event = event_values(actor, PlacePermission.UPDATE, "place", row_id)
    if present is None:
        row = await transaction.row(
            _FIRST, new_id=row_id, new_service_id=service_id, new_unit=unit,
            new_organisation_id=actor.organisation_id, new_places=update.places, **event,
        )  # fmt: skip
    else:
        row = await transaction.row(_AGAIN, row_id=row_id, new_places=update.places, **event)
    return _to_response(actor, row, fresh=True)


def _check_keeps(actor: Actor, service: ServiceRead, unit: PlaceUnit) -> None:
    if service.organisation_id != actor.organisation_id:
        raise Forbidden
    if unit is PlaceUnit.BED_UNSPECIFIED:
        raise Conflict("Places of no unit are stated at the organisation's capacity.")
    if service.status is not EntryStatus.REGISTERED or service.state is ServiceState.DEFUNCT:
        raise Conflict("A service that has ended has no places.")


def _to_response(actor: Actor, row: Row, *, fresh: bool) -> PlaceRead:
    free = max(0, row["places"] - row["held"] - row["occupied"])
    status = CapacityStatus.CAPACITY if free else CapacityStatus.NO_CAPACITY
    known = status if fresh else CapacityStatus.UNKNOWN
    told = {name: row[name] for name in ("id", "service_id", "unit", "updated_at")}
    if actor.coordinates or actor.organisation_id == row["organisation_id"]:
        counts = {name: row[name] for name in ("places", "held", "occupied", "overflow", "version")}
        return PlaceRead(**told, **counts, free=free, status=known)
    # Counts would show an outsider where and when people arrive. So would the version.
    return PlaceRead(
        **told, status=known, places=None, held=None, occupied=None, overflow=None, free=None,
        version=None,
    )  # fmt: skip
