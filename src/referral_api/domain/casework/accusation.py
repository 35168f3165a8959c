"""Recording that an organisation of justice accuses the person, and what follows from it.

Who answers for the person records it, also of itself. A fact: nothing prevents it. Offers to the
accuser are refused from then on (``custody/accusations/policy.py``), and the coordination is told
if the accuser answers for her protection.
"""

from uuid import UUID

from sqlalchemy import bindparam, exists, not_, select
from sqlmodel import col
from uuid_utils.compat import uuid7

from referral_api.database.pagination import Slice, Window
from referral_api.database.statements import Row, Statement, literal_code, one_of
from referral_api.database.transaction import Transaction
from referral_api.domain.access.ceilings import INVESTIGATORS
from referral_api.domain.access.custodians import check_answers_for_person
from referral_api.domain.casework.alerts.lifecycle import ALERTS
from referral_api.domain.casework.alerts.operations import raise_alert
from referral_api.domain.casework.alerts.tables import Alert
from referral_api.domain.codelists.alerts import AccusationStatus, AlertKind
from referral_api.domain.codelists.status import CaseState
from referral_api.domain.custody.accusations.records import ACCUSATION_RECORDS
from referral_api.domain.custody.accusations.schemas import AccusationRead, AccusationRecord
from referral_api.domain.custody.accusations.tables import Accusation
from referral_api.domain.identification.cases.queries import get_case, get_case_for_change
from referral_api.domain.network.organisations.queries import check_organisations_exist, find_type
from referral_api.errors import MalformedInput
from referral_api.permissions import AccusationPermission

# One by this organisation that stands, and of which no alert is open.
_STANDING = Statement(
    select(Accusation).where(
        col(Accusation.case_id) == bindparam("case_id"),
        col(Accusation.organisation_id) == bindparam("organisation_id"),
        col(Accusation.status) == literal_code(AccusationStatus.STANDING),
        not_(
            exists().where(
                col(Alert.about_id) == col(Accusation.id),
                one_of(col(Alert.status), sorted(ALERTS.open)),
            )
        ),
    )
)


async def record_accusation(
    transaction: Transaction, accusation: AccusationRecord
) -> AccusationRead:
    """Record who accuses the person, as the organisation that answers for her."""
    await get_case(transaction, accusation.case_id)
    await check_answers_for_person(transaction, accusation.case_id)
    await check_organisations_exist(transaction, "organisation_id", [accusation.organisation_id])
    if await find_type(transaction, accusation.organisation_id) not in INVESTIGATORS:
        raise MalformedInput(errors=[{"pointer": "/organisation_id", "code": "invalid_value"}])
    # Locked: an acceptance at the same moment goes first, or finds it recorded.
    case = await get_case_for_change(transaction, accusation.case_id)
    row = await add_accusation(
        transaction, accusation.id or uuid7(), case.id, accusation.organisation_id
    )
    answers = case.protection_custodian_id == accusation.organisation_id
    if answers and case.state == CaseState.OPEN:
        await _tell(transaction, row)
    return to_response(row)


async def add_accusation(
    transaction: Transaction, accusation_id: UUID, case_id: UUID, organisation_id: UUID
) -> Row:
    """Add an accusation by this organisation. AlreadyExists if one stands."""
    actor = transaction.actor
    return await ACCUSATION_RECORDS.add(
        transaction,
        {
            "id": accusation_id, "case_id": case_id, "organisation_id": organisation_id,
            "status": AccusationStatus.STANDING, "version": 1,
            "recorded_by_organisation_id": actor.organisation_id,
            "recorded_by_agent_id": actor.agent_id,
        },
    )  # fmt: skip


async def _tell(transaction: Transaction, accusation: Row) -> None:
    await raise_alert(
        transaction, AlertKind.ACCUSER_ANSWERS, case_id=accusation["case_id"],
        about_id=accusation["id"], organisation_id=accusation["organisation_id"],
    )  # fmt: skip


async def record_own_accusation(transaction: Transaction, case_id: UUID) -> None:
    """Record that the organisation that registers the person accuses her, and tell of it."""
    await _tell(
        transaction,
        await add_accusation(transaction, uuid7(), case_id, transaction.actor.organisation_id),
    )


async def tell_of_accuser(transaction: Transaction, case_id: UUID, custodian_id: UUID) -> None:
    """Tell of an accuser to whom custody of the person has just returned."""
    async with transaction.elevated():
        row = await transaction.one(_STANDING, case_id=case_id, organisation_id=custodian_id)
    if row is not None:
        await _tell(transaction, row)


def to_response(row: Row) -> AccusationRead:
    """Turn a row into a response."""
    return AccusationRead(**row)


async def lift_accusation(
    transaction: Transaction, accusation_id: UUID, version: int
) -> AccusationRead:
    """Record that the accusing organisation has dropped it."""
    row = await ACCUSATION_RECORDS.transition(transaction, accusation_id, "lift", version)
    return to_response(row)


async def read_accusation(transaction: Transaction, accusation_id: UUID) -> AccusationRead:
    """Read an accusation within sight."""
    row = await ACCUSATION_RECORDS.read(transaction, accusation_id, AccusationPermission.READ)
    return to_response(row)


async def list_accusations(
    transaction: Transaction, case_id: UUID | None, window: Window
) -> Slice[AccusationRead]:
    """List the accusations within sight, newest first."""
    return await ACCUSATION_RECORDS.list(
        transaction, window, AccusationPermission.LIST, to_response, case_id=case_id
    )
