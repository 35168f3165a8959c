"""A copy of a device's cookie came: the device is suspended, and its supervisor is told."""

from referral_api.database.database import Database, system_actor
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.notices import NoticeKind, NoticeStage
from referral_api.domain.codelists.sign_in import SignInRefusal
from referral_api.domain.events.notices.telling import Awaited, tell
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.sign_in.devices.cookies import KnownDevice, recognise
from referral_api.domain.network.sign_in.devices.records import LOCK
from referral_api.domain.network.sign_in.devices.registering import suspend_copied
from referral_api.domain.network.sign_in.events import record_refusal
from referral_api.errors import SignInRefused


async def recognise_device(database: Database, cookie: str) -> KnownDevice | None:
    """Recognise a device by its cookie; None if nobody may sign in by it.

    SignInRefused if the cookie is a copy: the device is then suspended, all its sessions have
    ended, and its supervisors have a notice.
    """
    async with database.transaction(NOBODY, "system") as transaction:
        found = await recognise(transaction, cookie)
    if found.copy_of is None:
        return found.device
    nobody = system_actor(found.copy_of.organisation_id)
    async with database.transaction(nobody, "system") as transaction:
        if await suspend_copied(transaction, found.copy_of.id):
            await _tell(transaction, found.copy_of)
        refused = SignInRefused(reason=SignInRefusal.COPIED)
        await record_refusal(transaction, refused, None, found.copy_of.id)
    raise refused


async def _tell(transaction: Transaction, device: KnownDevice) -> None:
    row = await transaction.row(LOCK, device_id=device.id)
    waiting = Awaited(
        NoticeKind.DEVICE_COPIED, "device", device.id, row["suspended_at"], device.organisation_id
    )
    await tell(transaction, waiting, [NoticeStage.SUPERVISOR])
