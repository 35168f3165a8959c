"""The names of a unit's devices, for whoever of the unit must say which one is lost."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import DeviceStatus
from referral_api.domain.network.sign_in.devices.tables import UnitDevice

_NAMES = Statement(
    select(col(UnitDevice.id), col(UnitDevice.name))
    .where(
        col(UnitDevice.organisation_id) == bindparam("organisation_id", type_=Uuid),
        col(UnitDevice.status) == literal_code(DeviceStatus.REGISTERED),
    )
    .order_by(col(UnitDevice.name), col(UnitDevice.id))
)


@dataclass(frozen=True, slots=True)
class NamedDevice:
    """A registered device, by the name that it has in its unit."""

    id: UUID
    name: str


async def list_device_names(transaction: Transaction) -> list[NamedDevice]:
    """List the registered devices of the caller's organisation; no event, as for other names."""
    async with transaction.elevated():
        rows = await transaction.all(_NAMES, organisation_id=transaction.actor.organisation_id)
    return [NamedDevice(row["id"], row["name"] or "") for row in rows]
