"""The place that goes with a referral to a shelter: held, occupied, given back."""

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.places import Bed
from referral_api.domain.protection.capacity import places
from referral_api.domain.protection.referrals.tables import Referral


async def hold_place(transaction: Transaction, referral: Referral) -> bool:
    """Hold the place that the sender asked for; say whether one was free."""
    if not await places.hold_place(transaction, referral.receiver_id):
        return False
    referral.bed = Bed.HELD
    return True


async def occupy_place(transaction: Transaction, referral: Referral) -> None:
    """The person has arrived: the place that was held for her is occupied."""
    if referral.bed == Bed.HELD:
        await places.occupy_place(transaction, referral.receiver_id)
        referral.bed = Bed.OCCUPIED


async def release_place(transaction: Transaction, referral: Referral) -> None:
    """Give back the place of a referral that ends, if it has one."""
    if referral.bed == Bed.HELD:
        await places.release_held(transaction, referral.receiver_id)
    elif referral.bed == Bed.OCCUPIED:
        await places.release_occupied(transaction, referral.receiver_id)
    else:
        return
    referral.bed = Bed.RELEASED
