"""What a device does itself: it is registered by its code, and is shut out when it is copied.

Nobody is known then. ``database.transaction(NOBODY, "system")`` finds the organisation, and a
transaction of ``system_actor(organisation_id)`` in the same scope makes the change.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import LargeBinary, bindparam, func, select
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import DeviceReason, DeviceStatus, SignInRefusal
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.organisations.tables import Organisation
from referral_api.domain.network.sign_in.devices.codes import read_code
from referral_api.domain.network.sign_in.devices.cookies import issue_cookie
from referral_api.domain.network.sign_in.devices.lifecycle import DEVICES
from referral_api.domain.network.sign_in.devices.records import LOCK, save_move
from referral_api.domain.network.sign_in.devices.tables import UnitDevice
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.errors import SignInRefused
from referral_api.security.pin_hash import PinKeys

_INVITED = Statement(
    select(col(UnitDevice.id), col(UnitDevice.organisation_id))
    .join(Organisation, col(Organisation.id) == col(UnitDevice.organisation_id))
    .where(
        col(UnitDevice.code_digest) == bindparam("digest", type_=LargeBinary),
        col(UnitDevice.status) == literal_code(DeviceStatus.INVITED),
        col(UnitDevice.code_until) > func.now(), col(Organisation.active),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registered:
    """A device that was registered just now, and the cookie that it gets."""

    device_id: UUID
    organisation_id: UUID
    cookie: str


async def register_device(
    database: Database, keys: PinKeys, limits: SignInLimits, typed: str, name: str, *,
    has_printer: bool,
) -> Registered:  # fmt: skip
    """Register the device on which a code was typed. SignInRefused if it is none, used or old."""
    async with database.transaction(NOBODY, "system") as transaction:
        found = await _find_invited(transaction, keys, typed)
    if found is None:
        raise SignInRefused(reason=SignInRefusal.CODE)
    organisation_id = found["organisation_id"]
    async with database.transaction(system_actor(organisation_id), "system") as transaction:
        row = await transaction.row(LOCK, device_id=found["id"])
        # Somebody may have used it meanwhile.
        if DEVICES.status_now(row) != DeviceStatus.INVITED:
            raise SignInRefused(reason=SignInRefusal.CODE)
        now = row["now"]
        await save_move(
            transaction, row, "register", code_digest=None, name=name, has_printer=has_printer,
            registered_at=now, unused_until=now + limits.device_unused,
            ends_at=now + limits.device_whole,
        )  # fmt: skip
        cookie = await issue_cookie(transaction, row["id"], organisation_id, None)
    return Registered(row["id"], organisation_id, cookie)


async def _find_invited(transaction: Transaction, keys: PinKeys, typed: str) -> Row | None:
    code = read_code(typed)
    for digest in keys.code_digests(code) if code else ():
        if row := await transaction.one(_INVITED, digest=digest):
            return row
    return None


async def suspend_copied(transaction: Transaction, device_id: UUID) -> bool:
    """Suspend a device of which a copy was seen; False if it is not registered any more."""
    row = await transaction.row(LOCK, device_id=device_id)
    if DEVICES.status_now(row) != DeviceStatus.REGISTERED:
        return False
    reason = DeviceReason.COPIED
    await save_move(transaction, row, "suspend", reason, reason=reason, suspended_at=row["now"])
    return True
