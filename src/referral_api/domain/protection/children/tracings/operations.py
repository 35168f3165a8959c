"""Looking for relatives, at the person's wish, and never for the trafficker."""

import json
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.answers import Answer
from referral_api.domain.codelists.best_interests import BestInterestMeasure
from referral_api.domain.codelists.children import FamilyCheck
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.own_views import StoppedAct
from referral_api.domain.codelists.tracings import TracingStatus
from referral_api.domain.codelists.victims import is_treated_as_child
from referral_api.domain.identification.cases.queries import get_case, read_clock
from referral_api.domain.protection.children.interests.determinations import find_determined
from referral_api.domain.protection.children.opening import begin_record, seal, unseal
from referral_api.domain.protection.children.refusals import check_not_stopped
from referral_api.domain.protection.children.suspicion import is_family_named, weigh
from referral_api.domain.protection.children.tracings.lifecycle import may_contact, not_checked
from referral_api.domain.protection.children.tracings.records import (
    TRACING_RECORDS,
    to_response,
)
from referral_api.domain.protection.children.tracings.schemas import (
    TracingCheck,
    TracingOpen,
    TracingRead,
    TracingStep,
    TracingVerify,
)
from referral_api.domain.protection.children.tracings.tables import Tracing
from referral_api.domain.records.of_case import check_of_case
from referral_api.domain.records.records import Change
from referral_api.errors import Conflict, Forbidden, MalformedInput
from referral_api.permissions import TracingPermission
from referral_api.security.vault import Vault

_PURPOSE = "tracing.sealed_sought"


async def open_tracing(
    transaction: Transaction, vault: Vault, case_id: UUID, asked: TracingOpen
) -> TracingRead:
    """Open a tracing that the person wants and has not refused."""
    begun = await begin_record(transaction, case_id, asked.id, for_children=False)
    if asked.wanted_by_person == Answer.NO:
        raise MalformedInput(errors=[{"pointer": "/wanted_by_person", "code": "out_of_range"}])
    await check_not_stopped(transaction, case_id, StoppedAct.FAMILY_CONTACT)
    checked = asked.family_check != FamilyCheck.NOT_DONE
    identity = asked.identity and asked.identity.model_dump(exclude_none=True)
    fields: dict[str, Any] = begun | asked.model_dump(exclude={"id", "identity"}) | {
        "sealed_sought": await seal(transaction, vault, case_id, _PURPOSE, identity),
        "checked_by_agent_id": transaction.actor.agent_id if checked else None,
        "status": TracingStatus.OPEN,
    }  # fmt: skip
    row = await TRACING_RECORDS.add(transaction, fields)
    return to_response(row, named=await is_family_named(transaction, case_id))


async def _transition(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, event: str, version: int,
    change: Change[Tracing] | None = None,
) -> TracingRead:  # fmt: skip
    await check_of_case(transaction, TRACING_RECORDS, case_id, tracing_id, event)
    row = await TRACING_RECORDS.transition(transaction, tracing_id, event, version, change)
    return to_response(row, named=await is_family_named(transaction, case_id))


async def _check_facts(transaction: Transaction, tracing: Tracing) -> None:
    """Raise Conflict where an episode names the family, and no second person has confirmed."""
    if not may_contact(tracing, named=await is_family_named(transaction, tracing.case_id)):
        raise not_checked()


async def check_family(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, check: TracingCheck, version: int
) -> TracingRead:
    """Record the check of the family; what a second person confirmed before is void."""
    named = await is_family_named(transaction, case_id)

    def note(tracing: Tracing, _: datetime) -> None:
        tracing.family_check = check.family_check
        tracing.wanted_by_person = check.wanted_by_person
        tracing.checked_by_agent_id = transaction.actor.agent_id
        tracing.confirmed_by_agent_id = tracing.confirmed_at = None
        if tracing.status == TracingStatus.VERIFIED and not may_contact(tracing, named=named):
            tracing.status = TracingStatus.IN_PROGRESS

    return await _transition(transaction, case_id, tracing_id, "check", version, note)


async def confirm_family_check(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, version: int
) -> TracingRead:
    """Confirm, as a second person of child protection, that contact is right despite a concern."""
    actor = transaction.actor

    async def confirm(tracing: Tracing, now: datetime) -> None:
        if actor.organisation_type != OrganisationType.CHILD_PROTECTION or (
            actor.agent_id == tracing.checked_by_agent_id
        ):
            raise Forbidden
        named = await is_family_named(transaction, case_id)
        if weigh(tracing.family_check, named=named) != FamilyCheck.CONCERN:
            raise Conflict("There is no concern to confirm.")
        tracing.confirmed_by_agent_id, tracing.confirmed_at = actor.agent_id, now

    return await _transition(transaction, case_id, tracing_id, "confirm", version, confirm)


