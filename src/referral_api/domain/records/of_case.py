"""A record under the address of a case: it is of that case, and the caller may do what it asks."""

from typing import TypeVar
from uuid import UUID

from referral_api.database.tables import Table
from referral_api.database.transaction import Transaction
from referral_api.domain.records.records import Records
from referral_api.errors import NotFound

R = TypeVar("R", bound=Table)


async def check_of_case(
    transaction: Transaction, records: Records[R], case_id: UUID, record_id: UUID,
    event: str | None = None,
) -> None:  # fmt: skip
    """Raise NotFound for a record of another case, Forbidden to who may not cause the event.

    Asked before the row is locked, which the database allows to the sides of the event only.
    """
    row = await records.find(transaction, record_id)
    if row["case_id"] != case_id:
        raise NotFound
    if event is not None:
        record, _ = records.load(row)
        records.lifecycle.check_side(event, await records.sides(transaction, record))
