"""Reading calls, and the receiver's confirmation of one."""

from datetime import datetime
from uuid import UUID

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.calls.records import CALL_RECORDS, to_response
from referral_api.domain.casework.calls.schemas import CallRead
from referral_api.domain.casework.calls.tables import TelephoneCall
from referral_api.domain.codelists.calls import CallStatus
from referral_api.permissions import CallPermission


async def read_call(transaction: Transaction, call_id: UUID) -> CallRead:
    """Read a call within sight; NotFound otherwise."""
    return to_response(await CALL_RECORDS.read(transaction, call_id, CallPermission.READ))


async def show_call(transaction: Transaction, call_id: UUID) -> CallRead:
    """Read as ``read_call`` does, for an act that is recorded by itself."""
    return to_response(await CALL_RECORDS.find(transaction, call_id))


async def list_calls(
    transaction: Transaction, case_id: UUID | None, status: CallStatus | None, window: Window
) -> Slice[CallRead]:
    """List the calls within sight, newest first."""
    return await CALL_RECORDS.list(
        transaction, window, CallPermission.LIST, to_response, case_id=case_id, status=status
    )


async def confirm_call(transaction: Transaction, call_id: UUID, version: int) -> CallRead:
    """Confirm, as the receiver, that it is so. InvalidTransition once the time for it is over."""

    def confirm(call: TelephoneCall, _: datetime) -> None:
        call.decided_by_agent_id = transaction.actor.agent_id

    return to_response(
        await CALL_RECORDS.transition(transaction, call_id, "confirm", version, confirm)
    )