async def record_action(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, step: TracingStep, version: int
) -> TracingRead:
    """Record a step. None is taken that the person's own view stops."""
    await check_of_case(transaction, TRACING_RECORDS, case_id, tracing_id, "record_action")
    await check_not_stopped(transaction, case_id, StoppedAct.FAMILY_CONTACT)
    if step.taken_on > (await read_clock(transaction)).date():
        raise MalformedInput(errors=[{"pointer": "/taken_on", "code": "out_of_range"}])
    taken = step.model_dump(mode="json") | {"by_agent_id": str(transaction.actor.agent_id)}

    def add(tracing: Tracing, _: datetime) -> None:
        tracing.actions = json.dumps([*json.loads(tracing.actions), taken])

    return await _transition(transaction, case_id, tracing_id, "record_action", version, add)


async def verify_tracing(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, shown: TracingVerify, version: int
) -> TracingRead:
    """Record that the relative is one. The family must be checked before."""
    await check_of_case(transaction, TRACING_RECORDS, case_id, tracing_id, "verify")
    await check_not_stopped(transaction, case_id, StoppedAct.FAMILY_CONTACT)

    async def verify(tracing: Tracing, _: datetime) -> None:
        await _check_facts(transaction, tracing)
        tracing.verified_by = [*dict.fromkeys(shown.verified_by)]

    return await _transition(transaction, case_id, tracing_id, "verify", version, verify)


async def reunify_family(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, version: int,
    check_granted: Change[Tracing],
) -> TracingRead:  # fmt: skip
    """Record that the family is reunited; for a child, a determination must have decided it."""
    await check_of_case(transaction, TRACING_RECORDS, case_id, tracing_id, "reunify")
    await check_not_stopped(transaction, case_id, StoppedAct.FAMILY_CONTACT)
    case = await get_case(transaction, case_id)
    if is_treated_as_child(case.age_band, in_doubt=case.age_in_doubt):
        determined = await find_determined(transaction, case_id)
        if BestInterestMeasure.FAMILY_REUNIFICATION not in determined:
            raise Conflict("A determination of the child's best interests is missing.")

    async def reunite(tracing: Tracing, now: datetime) -> None:
        await _check_facts(transaction, tracing)
        pending = check_granted(tracing, now)
        if pending is not None:
            await pending

    return await _transition(transaction, case_id, tracing_id, "reunify", version, reunite)


async def stop_tracing(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, version: int
) -> TracingRead:
    """Stop at once: the person does not want it any more."""

    def stop(tracing: Tracing, _: datetime) -> None:
        tracing.wanted_by_person = Answer.NO

    return await _transition(transaction, case_id, tracing_id, "stop", version, stop)


async def close_tracing(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, version: int
) -> TracingRead:
    """Close a tracing that leads no further."""
    return await _transition(transaction, case_id, tracing_id, "close", version)


async def mark_tracing_as_error(
    transaction: Transaction, case_id: UUID, tracing_id: UUID, version: int
) -> TracingRead:
    """Mark a tracing that should never have been opened."""
    return await _transition(transaction, case_id, tracing_id, "mark_error", version)


async def read_tracing(
    transaction: Transaction, vault: Vault, case_id: UUID, tracing_id: UUID
) -> TracingRead:
    """Read a tracing, with who is sought."""
    await check_of_case(transaction, TRACING_RECORDS, case_id, tracing_id)
    row = await TRACING_RECORDS.read(transaction, tracing_id, TracingPermission.READ)
    identity = await unseal(transaction, vault, case_id, _PURPOSE, row["sealed_sought"])
    return to_response(row, identity, named=await is_family_named(transaction, case_id))


async def show_tracing(transaction: Transaction, tracing_id: UUID) -> TracingRead:
    """Show a tracing without who is sought."""
    row = await TRACING_RECORDS.find(transaction, tracing_id)
    return to_response(row, named=await is_family_named(transaction, row["case_id"]))


async def list_tracings(
    transaction: Transaction, case_id: UUID, status: TracingStatus | None, window: Window
) -> Slice[TracingRead]:
    """List the tracings of a person, the last recorded first, without who is sought."""
    show = partial(to_response, named=await is_family_named(transaction, case_id))
    return await TRACING_RECORDS.list(
        transaction, window, TracingPermission.LIST, show, case_id=case_id, status=status
    )
