"""Inviting devices, and what is done with them: list, suspend, resume, end."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Interval, bindparam, func
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.audit.log import event_insert, event_values
from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import DeviceReason, DeviceStatus
from referral_api.domain.network.organisations.queries import check_organisation_exists
from referral_api.domain.network.sign_in.devices.codes import new_code
from referral_api.domain.network.sign_in.devices.lifecycle import DEVICES
from referral_api.domain.network.sign_in.devices.records import (
    PAGE,
    DeviceRead,
    find_sides,
    lock_device,
    save_move,
    to_read,
)
from referral_api.domain.network.sign_in.devices.tables import UnitDevice
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.domain.transitions import Side
from referral_api.domain.versions import check_version
from referral_api.errors import Forbidden
from referral_api.permissions import DevicePermission
from referral_api.security.pin_hash import PinKeys

_INVITE = Statement(
    insert_into(
        UnitDevice, "id", "organisation_id", "status", "has_printer", "code_digest",
        "invited_by_agent_id", "version", prefix="new_",
    )
    .values(code_until=func.now() + bindparam("code_lifetime", type_=Interval))
    .returning(col(UnitDevice.code_until))
    .add_cte(event_insert().cte("event"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invitation:
    """The code of a device that may be registered; it is shown once, and kept nowhere."""

    device_id: UUID
    code: str
    code_until: datetime


async def invite_device(
    transaction: Transaction, keys: PinKeys, limits: SignInLimits,
    organisation_id: UUID | None = None,
) -> Invitation:  # fmt: skip
    """Invite a device into one's organisation; a national administrator, into any."""
    actor = transaction.actor
    owner_id = organisation_id or actor.organisation_id
    if Side.SUPERVISOR not in find_sides(actor, owner_id) or actor.agent_id is None:
        raise Forbidden
    await check_organisation_exists(transaction, owner_id)
    device_id, code = uuid7(), new_code()
    async with transaction.elevated():
        row = await transaction.row(
            _INVITE, new_id=device_id, new_organisation_id=owner_id,
            new_status=DeviceStatus.INVITED, new_has_printer=False,
            new_code_digest=keys.code_digest(code), new_invited_by_agent_id=actor.agent_id,
            new_version=1, code_lifetime=limits.device_code,
            **event_values(actor, DevicePermission.INVITE, "device", device_id),
        )  # fmt: skip
    return Invitation(device_id, code, row["code_until"])


async def list_devices(
    transaction: Transaction, organisation_id: UUID | None, window: Window
) -> Slice[DeviceRead]:
    """List the devices of one's organisation, the last invited first; the coordination, of any."""
    actor = transaction.actor
    owner_id = organisation_id or actor.organisation_id
    if not find_sides(actor, owner_id) & {Side.SUPERVISOR, Side.COORDINATOR}:
        raise Forbidden
    async with transaction.elevated():
        rows = await transaction.all(
            PAGE, organisation_id=owner_id, **window.parameters,
            **event_values(actor, DevicePermission.LIST, "device"),
        )  # fmt: skip
    return window.slice([to_read(row) for row in rows], rows)


async def suspend_device(
    transaction: Transaction, device_id: UUID, reason: DeviceReason = DeviceReason.LOST
) -> DeviceRead:
    """Shut a device out at once, with all its sessions: as anyone of its organisation, or as the
    coordination that was called.
    """
    return await _move(transaction, device_id, "suspend", reason, None)


async def resume_device(transaction: Transaction, device_id: UUID, version: int) -> DeviceRead:
    """Let a suspended device in again, as its supervisor. Conflict if its cookie was copied."""
    return await _move(transaction, device_id, "resume", None, version)


async def end_device(transaction: Transaction, device_id: UUID, version: int) -> DeviceRead:
    """End a device for good, or an invitation, as its supervisor."""
    reason = DeviceReason.NO_LONGER_NEEDED
    return await _move(transaction, device_id, "end", reason, version)


async def _move(
    transaction: Transaction, device_id: UUID, event: str, reason: DeviceReason | None,
    version: int | None,
) -> DeviceRead:  # fmt: skip
    async with transaction.elevated():
        row = await lock_device(transaction, device_id)
        DEVICES.check_side(event, find_sides(transaction.actor, row["organisation_id"]))
        if version is not None:
            check_version(version, row["version"])
        now: datetime = row["now"]
        changes: dict[str, dict[str, Any]] = {
            "suspend": {"suspended_at": now}, "resume": {"suspended_at": None},
            "end": {"ended_at": now, "code_digest": None},
        }  # fmt: skip
        saved = await save_move(transaction, row, event, reason, reason=reason, **changes[event])
    return to_read(saved)
