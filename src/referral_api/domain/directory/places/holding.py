"""Holding a place for an arrival, filling it and giving it back, within another act.

Each is one statement, so that two at once cannot take the last place. ``updated_at`` stays: it says
when the number was last stated. A place of no stated unit is the organisation's own (``capacity``),
whose row the functions change where there is no ``place_id``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Text, Uuid, bindparam, column, func, select
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.places import PlaceUnit
from referral_api.domain.directory.places.tables import Place

_held = func.hold_place_of_referral(
    bindparam("referral_id", type_=Uuid()), bindparam("owner_id", type_=Uuid()),
    bindparam("units", type_=ARRAY(Text)), bindparam("service_id", type_=Uuid()),
    bindparam("beyond", type_=Boolean()),
).table_valued(
    column("place_id", Uuid()), column("unit", Text()), column("is_beyond", Boolean()),
    column("is_here", Boolean()), name="held",
)  # fmt: skip
_HOLD = Statement(select(*_held.c))
_MOVE = Statement(
    select(
        func.move_place(
            bindparam("owner_id", type_=Uuid()), bindparam("place_id", type_=Uuid()),
            bindparam("act", type_=Text()),
        ).label("moved")
    )
)  # fmt: skip
_FREE = Statement(
    select(
        col(Place.service_id), col(Place.unit),
        (col(Place.places) - col(Place.held) - col(Place.occupied)).label("free"),
    )
    .where(
        col(Place.organisation_id) == bindparam("owner_id"),
        col(Place.places) > col(Place.held) + col(Place.occupied),
    )
    .order_by(col(Place.service_id), col(Place.unit))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """The place that was held; without an id it is of no stated unit. ``is_beyond``: there was none
    free, and a supervisor took the person in. ``is_here``: the arrival took it, before the
    acceptance.
    """

    place_id: UUID | None
    unit: PlaceUnit
    is_beyond: bool
    is_here: bool


async def hold_place(
    transaction: Transaction, organisation_id: UUID, referral_id: UUID, units: Sequence[PlaceUnit],
    *, service_id: UUID | None = None, beyond: bool = False,
) -> HeldPlace | None:  # fmt: skip
    """Hold the first free place of these units, in their order; None if none is free.

    Whoever is here already by the referral keeps the place of the arrival, and takes no second one.
    ``beyond``: a supervisor takes in one person more than there are places, counted as overflow.
    """
    row = await transaction.one(
        _HOLD, owner_id=organisation_id, referral_id=referral_id, units=list(units),
        service_id=service_id, beyond=beyond,
    )  # fmt: skip
    if row is None:
        return None
    return HeldPlace(row["place_id"], PlaceUnit(row["unit"]), row["is_beyond"], row["is_here"])


async def occupy_place(
    transaction: Transaction, organisation_id: UUID, place_id: UUID | None = None
) -> None:
    """The person has arrived: the held place becomes an occupied one."""
    await transaction.one(_MOVE, owner_id=organisation_id, place_id=place_id, act="occupy")


async def release_held(
    transaction: Transaction, organisation_id: UUID, place_id: UUID | None = None
) -> None:
    """The person will not come: the held place is free again."""
    await transaction.one(_MOVE, owner_id=organisation_id, place_id=place_id, act="release_held")


async def release_occupied(
    transaction: Transaction, organisation_id: UUID, place_id: UUID | None = None
) -> None:
    """The person has left: the place is free again."""
    await transaction.one(
        _MOVE, owner_id=organisation_id, place_id=place_id, act="release_occupied"
    )


async def free_units(transaction: Transaction, organisation_id: UUID) -> list[dict[str, object]]:
    """List the units of an organisation that have room; counts only to those who may see them."""
    actor = transaction.actor
    counted = actor.coordinates or actor.organisation_id == organisation_id
    rows = await transaction.all(_FREE, owner_id=organisation_id)
    return [
        {
            "service_id": str(row["service_id"]), "unit": row["unit"],
            "free": row["free"] if counted else None,
        }
        for row in rows
    ]  # fmt: skip
