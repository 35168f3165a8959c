"""Finding, listing and changing devices within the caller's reach."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, select
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import page_of
from referral_api.database.statements import Row, Statement, save_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import DeviceReason, DeviceStatus
from referral_api.domain.network.sign_in.devices.lifecycle import DEVICES
from referral_api.domain.network.sign_in.devices.tables import UnitDevice
from referral_api.domain.transitions import Side
from referral_api.errors import NotFound
from referral_api.permissions import Actor, Role

_NOW = func.now().label("now")
_ALL = select(UnitDevice, _NOW)
LOCK = Statement(_ALL.where(col(UnitDevice.id) == bindparam("device_id")).with_for_update())
PAGE = Statement(
    page_of(
        _ALL.where(col(UnitDevice.organisation_id) == bindparam("organisation_id", type_=Uuid)),
        col(UnitDevice.recorded_key),
    ).add_cte(event_insert().cte("event"))
)
_COLUMNS = (
    "status", "name", "has_printer", "code_digest", "registered_at", "unused_until", "ends_at",
    "suspended_at", "ended_at", "reason",
)  # fmt: skip
_SAVE = Statement(
    save_into(UnitDevice, *_COLUMNS)
    .returning(UnitDevice, _NOW)
    .add_cte(event_insert().cte("event"))
)
_KEEPERS = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class DeviceRead:
    """A device as those who keep it see it."""

    id: UUID
    organisation_id: UUID
    status: DeviceStatus
    name: str | None
    has_printer: bool
    invited_at: datetime
    code_until: datetime
    registered_at: datetime | None
    unused_until: datetime | None
    ends_at: datetime | None
    suspended_at: datetime | None
    ended_at: datetime | None
    reason: DeviceReason | None
    version: int


def to_read(row: Row) -> DeviceRead:
    """Turn a row into what is shown: its present state, and no digest."""
    caused = DEVICES.caused_by_time(row)
    reason = caused.reason if caused else row["reason"]
    own = {"status", "reason"}
    fields = {name: row[name] for name in DeviceRead.__slots__ if name not in own}
    return DeviceRead(
        **fields, status=DeviceStatus(DEVICES.status_now(row)),
        reason=DeviceReason(reason) if reason else None,
    )  # fmt: skip


def find_sides(actor: Actor, organisation_id: UUID) -> set[Side]:
    """Find the sides on which an actor stands at a device of an organisation."""
    sides = set()
    if actor.organisation_id == organisation_id:
        sides.add(Side.MEMBER)
    if actor.roles & _KEEPERS and (Side.MEMBER in sides or actor.administers_nationally):
        sides.add(Side.SUPERVISOR)
    if actor.coordinates:
        sides.add(Side.COORDINATOR)
    return sides


async def lock_device(transaction: Transaction, device_id: UUID) -> Row:
    """Lock a device that the caller may know of; NotFound otherwise. In the scope ``system``."""
    row = await transaction.one(LOCK, device_id=device_id)
    if row is None or not find_sides(transaction.actor, row["organisation_id"]):
        raise NotFound
    return row


async def save_move(
    transaction: Transaction, row: Row, event: str, code: str | None = None, **change: Any
) -> Row:
    """Make one transition of a locked device, with its event. InvalidTransition if it cannot."""
    target = DEVICES.target(event, DEVICES.status_now(row), row)
    return await _save(transaction, row, event, code, {"status": target} | change)


async def end_by_time(transaction: Transaction, device_id: UUID) -> bool:
    """Store that time has ended a device or an invitation; False if it has not."""
    row = await transaction.row(LOCK, device_id=device_id)
    caused = DEVICES.caused_by_time(row)
    if caused is None:
        return False
    change = {
        "status": caused.target, "reason": caused.reason, "ended_at": row["now"],
        "code_digest": None,
    }  # fmt: skip
    await _save(transaction, row, caused.event, caused.reason, change)
    return True


async def _save(
    transaction: Transaction, row: Row, event: str, code: str | None, change: dict[str, Any]
) -> Row:
    permission = DEVICES.events[event].permission
    if permission is None:
        raise LookupError("every transition of a device is stored")
    fields = {name: row[name] for name in _COLUMNS} | change
    return await transaction.row(
        _SAVE, row_id=row["id"], **{f"new_{name}": value for name, value in fields.items()},
        **event_values(transaction.actor, permission, "device", row["id"], code=code),
    )  # fmt: skip
