"""Ending the orders of an inquiry that has moved on: each was made for one organisation."""

from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from referral_api.database.statements import Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.access import IdentityOrderStatus
from referral_api.domain.custody.identity_orders.records import IDENTITY_ORDER_RECORDS
from referral_api.domain.custody.identity_orders.tables import IdentityOrder

_ACTIVE = Statement(
    select(IdentityOrder, func.now().label("now"))
    .where(
        col(IdentityOrder.case_id) == bindparam("case_id"),
        col(IdentityOrder.status) == literal_code(IdentityOrderStatus.ACTIVE),
    )
    .order_by(col(IdentityOrder.id))
    .with_for_update()
)


async def end_identity_orders(transaction: Transaction, case_id: UUID) -> None:
    """End the orders in force of a case, once its inquiry has moved on.

    The database has ended their grants with the link. An order is locked after its case.
    """
    # Whoever takes the inquiry over knows nothing of the orders for the one before.
    async with transaction.elevated():
        for row in await transaction.all(_ACTIVE, case_id=case_id):
            order, at = IDENTITY_ORDER_RECORDS.load(row)
            if not await IDENTITY_ORDER_RECORDS.apply_expiry(transaction, order, at):
                await IDENTITY_ORDER_RECORDS.cause(transaction, order, "end", at)
