"""Reuniting a family: the tracing has found it, and a measure was granted."""

from datetime import datetime
from uuid import UUID

from referral_api.database.transaction import Transaction
from referral_api.domain.protection.children.tracings import operations
from referral_api.domain.protection.children.tracings.schemas import TracingRead
from referral_api.domain.protection.children.tracings.tables import Tracing
from referral_api.domain.protection.measures.family import is_reunification_granted
from referral_api.errors import Conflict


async def reunify_family(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, version: int
) -> TracingRead:
    """Record that the family is reunited; Conflict unless a reunification was granted."""

    async def check_granted(_: Tracing, __: datetime) -> None:
        if not await is_reunification_granted(transaction, case_id, tracing_id):
            raise Conflict("No reunification was granted.")

    return await operations.reunify_family(transaction, case_id, tracing_id, version, check_granted)
