"""Asking that a negative decision is taken up again, hearing that, and deciding it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.reconsiderations import ReconsiderationStatus
from referral_api.domain.identification.cases.lifecycle import CASES
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.decisions import policy
from referral_api.domain.identification.decisions.lifecycle import NEGATIVE, Deciders
from referral_api.domain.identification.decisions.tables import Decision
from referral_api.domain.identification.identities.narratives import (
    open_narrative,
    seal_narrative,
)
from referral_api.domain.identification.reconsiderations.records import (
    RECONSIDERATION_RECORDS,
    to_response,
)
from referral_api.domain.identification.reconsiderations.schemas import (
    ReconsiderationRead,
    ReconsiderationReasons,
    ReconsiderationRequest,
)
from referral_api.domain.identification.reconsiderations.tables import Reconsideration
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import Conflict, Forbidden, MalformedInput, SecondPersonNeeded
from referral_api.permissions import ReconsiderationPermission
from referral_api.security.vault import Vault

_GROUNDS, _REASONS = "reconsideration.sealed_grounds", "reconsideration.sealed_reasons"
_LAST = Statement(
    select(col(Decision.id), col(Decision.event), col(Decision.decided_at), func.now().label("now"))
    .where(col(Decision.case_id) == bindparam("case_id"))
    .order_by(col(Decision.id).desc())
    .limit(1)
)


async def request_reconsideration(
    transaction: Transaction, vault: Vault, time: timedelta, case_id: UUID,
    request: ReconsiderationRequest,
) -> ReconsiderationRead:  # fmt: skip
    """Ask that the last decision of a case is taken up again: it goes under review.

    For the person: who answers for the protection of the person, or legal aid. Conflict if the
    decision is not the last, or not negative.
    """
    actor = transaction.actor
    case = await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.EXPLOITATION)
    is_counsel = actor.organisation_type == OrganisationType.LEGAL_AID
    if not is_counsel and actor.organisation_id != case.protection_custodian_id:
        raise Forbidden
    CASES.target("update", case.state, case)
    last = await transaction.one(_LAST, case_id=case_id)
    if last is None or last["id"] != request.decision_id or last["event"] not in NEGATIVE:
        raise Conflict("The last decision on this case is another, or not a negative one.")
    _check_time(request, last["decided_at"], last["now"], time)
    fields: dict[str, Any] = request.model_dump(exclude={"grounds"}) | {
        "id": request.id or uuid7(), "case_id": case_id, "due_by": last["now"] + time,
        "status": ReconsiderationStatus.REQUESTED, "version": 1,
        "sealed_grounds": await seal_narrative(
            transaction, vault, case_id, _GROUNDS, request.grounds
        ),
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id,
    }  # fmt: skip
    return to_response(await RECONSIDERATION_RECORDS.add(transaction, fields))


def _check_time(
    request: ReconsiderationRequest, decided_at: datetime, now: datetime, time: timedelta
) -> None:
    """Refuse a request of the future, and a late one without a reason."""
    if not decided_at.date() <= request.asked_on <= now.date():
        raise MalformedInput(errors=[{"pointer": "/asked_on", "code": "out_of_range"}])
    if request.asked_on > (decided_at + time).date() and request.late_reason is None:
        raise MalformedInput(errors=[{"pointer": "/late_reason", "code": "missing"}])


async def admit(
    transaction: Transaction, deciders: Deciders, case_id: UUID, reconsideration_id: UUID,
    version: int,
) -> ReconsiderationRead:  # fmt: skip
    """Hear a request: the decision is examined anew."""
    return await decide(transaction, deciders, case_id, reconsideration_id, "admit", version)


async def conclude(
    transaction: Transaction, vault: Vault, deciders: Deciders, case_id: UUID,
    reconsideration_id: UUID, event: str, said: ReconsiderationReasons, version: int,
) -> ReconsiderationRead:  # fmt: skip
    """Do not hear a request, or uphold the decision: the case returns to where it was."""
    await check_decides(transaction, deciders, case_id, reconsideration_id, event)
    sealed = await seal_reasons(transaction, vault, case_id, said.reasons)
    return await decide(transaction, deciders, case_id, reconsideration_id, event, version, sealed)


async def seal_reasons(
    transaction: Transaction, vault: Vault, case_id: UUID, reasons: str
) -> bytes | None:
    """Seal why it was decided so."""
    return await seal_narrative(transaction, vault, case_id, _REASONS, reasons)


async def check_decides(
    transaction: Transaction, deciders: Deciders, case_id: UUID, reconsideration_id: UUID,
    event: str,
) -> None:  # fmt: skip
    """Raise Forbidden unless the caller may take this step, before anything is locked."""
    await check_of_case(transaction, RECONSIDERATION_RECORDS, case_id, reconsideration_id, event)
    policy.check_may_decide(transaction.actor, event, deciders)


async def decide(
    transaction: Transaction, deciders: Deciders, case_id: UUID, reconsideration_id: UUID,
    event: str, version: int, sealed_reasons: bytes | None = None,
) -> ReconsiderationRead:  # fmt: skip
    """Take one step as an authority; SecondPersonNeeded for who took the contested decision."""
    await check_decides(transaction, deciders, case_id, reconsideration_id, event)
    await check_open(transaction, case_id)
    actor = transaction.actor

    def step(asked: Reconsideration, now: datetime) -> None:
        if asked.first_agent_id == actor.agent_id:
            raise SecondPersonNeeded
        asked.sealed_reasons = sealed_reasons or asked.sealed_reasons
        asked.decided_by_organisation_id = actor.organisation_id
        asked.decided_by_agent_id = actor.agent_id
        asked.decided_at = now

    row = await RECONSIDERATION_RECORDS.transition(
        transaction, reconsideration_id, event, version, step
    )
    return to_response(row)


async def withdraw(
    transaction: Transaction, case_id: UUID, reconsideration_id: UUID, version: int
) -> ReconsiderationRead:
    """Take the request back, as the person wishes: the case returns to where it was."""
    await check_of_case(
        transaction, RECONSIDERATION_RECORDS, case_id, reconsideration_id, "withdraw"
    )
    await check_open(transaction, case_id)
    row = await RECONSIDERATION_RECORDS.transition(
        transaction, reconsideration_id, "withdraw", version
    )
    return to_response(row)


async def read_reconsideration(
    transaction: Transaction, vault: Vault, case_id: UUID, reconsideration_id: UUID
) -> ReconsiderationRead:
    """Read one within sight; the coordination reads no grounds and no reasons."""
    await check_of_case(transaction, RECONSIDERATION_RECORDS, case_id, reconsideration_id)
    row = await RECONSIDERATION_RECORDS.read(
        transaction, reconsideration_id, ReconsiderationPermission.READ
    )
    if transaction.actor.coordinates:
        return to_response(row)
    grounds, reasons = [
        await open_narrative(transaction, vault, case_id, purpose, sealed)
        for purpose, sealed in (
            (_GROUNDS, row["sealed_grounds"]), (_REASONS, row["sealed_reasons"])
        )
    ]  # fmt: skip
    return to_response(row, grounds, reasons)


async def list_reconsiderations(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[ReconsiderationRead]:
    """List those of a case within sight, newest first, without what was said."""
    return await RECONSIDERATION_RECORDS.list(
        transaction, window, ReconsiderationPermission.LIST, to_response, case_id=case_id
    )
