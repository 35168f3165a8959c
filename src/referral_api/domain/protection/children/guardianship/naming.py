"""Naming the organisation that protects a child: at the registration, or afterwards."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.statements import Row, Statement, literal_code
from referral_api.database.transaction import Transaction
from referral_api.domain.access.grants import grant_access, live_grant
from referral_api.domain.access.sections import check_section
from referral_api.domain.access.tables import AccessGrant, Basis
from referral_api.domain.codelists.access import Section
from referral_api.domain.codelists.answers import RecordStatus
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.network.organisations.queries import (
    check_organisations_exist,
    find_type,
)
from referral_api.domain.protection.children.guardianship.records import (
    CHILD_PROTECTION_RECORDS,
    NAMED,
    may_consent,
)
from referral_api.domain.protection.children.guardianship.schemas import (
    ChildProtectionCorrect,
    ChildProtectionFields,
    ChildProtectionName,
    ChildProtectionRead,
)
from referral_api.domain.protection.children.guardianship.tables import Guardian
from referral_api.domain.protection.children.opening import check_is_child, find_named, is_child
from referral_api.domain.protection.children.refusals import what_stops
from referral_api.domain.protection.children.tables import ChildProtection
from referral_api.errors import MalformedInput, NotFound
from referral_api.permissions import ChildProtectionPermission

_GUARDIANS = Statement(
    select(Guardian, func.now().label("now"))
    .where(
        col(Guardian.case_id) == bindparam("case_id"),
        col(Guardian.status) == literal_code(RecordStatus.RECORDED),
    )
    .order_by(col(Guardian.recorded_key).desc())
)
_SEES = Statement(
    select(col(AccessGrant.id)).where(
        live_grant(bindparam("organisation_id")),
        col(AccessGrant.basis) == literal_code(Basis.CHILD_PROTECTION),
        col(AccessGrant.basis_id) == bindparam("naming_id"),
    )
)


async def name_child_protection(
    transaction: Transaction, case_id: UUID, named: ChildProtectionName
) -> ChildProtectionRead:
    """Name the organisation, as who answers for the person or as the coordination.

    It sees the child's section at once: protection waits for neither guardian nor consent.
    """
    actor = transaction.actor
    case = await get_case(transaction, case_id)
    if not actor.coordinates:
        await check_section(transaction, case_id, Section.PROTECTION, write=True)
    await _check_named(transaction, named)
    await _check_opens(transaction, case_id, named.organisation_id)
    fields: dict[str, Any] = named.model_dump() | {
        "id": named.id or uuid7(), "case_id": case_id, "version": 1,
        "custodian_id": case.protection_custodian_id, "child_protection_id": named.organisation_id,
        "recorded_by_organisation_id": actor.organisation_id,
        "recorded_by_agent_id": actor.agent_id, "status": RecordStatus.RECORDED,
    }  # fmt: skip
    row = await CHILD_PROTECTION_RECORDS.add(transaction, fields)
    await _open(transaction, row)
    return await show_child_protection(transaction, row)


async def _check_named(transaction: Transaction, named: ChildProtectionFields) -> None:
    await check_organisations_exist(transaction, "organisation_id", [named.organisation_id])
    if await find_type(transaction, named.organisation_id) != OrganisationType.CHILD_PROTECTION:
        raise MalformedInput(errors=[{"pointer": "/organisation_id", "code": "invalid_value"}])


async def _open(transaction: Transaction, row: Row) -> None:
    """Let the organisation read and write the section. The database ends it with the naming."""
    await grant_access(transaction, {
        "id": uuid7(), "organisation_id": row["organisation_id"], "case_id": row["case_id"],
        "basis": Basis.CHILD_PROTECTION, "basis_id": row["id"], "consent_id": None,
        "reads": [Section.PROTECTION], "writes": [Section.PROTECTION], "valid_until": None,
    })  # fmt: skip


async def correct_child_protection(
    transaction: Transaction, case_id: UUID, correction: ChildProtectionCorrect, version: int
) -> ChildProtectionRead:
    """Correct what is recorded, or name another organisation; the one before sees no more.

    Who was named sees the child again who was taken for an adult meanwhile.
    """
    record_id, before = await _find(transaction, case_id, "correct")
    moves = correction.organisation_id != before
    if moves:
        await _check_named(transaction, correction)
    opens = moves or await _sees_no_more(transaction, case_id, record_id, before)
    if opens:
        await _check_opens(transaction, case_id, correction.organisation_id)

    def correct(record: ChildProtection, _: object) -> None:
        for name in NAMED:
            setattr(record, name, getattr(correction, name))

    row = await CHILD_PROTECTION_RECORDS.transition(
        transaction, record_id, "correct", version, correct
    )
    if opens:
        await _open(transaction, row)
    return await show_child_protection(transaction, row)


async def _sees_no_more(
    transaction: Transaction, case_id: UUID, record_id: UUID, named_id: UUID
) -> bool:  # fmt: skip
    """Say whether she is a child whom the organisation that is named does not see."""
    if not is_child(await get_case(transaction, case_id)):
        return False
    async with transaction.elevated():
        grant = await transaction.one(_SEES, organisation_id=named_id, naming_id=record_id)
    return grant is None


async def _check_opens(transaction: Transaction, case_id: UUID, organisation_id: UUID) -> None:
    """Raise unless this file may be opened to the organisation: an open one, and of a child."""
    await check_open(transaction, case_id, organisation_id)
    check_is_child(await get_case(transaction, case_id))


async def mark_child_protection_as_error(
    transaction: Transaction, case_id: UUID, version: int
) -> ChildProtectionRead:
    """Mark a naming that should never have been recorded; the organisation sees no more."""
    record_id, _ = await _find(transaction, case_id, "mark_error")
    row = await CHILD_PROTECTION_RECORDS.transition(transaction, record_id, "mark_error", version)
    return await show_child_protection(transaction, row)


async def _find(transaction: Transaction, case_id: UUID, event: str) -> tuple[UUID, UUID]:
    """Find the record of the case; NotFound if there is none, Forbidden to who may not act."""
    if (named := await find_named(transaction, case_id)) is None:
        raise NotFound
    row = await CHILD_PROTECTION_RECORDS.find(transaction, named[0])
    record, _ = CHILD_PROTECTION_RECORDS.load(row)
    sides = await CHILD_PROTECTION_RECORDS.sides(transaction, record)
    CHILD_PROTECTION_RECORDS.lifecycle.check_side(event, sides)
    return named


async def read_child_protection(transaction: Transaction, case_id: UUID) -> ChildProtectionRead:
    """Read who protects the child; NotFound while nobody is named."""
    if (named := await find_named(transaction, case_id)) is None:
        raise NotFound
    row = await CHILD_PROTECTION_RECORDS.read(transaction, named[0], ChildProtectionPermission.READ)
    return await show_child_protection(transaction, row)


async def show_child_protection(transaction: Transaction, row: Row) -> ChildProtectionRead:
    """Turn a row into a response, with who speaks for the child and what her word stops."""
    async with transaction.elevated():
        guardians = await transaction.all(_GUARDIANS, case_id=row["case_id"])
    return ChildProtectionRead(
        **row,
        guardian_id=next((one["id"] for one in guardians if may_consent(one)), None),
        stopped=sorted(await what_stops(transaction, row["case_id"])),
    )
