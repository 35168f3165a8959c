"""Her death, reported by whoever meets with it: what was promised to her ends, and the file stays.

The database notes the report in the case as soon as a record ends for this reason (``note_death``).
Who answers for her closes the file, or corrects the report; what ended stays ended. The inquiry
goes on, and her consents are not withdrawn: she withdrew none.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, not_, select
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Row, Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.codelists.handoffs import CustodyKind
from referral_api.domain.codelists.referrals import StopReason
from referral_api.domain.custody.handoffs.lifecycle import HANDOFFS
from referral_api.domain.custody.handoffs.records import HANDOFF_RECORDS
from referral_api.domain.custody.handoffs.tables import Handoff
from referral_api.domain.events.outbox import outgoing_inserts
from referral_api.domain.identification.cases import queries
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.identification.cases.operations import save_case
from referral_api.domain.identification.cases.schemas import CaseRead
from referral_api.domain.protection.referrals.lifecycle import REFERRALS
from referral_api.domain.protection.referrals.records import REFERRAL_RECORDS
from referral_api.domain.protection.referrals.tables import Referral
from referral_api.domain.records.records import Records
from referral_api.domain.versions import check_version
from referral_api.permissions import CasePermission
from referral_api.schemas import ResponseData

# The code of every list that has it, of referrals and of handoffs.
DEATH = StopReason.DEATH
_now = func.now().label("now")
# Handoffs, then referrals, the newest first: the order of every operation. An inquiry is not hers.
_HANDOFFS = Statement(
    select(Handoff, _now)
    .where(
        col(Handoff.case_id) == bindparam("case_id"),
        col(Handoff.kind) == literal_code(CustodyKind.PROTECTION),
        one_of(col(Handoff.status), sorted(HANDOFFS.open)),
        # Whoever reports her death does not take back what the coordination assigns.
        not_(col(Handoff.forced)),
    )
    .order_by(col(Handoff.id))
    .with_for_update()
)
_REFERRALS = Statement(
    select(Referral, _now)
    .where(
        col(Referral.case_id) == bindparam("case_id"),
        one_of(col(Referral.status), sorted(REFERRALS.open)),
    )
    .order_by(col(Referral.id).desc())
    .with_for_update()
)
_TELL = Statement(
    select(_now).add_cte(event_insert().cte("event"), outgoing_inserts().cte("outgoing"))
)


async def hold_promises(transaction: Transaction, case_id: UUID) -> None:
    """Lock what is open for a person, before the case is."""
    # The records may be other organisations'. The caller does not see them.
    async with transaction.elevated():
        for statement in (_HANDOFFS, _REFERRALS):
            await transaction.all(statement, case_id=case_id)


async def end_promises(transaction: Transaction, case_id: UUID) -> None:
    """End what is open for a person who has died. Places are free, and the access ends."""
    async with transaction.elevated():
        for row in await transaction.all(_HANDOFFS, case_id=case_id):
            event = "withdraw" if row["departed_at"] is None else "report_failed_arrival"
            await _end(transaction, HANDOFF_RECORDS, row, event)
        for row in await transaction.all(_REFERRALS, case_id=case_id):
            await _end(transaction, REFERRAL_RECORDS, row, "stop")


async def _end(transaction: Transaction, records: Records[Any], row: Row, event: str) -> None:
    found, at = records.load(row)
    if not await records.apply_expiry(transaction, found, at):
        await records.cause(transaction, found, event, at, reason=DEATH)


async def make_death_true(transaction: Transaction, case_id: UUID, told: Collection[UUID]) -> None:
    """End what is open for a person of whom an act has just reported that she died, and tell."""
    await end_promises(transaction, case_id)
    event = event_values(
        transaction.actor, CasePermission.REPORT_DEATH, "case", case_id, case_id=case_id
    )
    await transaction.run(_TELL, parties=sorted(told, key=str), **event)


async def refute_death(
    transaction: Transaction, case_id: UUID, version: int
) -> ResponseData[CaseRead]:
    """Record, as who answers for the person, that the report of her death was an error.

    What ended stays ended: a new referral takes its place. Conflict if no report stands.
    """
    case = await queries.get_case_for_change(transaction, case_id)
    await check_answers_for_person(transaction, case_id)
    CASES.target("refute_death", case.state, case)
    check_version(version, case.version)
    case.death_refuted_at = await queries.read_clock(transaction)
    return await save_case(transaction, case, CasePermission.REFUTE_DEATH)
