"""Holding a place for an arrival, filling it and giving it back, within a referral's transition.

Each is one UPDATE, so two concurrent ones cannot take the last place: the database refuses more
taken places than there are, and fewer than none. ``updated_at`` stays, because it says when the
number of places was last stated.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, update
from sqlmodel import col

from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.protection.capacity.tables import Capacity

_FREE = col(Capacity.places) > col(Capacity.held) + col(Capacity.occupied)


def _change_places(*when: ColumnElement[bool], held: int = 0, occupied: int = 0) -> Statement:
    return Statement(
        update(Capacity)
        .where(col(Capacity.organisation_id) == bindparam("owner_id"), *when)
        .values(
            held=col(Capacity.held) + held,
            occupied=col(Capacity.occupied) + occupied,
            version=col(Capacity.version) + 1,
        )
        .returning(col(Capacity.version))
    )


_HOLD = _change_places(_FREE, held=1)
_OCCUPY = _change_places(held=-1, occupied=1)
_RELEASE_HELD = _change_places(held=-1)
_RELEASE_OCCUPIED = _change_places(occupied=-1)


async def hold_place(transaction: Transaction, organisation_id: UUID) -> bool:
    """Hold a place for a person who was accepted; say whether one was free."""
    return await transaction.one(_HOLD, owner_id=organisation_id) is not None


async def occupy_place(transaction: Transaction, organisation_id: UUID) -> None:
    """The person has arrived: her held place becomes an occupied one."""
    await transaction.run(_OCCUPY, owner_id=organisation_id)


async def release_held(transaction: Transaction, organisation_id: UUID) -> None:
    """The person will not come: her held place is free again."""
    await transaction.run(_RELEASE_HELD, owner_id=organisation_id)


async def release_occupied(transaction: Transaction, organisation_id: UUID) -> None:
    """The person has left: her place is free again."""
    await transaction.run(_RELEASE_OCCUPIED, owner_id=organisation_id)
