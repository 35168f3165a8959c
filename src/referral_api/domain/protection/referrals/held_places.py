"""The place that goes with a referral to a shelter: held, occupied, given back."""

from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.places import Bed, OverflowReason, PlaceUnit
from referral_api.domain.directory.places import holding
from referral_api.domain.directory.places.units import beds_for
from referral_api.domain.protection.referrals.acceptance import ReferralAccept
from referral_api.domain.protection.referrals.tables import Referral


def units_of(referral: Referral, acceptance: ReferralAccept) -> list[PlaceUnit]:
    """Return the unit that the receiver named, or those that fit the person, the best first."""
    if acceptance.unit is not None:
        return [acceptance.unit]
    one = (referral.sex, bool(referral.treated_as_child))
    return beds_for([one], together=referral.group_id is not None)


async def hold_place(
    transaction: Transaction, referral: Referral, acceptance: ReferralAccept,
    overflow: OverflowReason | None = None,
) -> bool:  # fmt: skip
    """Hold the place that the sender asked for; say whether one was free.

    Of a person who came before the acceptance it is occupied already.
    With a reason for an overflow one more is taken in than there are places, if none is free.
    """
    held = await holding.hold_place(
        transaction, referral.receiver_id, referral.id, units_of(referral, acceptance),
        service_id=acceptance.service_id, beyond=overflow is not None,
    )  # fmt: skip
    if held is None:
        return False
    referral.bed = Bed.OCCUPIED if held.is_here else Bed.HELD
    referral.place_id = held.place_id
    referral.overflow_reason = overflow if held.is_beyond else None
    return True


async def occupy_place(transaction: Transaction, referral: Referral) -> None:
    """The person has arrived: the place that was held for her is occupied."""
    if referral.bed == Bed.HELD:
        await holding.occupy_place(transaction, referral.receiver_id, referral.place_id)
        referral.bed = Bed.OCCUPIED


async def release_place(transaction: Transaction, referral: Referral) -> None:
    """Give back the place of a referral that ends, if it has one."""
    if referral.bed == Bed.HELD:
        await holding.release_held(transaction, referral.receiver_id, referral.place_id)
    elif referral.bed == Bed.OCCUPIED:
        await holding.release_occupied(transaction, referral.receiver_id, referral.place_id)
    else:
        return
    referral.bed = Bed.RELEASED
