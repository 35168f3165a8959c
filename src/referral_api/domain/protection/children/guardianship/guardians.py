"""Recording guardians. None is waited for: the organisation itself stands in meanwhile."""

from datetime import datetime
from typing import Any
from uuid import UUID

from referral_api.database.pagination import Slice, Window
from referral_api.database.transaction import Transaction
from referral_api.domain.identification.cases.queries import read_clock
from referral_api.domain.protection.children.guardianship.records import (
    GUARDED,
    GUARDIAN_RECORDS,
    show_guardian,
)
from referral_api.domain.protection.children.guardianship.schemas import (
    GuardianCorrect,
    GuardianFields,
    GuardianRead,
    GuardianRecord,
)
from referral_api.domain.protection.children.guardianship.tables import Guardian
from referral_api.domain.protection.children.opening import begin_record, seal, unseal
from referral_api.domain.records.of_case import check_of_case
from referral_api.errors import MalformedInput
from referral_api.permissions import GuardianPermission
from referral_api.security.vault import Vault

_PURPOSE = "guardian.sealed_identity"


async def record_guardian(
    transaction: Transaction, vault: Vault, case_id: UUID, guardian: GuardianRecord
) -> GuardianRead:
    """Record a guardian of a child, with the check of a part in the trafficking."""
    begun = await begin_record(transaction, case_id, guardian.id)
    _check(guardian, await read_clock(transaction))
    fields = begun | await _fields(transaction, vault, case_id, guardian)
    return show_guardian(await GUARDIAN_RECORDS.add(transaction, fields))


def _check(guardian: GuardianFields, now: datetime) -> None:
    until = guardian.until_on
    wrong = {
        "from_on": guardian.from_on > now.date(),
        "until_on": until is not None and until < guardian.from_on,
        "appointed_by": guardian.kind.is_appointed and guardian.appointed_by is None,
    }
    errors = [
        {"pointer": f"/{name}", "code": "out_of_range"} for name, found in wrong.items() if found
    ]
    if errors:
        raise MalformedInput(errors=errors)


async def _fields(
    transaction: Transaction, vault: Vault, case_id: UUID, guardian: GuardianFields
) -> dict[str, Any]:
    identity = guardian.identity and guardian.identity.model_dump(exclude_none=True)
    plain = guardian.model_dump(exclude={"id", "identity"})
    return plain | {"sealed_identity": await seal(transaction, vault, case_id, _PURPOSE, identity)}


async def correct_guardian(
    transaction: Transaction, vault: Vault, case_id: UUID, guardian_id: UUID,
    correction: GuardianCorrect, version: int,
) -> GuardianRead:  # fmt: skip
    """Correct a guardian: a check that was made, a last day, an appointment."""
    await check_of_case(transaction, GUARDIAN_RECORDS, case_id, guardian_id, "correct")

    async def correct(guardian: Guardian, now: datetime) -> None:
        _check(correction, now)
        fields = await _fields(transaction, vault, case_id, correction)
        for name in GUARDED:
            setattr(guardian, name, fields[name])

    row = await GUARDIAN_RECORDS.transition(transaction, guardian_id, "correct", version, correct)
    return show_guardian(row)


async def mark_guardian_as_error(
    transaction: Transaction, case_id: UUID, guardian_id: UUID, version: int
) -> GuardianRead:
    """Mark a guardian who should never have been recorded."""
    await check_of_case(transaction, GUARDIAN_RECORDS, case_id, guardian_id, "mark_error")
    return show_guardian(
        await GUARDIAN_RECORDS.transition(transaction, guardian_id, "mark_error", version)
    )


async def read_guardian(
    transaction: Transaction, vault: Vault, case_id: UUID, guardian_id: UUID
) -> GuardianRead:
    """Read a guardian, with the sealed identity."""
    await check_of_case(transaction, GUARDIAN_RECORDS, case_id, guardian_id)
    row = await GUARDIAN_RECORDS.read(transaction, guardian_id, GuardianPermission.READ)
    identity = await unseal(transaction, vault, case_id, _PURPOSE, row["sealed_identity"])
    return show_guardian(row, identity)


async def list_guardians(
    transaction: Transaction, case_id: UUID, window: Window
) -> Slice[GuardianRead]:
    """List the guardians of a child, the last recorded first, without their identities."""
    return await GUARDIAN_RECORDS.list(
        transaction, window, GuardianPermission.LIST, show_guardian, case_id=case_id
    )
