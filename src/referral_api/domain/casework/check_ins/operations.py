"""Recording what the escort says on the road, and reading it."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.casework.check_ins.records import CHECK_IN_RECORDS, to_response
from referral_api.domain.casework.check_ins.schemas import CheckInRead, CheckInRecord
from referral_api.domain.codelists.alerts import AlertKind
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.protection.stays.records import STAY_RECORDS
from referral_api.domain.records.happened import check_happened
from referral_api.errors import Forbidden
from referral_api.permissions import CheckInPermission


async def check_in_for_stay(
    transaction: Transaction, stay_id: UUID, check_in: CheckInRecord
) -> CheckInRead:
    """Record a check-in on the way to a host; NotFound for a stay out of sight."""
    stay = await STAY_RECORDS.find(transaction, stay_id)
    journey = {
        "case_id": stay["case_id"], "stay_id": stay_id, "handoff_id": None,
        "from_id": stay["custodian_id"], "to_id": stay["host_organisation_id"],
    }  # fmt: skip
    return await _record(transaction, check_in, journey, None, stay["now"])


async def check_in_for_handoff(
    transaction: Transaction, handoff_id: UUID, check_in: CheckInRecord
) -> CheckInRead:
    """Record a check-in of a person who is handed over; NotFound for a handoff out of sight."""
    handoff = await HANDOFF_RECORDS.find(transaction, handoff_id)
    journey = {
        "case_id": handoff["case_id"], "stay_id": None, "handoff_id": handoff_id,
        "from_id": handoff["from_id"], "to_id": handoff["to_id"],
    }  # fmt: skip
    since = handoff["departure_happened_at"]
    return await _record(transaction, check_in, journey, since, handoff["now"])


async def _record(
    transaction: Transaction, check_in: CheckInRecord, journey: dict[str, UUID | None],
    since: datetime | None, now: datetime,
) -> CheckInRead:  # fmt: skip
    actor = transaction.actor
    if actor.organisation_id not in {journey["from_id"], journey["to_id"]}:
        raise Forbidden
    check_happened(check_in.happened_at, since=since, now=now)
    row = await CHECK_IN_RECORDS.add(
        transaction,
        check_in.model_dump() | journey | {
            "id": check_in.id or uuid7(), "status": RecordStatus.RECORDED, "version": 1,
            "recorded_by_organisation_id": actor.organisation_id,
            "recorded_by_agent_id": actor.agent_id,
        },
    )  # fmt: skip
    if not check_in.all_well:
        await raise_alert(
            transaction, AlertKind.NOT_WELL_ON_THE_ROAD, case_id=row["case_id"],
            about_id=row["id"], organisation_id=row["from_id"],
        )  # fmt: skip
    return to_response(row)


async def read_check_in(transaction: Transaction, check_in_id: UUID) -> CheckInRead:
    """Read a check-in within sight."""
    row = await CHECK_IN_RECORDS.read(transaction, check_in_id, CheckInPermission.READ)
    return to_response(row)


async def list_check_ins(
    transaction: Transaction, case_id: UUID | None, stay_id: UUID | None,
    handoff_id: UUID | None, window: Window,
) -> Slice[CheckInRead]:  # fmt: skip
    """List the check-ins within sight, newest first."""
    return await CHECK_IN_RECORDS.list(
        transaction, window, CheckInPermission.LIST, to_response, case_id=case_id, stay=stay_id,
        handoff=handoff_id,
    )  # fmt: skip


async def mark_check_in_as_error(
    transaction: Transaction, check_in_id: UUID, version: int
) -> CheckInRead:
    """Mark a check-in that should never have been recorded."""
    return to_response(
        await CHECK_IN_RECORDS.transition(transaction, check_in_id, "mark_error", version)
    )
