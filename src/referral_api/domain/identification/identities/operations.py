"""Recording and reading the identity behind a case."""

from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlmodel import col

from referral_api.audit.log import event_insert, event_values
from referral_api.database.statements import Statement, insert_into
from referral_api.database.transaction import Transaction
from referral_api.domain.access.sections import check_section
from referral_api.domain.codelists.access import Section
from referral_api.domain.identification.cases.open_case import check_open
from referral_api.domain.identification.cases.queries import get_case
from referral_api.domain.identification.identities.birth import check_birth_date
from referral_api.domain.identification.identities.keys import find_key, find_or_make_key
from referral_api.domain.identification.identities.schemas import (
    IdentityFields,
    IdentityRead,
    IdentityRecord,
)
from referral_api.domain.identification.identities.tables import Person
from referral_api.domain.versions import check_version
from referral_api.errors import Forbidden, NotFound
from referral_api.permissions import IdentityPermission
from referral_api.security.vault import Vault

PURPOSE = "person.sealed"
_MINE = col(Person.case_id) == bindparam("row_id")
_EVENT = event_insert().cte("event")
_READ = Statement(select(Person).where(_MINE).add_cte(_EVENT))
_LOCK = Statement(select(Person).where(_MINE).with_for_update())
_ADD = Statement(
    insert_into(Person, "case_id", "sealed", "version", "updated_by_agent_id")
    .returning(Person)
    .add_cte(_EVENT)
)
_SAVE = Statement(
    update(Person)
    .where(_MINE)
    .values(
        sealed=bindparam("new_sealed"),
        updated_by_agent_id=bindparam("new_agent_id"),
        updated_at=func.now(),
        version=col(Person.version) + 1,
    )
    .returning(Person)
    .add_cte(_EVENT)
)


async def read_identity(transaction: Transaction, vault: Vault, case_id: UUID) -> IdentityRead:
    """Open the identity.

    NotFound out of sight or when none is recorded; Forbidden when the case is in sight but this
    section is not.
    """
    event = event_values(
        transaction.actor, IdentityPermission.READ, "case", case_id, case_id=case_id,
        section=Section.IDENTITY,
    )  # fmt: skip
    row = await transaction.one(_READ, row_id=case_id, **event)
    key = await find_key(transaction, case_id)
    if row is None or key is None:
        await get_case(transaction, case_id)
        await check_section(transaction, case_id, Section.IDENTITY)
        raise NotFound
    opened = vault.open(key, case_id, PURPOSE, row["sealed"])
    return IdentityRead(
        id=case_id, version=row["version"], updated_at=row["updated_at"],
        identity=IdentityFields.model_validate_json(opened),
    )  # fmt: skip


async def record_identity(
    transaction: Transaction, vault: Vault, case_id: UUID, identity: IdentityRecord, version: int
) -> IdentityRead:
    """Seal the identity; ``version`` is 0 the first time.

    MalformedInput for a date of birth that cannot be hers.
    """
    case = await get_case(transaction, case_id)
    await check_section(transaction, case_id, Section.IDENTITY, write=True)
    if identity.birth_date is not None:
        check_birth_date(identity.birth_date, case)
    await check_open(transaction, case_id)
    present = await transaction.one(_LOCK, row_id=case_id)
    check_version(version, 0 if present is None else present["version"])
    key = await find_or_make_key(transaction, vault, case_id)
    sealed = vault.seal(key, case_id, PURPOSE, identity.model_dump_json().encode())
    event = event_values(
        transaction.actor, IdentityPermission.RECORD, "case", case_id, case_id=case_id,
        section=Section.IDENTITY,
    )  # fmt: skip
    agent_id = transaction.actor.agent_id
    if present is None:
        row = await transaction.one(
            _ADD, case_id=case_id, sealed=sealed, version=1, updated_by_agent_id=agent_id, **event
        )
    else:
        row = await transaction.one(
            _SAVE, row_id=case_id, new_sealed=sealed, new_agent_id=agent_id, **event
        )
    if row is None:
        raise Forbidden
    return IdentityRead(
        id=case_id, version=row["version"], updated_at=row["updated_at"], identity=identity
    )
